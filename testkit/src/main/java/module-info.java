/** Mica testkit. */
module dev.mica.testkit {
    requires transitive dev.mica.storage;
    requires static org.jspecify;
}
