/** Mica storage. */
module dev.mica.storage {
    requires transitive dev.mica.archive;
    requires transitive dev.mica.image;
    requires transitive dev.mica.linux;
    requires static org.jspecify;
}
