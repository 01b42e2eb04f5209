/** Mica archive. */
module dev.mica.archive {
    requires static org.jspecify;
}
