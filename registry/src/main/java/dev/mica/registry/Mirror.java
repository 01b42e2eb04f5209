package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks what {@code --registry-mirror} gives, with dockerd's words. */
final class Mirror {

    private Mirror() {}

    /** The URL, ending in a slash. */
    static String validate(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw invalid('"' + text + "\" is not a valid URI");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid("unsupported scheme \"" + scheme + "\" in \"" + text + '"');
        }
        String path = orEmpty(url.getRawPath());
        boolean pathless = path.isEmpty() || path.equals("/");
        if (!pathless || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw invalid("path, query, or fragment at end of the URI \"" + text + '"');
        }
        if (url.getRawUserInfo() != null) {
            String user = url.getRawUserInfo().split(":", 2)[0];
            String hidden = text.replace(url.getRawUserInfo() + '@', user + ":xxxxx@");
            throw invalid("username/password not allowed in URI \"" + hidden + '"');
        }
        if (url.getHost() == null) {
            throw invalid("no host in \"" + text + '"');
        }
        return text.endsWith("/") ? text : text + '/';
    }

    private static RegistryException invalid(String why) {
        return new RegistryException(Kind.INVALID, "invalid mirror: " + why);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
