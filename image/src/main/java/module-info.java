/** Images: digests, names, manifests, configs, archives; and JSON as Docker writes it. */
module dev.mica.image {
    requires transitive dev.mica.archive;
    requires transitive io.avaje.jsonb;
    requires static org.jspecify;

    exports dev.mica.image;
    exports dev.mica.image.json;

    provides io.avaje.jsonb.spi.JsonbExtension with
            dev.mica.image.ImageJsonComponent,
            dev.mica.image.jsonb.GeneratedJsonComponent;
}
