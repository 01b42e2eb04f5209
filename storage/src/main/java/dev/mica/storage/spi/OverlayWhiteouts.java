package dev.mica.storage.spi;

import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.StatBuffer;

/**
 * Deletions as the kernel's overlay file system has them: a character device 0:0, and on an opaque
 * directory the attribute {@code overlay.opaque} = {@code y}, under {@code trusted.} or, where the
 * mount is made with {@code userxattr}, under {@code user.}. Stateless.
 *
 * <p>Source: the kernel's {@code Documentation/filesystems/overlayfs.rst}.
 */
public final class OverlayWhiteouts implements Whiteouts {
    private static final byte[] YES = {'y'};

    private final Linux linux;
    private final String prefix;

    /**
     * @param userXattr whether the union's marks stand under {@code user.overlay.}
     */
    public OverlayWhiteouts(Linux linux, boolean userXattr) {
        this.linux = linux;
        this.prefix = userXattr ? "user.overlay." : "trusted.overlay.";
    }

    @Override
    public void hide(int directory, String name, int uid, int gid) {
        linux.mknodat(directory, name, Flags.S_IFCHR, 0, 0);
        if (uid != 0 || gid != 0) {
            linux.fchownat(directory, name, uid, gid);
        }
    }

    @Override
    public void makeOpaque(int directory) {
        linux.setxattr(directory, "", prefix + "opaque", YES, 0);
    }

    @Override
    public boolean isWhiteout(StatBuffer entry) {
        return entry.isWhiteout();
    }

    @Override
    public boolean isOpaque(int directory, String name) {
        byte[] value = linux.getxattr(directory, name, prefix + "opaque");
        return value != null && value.length == 1 && value[0] == 'y';
    }

    @Override
    public boolean owns(String attribute) {
        return attribute.startsWith("trusted.") || attribute.startsWith(prefix);
    }
}
