package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The URL of a proxy. */
final class ProxyUrl {

    private ProxyUrl() {}

    /**
     * Reads a URL; {@code host:port} means one of http.
     *
     * @throws RegistryException when it is malformed, or of a scheme that is not served
     */
    static URI parse(String text) {
        URI url = uri(text.contains("://") ? text : "http://" + text);
        String scheme = url == null ? null : url.getScheme();
        if (url == null || scheme == null || url.getHost() == null) {
            throw new RegistryException(
                    Kind.INVALID, "invalid proxy address \"" + masked(text) + "\"");
        }
        if (!scheme.toLowerCase(Locale.ROOT).equals("http")) {
            throw new RegistryException(
                    Kind.INVALID,
                    "proxy "
                            + masked(text)
                            + ": a proxy of scheme "
                            + scheme
                            + " is not supported, only one of http");
        }
        return url;
    }

    /** The port, where none is written the scheme's. */
    static int port(URI proxy) {
        return proxy.getPort() < 0 ? 80 : proxy.getPort();
    }

    /** The URL with its user and password crossed out. */
    static String masked(String text) {
        int scheme = text.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int end = text.indexOf('/', start);
        int at = text.lastIndexOf('@', end < 0 ? text.length() : end);
        return at < start ? text : text.substring(0, start) + "xxxxx:xxxxx" + text.substring(at);
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
