package dev.mica.storage.overlay2;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Linux;
import dev.mica.storage.spi.DriverException;
import dev.mica.storage.spi.DriverException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the kernel and the file system below offer, found out by trying and told in Docker's words.
 *
 * @param backingFileSystem its name as Docker shows it
 * @param prefix what every mount's options begin with
 * @param userXattr whether the union's marks are under {@code user.overlay.}
 */
record KernelSupport(String backingFileSystem, String prefix, boolean userXattr) {
    private static final System.Logger LOG = System.getLogger(KernelSupport.class.getName());
    private static final Path INDEX = Path.of("/sys/module/overlay/parameters/index");
    private static final Path UID_MAP = Path.of("/proc/self/uid_map");
    private static final Pattern WHOLE_MAP = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

    /**
     * Tries in the driver's home or, where that is not there yet, in the directory above.
     *
     * @throws DriverException in Docker's words
     */
    static KernelSupport probe(Linux linux, Path home) {
        Path where = Files.isDirectory(home) ? home : home.resolveSibling("");
        String backing = BackingFileSystem.name(linux.statfs(where.toString()).type());
        if (BackingFileSystem.isIncompatible(backing)) {
            error("'overlay2' is not supported over " + backing);
            throw new DriverException(Reason.INCOMPATIBLE_FILE_SYSTEM);
        }
        boolean userXattr = false;
        try (OverlayTrial trial = new OverlayTrial(linux, where)) {
            if (!trial.hasTypesInDirectories()) {
                throw new DriverException(Reason.NOT_SUPPORTED, noTypes(backing));
            }
            if (inUserNamespace()) {
                userXattr = trial.mounts("userxattr,");
            }
            if (!userXattr) {
                trial.mount("");
            }
        } catch (ErrnoException e) {
            error("failed to mount overlay: " + e.getMessage());
            throw new DriverException(Reason.NOT_SUPPORTED);
        }
        String prefix = (Files.exists(INDEX) ? "index=off," : "") + (userXattr ? "userxattr," : "");
        return new KernelSupport(backing, prefix, userXattr);
    }

    private static void error(String message) {
        LOG.log(System.Logger.Level.ERROR, "{0} storage-driver=overlay2", message);
    }

    static String noTypes(String backing) {
        String hint =
                switch (backing) {
                    case "xfs" -> " Reformat the filesystem with ftype=1 to enable d_type support.";
                    case "extfs" ->
                            " Reformat the filesystem (or use tune2fs) with -O filetype flag to"
                                    + " enable d_type support.";
                    default -> "";
                };
        return "overlay2: the backing "
                + backing
                + " filesystem is formatted without d_type support, which leads to incorrect"
                + " behavior."
                + hint
                + " Backing filesystems without d_type support are not supported.";
    }

    /** Whether ids are mapped: only the first user namespace maps all of them onto themselves. */
    private static boolean inUserNamespace() {
        try {
            return !WHOLE_MAP.matcher(Files.readString(UID_MAP)).matches();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether a layer's upper directory alone tells what changed: not where the kernel marks
     * renamed directories or copies up metadata alone.
     */
    boolean supportsNativeDiff(Linux linux, Path home) {
        try (OverlayTrial trial = new OverlayTrial(linux, home)) {
            return trial.keepsUpperWhole(prefix, userXattr);
        } catch (ErrnoException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Not using native diff for overlay2, this may cause degraded performance for"
                            + " building images: {0}",
                    e.getMessage());
            return false;
        }
    }
}
