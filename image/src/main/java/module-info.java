/** Mica image. */
module dev.mica.image {
    requires transitive dev.mica.archive;
    requires static org.jspecify;
}
