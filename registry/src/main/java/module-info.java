/** Mica registry. */
module dev.mica.registry {
    requires transitive dev.mica.image;
    requires static org.jspecify;
}
