package dev.mica.storage.spi;

/**
 * Which extended attributes travel between a layer's archive and its directory: those a program put
 * there ({@code user.}), file capabilities, and POSIX ACLs. All others belong to the kernel, to a
 * security module of this machine, or to the union.
 */
final class KeptXattrs {
    static final String CAPABILITY = "security.capability";
    static final String ACL = "system.posix_acl_access";
    static final String DEFAULT_ACL = "system.posix_acl_default";

    private KeptXattrs() {}

    static boolean keeps(String attribute) {
        return attribute.startsWith("user.")
                || attribute.equals(CAPABILITY)
                || attribute.equals(ACL)
                || attribute.equals(DEFAULT_ACL);
    }
}
