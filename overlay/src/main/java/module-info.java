/** The rules by which layers show as one tree: no I/O and no FUSE of its own. */
module dev.mica.overlay {
    requires transitive dev.mica.errno;
    requires static org.jspecify;

    exports dev.mica.overlay;
}
