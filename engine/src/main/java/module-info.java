/** Containers, execs, images, networks, volumes and events: the use cases of an engine, no HTTP. */
module dev.mica.engine {
    requires transitive dev.mica.storage;
    requires transitive dev.mica.registry;
    requires transitive dev.mica.image;
    requires transitive dev.mica.archive;
    requires transitive dev.mica.linux;
    requires static org.jspecify;

    exports dev.mica.engine;

    provides io.avaje.jsonb.spi.JsonbExtension with
            dev.mica.engine.EngineJsonComponent,
            dev.mica.engine.jsonb.GeneratedJsonComponent;
}
