/** OverlayFS in user space: the union rules over directory descriptors, served by FUSE. */
module dev.mica.overlayfs {
    requires transitive dev.mica.fuse;
    requires transitive dev.mica.overlay;
    requires static jdk.management; // a test counts what the workers allocate
    requires static org.jspecify;

    exports dev.mica.overlayfs;
}
