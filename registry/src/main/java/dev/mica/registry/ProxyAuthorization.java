package dev.mica.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user and password in a proxy's URL. */
final class ProxyAuthorization {

    /** The JDK's switch, read when its HTTP client's classes are loaded. */
    private static final String DISABLED = "jdk.http.auth.tunneling.disabledSchemes";

    private ProxyAuthorization() {}

    /**
     * Lets the JDK's client send a password to the proxy when it asks for a tunnel, which its
     * default refuses and Go, hence Docker, does. Whoever set the property is not overruled.
     */
    static void allowBasic() {
        if (System.getProperty(DISABLED) == null) {
            System.setProperty(DISABLED, "");
        }
    }

    static String of(URI proxy) {
        byte[] pair = proxy.getUserInfo().getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
