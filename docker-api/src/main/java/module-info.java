/** Mica Docker API. */
module dev.mica.dockerapi {
    requires transitive dev.mica.engine;
    requires transitive dev.mica.image;
    requires transitive dev.mica.linux;
    requires static org.jspecify;

    exports dev.mica.dockerapi;
}
