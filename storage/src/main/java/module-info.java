/** Docker's data-root: storage drivers, layers, images and their names. */
module dev.mica.storage {
    requires transitive dev.mica.archive;
    requires transitive dev.mica.errno;
    requires transitive dev.mica.image;
    requires transitive dev.mica.linux;
    requires static org.jspecify;

    exports dev.mica.storage;
    exports dev.mica.storage.spi;

    provides io.avaje.jsonb.spi.JsonbExtension with
            dev.mica.storage.StorageJsonComponent,
            dev.mica.storage.jsonb.GeneratedJsonComponent;
}
