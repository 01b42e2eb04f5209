/** A client of the distribution specification: finds images at registries, and fetches them. */
module dev.mica.registry {
    requires transitive dev.mica.image;
    requires dev.mica.errno;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.mica.registry;

    provides io.avaje.jsonb.spi.JsonbExtension with
            dev.mica.registry.RegistryJsonComponent;
}
