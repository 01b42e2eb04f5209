/** Suites that say what an implementation of one of Mica's interfaces must do. */
module dev.mica.testkit {
    requires transitive dev.mica.storage;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static org.jspecify;

    exports dev.mica.testkit;
}
