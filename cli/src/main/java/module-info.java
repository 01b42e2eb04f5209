/** The {@code mica} command. */
module dev.mica.cli {
    requires transitive dev.mica.dockerapi;
    requires transitive dev.mica.image;
    requires transitive dev.mica.storage;
    requires transitive dev.mica.linux;
    requires dev.mica.overlayfs;
    requires info.picocli;
    requires io.avaje.jsonb;
    requires static org.jspecify;

    opens dev.mica.cli to
            info.picocli;
}
