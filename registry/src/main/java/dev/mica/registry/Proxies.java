package dev.mica.registry;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies stand between here and registries, as Go's {@code httpproxy} package takes them
 * from the environment.
 *
 * @param http proxy for plain http, a URL or {@code host:port}; empty for none
 * @param https the same for https
 * @param noProxy what is reached directly, separated by commas: a name (with its subdomains), a
 *     name with a leading dot (its subdomains only), an address, a network as CIDR, each with or
 *     without a port; {@code *} for all. Loopback is always reached directly
 */
public record Proxies(String http, String https, String noProxy) {

    /** No proxy. */
    public static final Proxies NONE = new Proxies("", "", "");

    /**
     * What these environment variables say: {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code
     * NO_PROXY}, or else the same in lower case.
     */
    public static Proxies fromEnvironment(Map<String, String> environment) {
        return new Proxies(
                variable(environment, "HTTP_PROXY", "http_proxy"),
                variable(environment, "HTTPS_PROXY", "https_proxy"),
                variable(environment, "NO_PROXY", "no_proxy"));
    }

    private static String variable(Map<String, String> environment, String upper, String lower) {
        String value = environment.get(upper);
        return value == null || value.isEmpty() ? environment.getOrDefault(lower, "") : value;
    }

    /** These, where daemon.json's {@code proxies} say nothing else. */
    public Proxies overriddenBy(
            Optional<String> http, Optional<String> https, Optional<String> noProxy) {
        return new Proxies(
                http.filter(s -> !s.isEmpty()).orElse(this.http),
                https.filter(s -> !s.isEmpty()).orElse(this.https),
                noProxy.filter(s -> !s.isEmpty()).orElse(this.noProxy));
    }

    /** The URL of the proxy for an address, or null to go there directly. */
    @Nullable URI proxyFor(String scheme, String host, int port) {
        String proxy = scheme.equals("https") ? https : http;
        if (proxy.isEmpty() || !new NoProxy(noProxy).wantsProxy(host, port)) {
            return null;
        }
        return ProxyUrl.parse(proxy);
    }

    /**
     * A proxy's URL fit for showing, as {@code docker info} does: user and password crossed out.
     */
    public static String masked(String proxy) {
        return ProxyUrl.masked(proxy);
    }

    /** With user and password crossed out. */
    @Override
    public String toString() {
        return "http " + masked(http) + ", https " + masked(https) + ", not for " + noProxy;
    }
}
