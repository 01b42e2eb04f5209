/** Mica engine. */
module dev.mica.engine {
    requires transitive dev.mica.storage;
    requires transitive dev.mica.registry;
    requires transitive dev.mica.image;
    requires transitive dev.mica.archive;
    requires transitive dev.mica.linux;
    requires static org.jspecify;
}
