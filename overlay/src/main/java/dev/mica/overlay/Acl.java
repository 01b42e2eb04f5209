package dev.mica.overlay;

/**
 * POSIX ACLs, as {@code system.posix_acl_access} and {@code _default} hold them: a version, then
 * entries of 8 bytes, little-endian: tag, permissions, id.
 */
final class Acl {
    private static final byte[] ACCESS =
            "system.posix_acl_access".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final int USER_OBJ = 1;
    private static final int GROUP_OBJ = 4;
    private static final int MASK = 0x10;
    private static final int OTHER = 0x20;

    private Acl() {}

    /**
     * Gives a new file the ACL that it inherits from its directory's default one: the entries of
     * owner, group (or mask) and others are what both they and the asked permissions grant.
     *
     * @param acl the default ACL; changed here
     */
    static int inherit(LayerBackend backend, Place file, byte[] acl, int size, int mode) {
        int mask = -1;
        int group = -1;
        for (int at = 4; at + 8 <= size; at += 8) {
            switch (acl[at]) {
                case USER_OBJ -> acl[at + 2] &= (byte) (mode >> 6 & 7);
                case GROUP_OBJ -> group = at;
                case MASK -> mask = at;
                case OTHER -> acl[at + 2] &= (byte) (mode & 7);
                default -> {}
            }
        }
        int limits = mask >= 0 ? mask : group;
        if (limits >= 0) {
            acl[limits + 2] &= (byte) (mode >> 3 & 7);
        }
        return backend.setXattr(file.at, file.name, file.length, ACCESS, acl, size, 0);
    }
}
