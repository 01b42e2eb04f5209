/** Tar archives, tar-split, whiteouts by name, and compression: streams and buffers, no files. */
module dev.mica.archive {
    requires aircompressor.v3;
    requires static org.jspecify;

    exports dev.mica.archive;
}
