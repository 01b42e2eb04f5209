package dev.mica.storage.overlay2;

import java.util.Map;
import java.util.Set;

/** File systems by the names Docker shows. Source: moby, {@code graphdriver/driver_linux.go}. */
final class BackingFileSystem {
    private static final Map<Long, String> NAMES =
            Map.ofEntries(
                    Map.entry(0x61756673L, "aufs"),
                    Map.entry(0x9123683EL, "btrfs"),
                    Map.entry(0x28cd3d45L, "cramfs"),
                    Map.entry(0xf15fL, "ecryptfs"),
                    Map.entry(0x0000EF53L, "extfs"),
                    Map.entry(0xF2F52010L, "f2fs"),
                    Map.entry(0x65735546L, "fuseblk"),
                    Map.entry(0x47504653L, "gpfs"),
                    Map.entry(0x000072b6L, "jffs2"),
                    Map.entry(0x3153464aL, "jfs"),
                    Map.entry(0x00006969L, "nfs"),
                    Map.entry(0x794c7630L, "overlayfs"),
                    Map.entry(0x858458f6L, "ramfs"),
                    Map.entry(0x52654973L, "reiserfs"),
                    Map.entry(0x0000517BL, "smb"),
                    Map.entry(0x73717368L, "squashfs"),
                    Map.entry(0x01021994L, "tmpfs"),
                    Map.entry(0xa501fcf5L, "vxfs"),
                    Map.entry(0x58465342L, "xfs"),
                    Map.entry(0x2fc12fc1L, "zfs"));

    /** Those that cannot lie below an overlay. */
    private static final Set<String> INCOMPATIBLE =
            Set.of("aufs", "ecryptfs", "nfs", "overlayfs", "zfs");

    private BackingFileSystem() {}

    /** The name for a {@code statfs} magic number. */
    static String name(long magic) {
        return NAMES.getOrDefault(magic, "<unknown>");
    }

    static boolean isIncompatible(String name) {
        return INCOMPATIBLE.contains(name);
    }
}
