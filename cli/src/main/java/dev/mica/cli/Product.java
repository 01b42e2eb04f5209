package dev.mica.cli;

import org.jspecify.annotations.Nullable;

/** What this build is. */
final class Product {

    /** The newest version of the API that the verbs know. */
    static final String API_VERSION = "1.44";

    private Product() {}

    /** Mica's version, as its jar has it. */
    static String version() {
        @Nullable String version = Product.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    /** The machine's architecture as Docker names it. */
    static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
