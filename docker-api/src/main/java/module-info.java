/** Mica Docker API. */
module dev.mica.dockerapi {
    requires transitive dev.mica.engine;
    requires transitive dev.mica.image;
    requires transitive dev.mica.linux;
    requires io.avaje.jsonb;
    requires io.helidon.common;
    requires io.helidon.common.buffers;
    requires io.helidon.common.socket;
    requires io.helidon.http;
    requires io.helidon.webserver;
    requires java.logging;
    requires static org.jspecify;

    exports dev.mica.dockerapi;

    provides io.avaje.jsonb.spi.JsonbExtension with
            dev.mica.dockerapi.DockerapiJsonComponent;
}
