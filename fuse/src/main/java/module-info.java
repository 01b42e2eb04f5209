/** The kernel's FUSE protocol, on {@code /dev/fuse}, with no library between. */
module dev.mica.fuse {
    requires transitive dev.mica.linux;
    requires static jdk.management; // a test counts what the workers allocate
    requires static org.jspecify;

    exports dev.mica.fuse;
}
