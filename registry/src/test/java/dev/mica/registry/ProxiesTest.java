package dev.mica.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy stands before which registry. */
class ProxiesTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("http_proxy", "p1:3128", "HTTPS_PROXY", "http://p2:8080", "NO_PROXY", "a.test");

    @Test
    void theEnvironmentSaysWhich() {
        Proxies proxies = Proxies.fromEnvironment(ENVIRONMENT);

        assertThat(proxies.proxyFor("http", "r.test", 80)).isEqualTo(URI.create("http://p1:3128"));
        assertThat(proxies.proxyFor("https", "r.test", 443))
                .isEqualTo(URI.create("http://p2:8080"));
        assertThat(proxies.proxyFor("https", "a.test", 443)).isNull();
    }

    @Test
    void daemonJsonOverridesIt() {
        Proxies proxies =
                Proxies.fromEnvironment(ENVIRONMENT)
                        .overriddenBy(
                                Optional.empty(), Optional.of("http://p3:1"), Optional.of("b.c"));

        assertThat(proxies.proxyFor("https", "a.test", 443)).isEqualTo(URI.create("http://p3:1"));
        assertThat(proxies.proxyFor("http", "a.test", 80)).isEqualTo(URI.create("http://p1:3128"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.test, a.test, 443, false",
        "a.test, sub.a.test, 443, false",
        "a.test, nota.test, 443, true",
        ".a.test, a.test, 443, true",
        ".a.test, sub.a.test, 443, false",
        "*.a.test, sub.a.test, 443, false",
        "a.test:5000, a.test, 5000, false",
        "a.test:5000, a.test, 443, true",
        "10.0.0.0/8, 10.1.2.3, 443, false",
        "10.0.0.0/8, 11.1.2.3, 443, true",
        "192.0.2.1, 192.0.2.1, 443, false",
        "*, any.test, 443, false",
        "'', localhost, 443, false",
        "'', 127.0.0.1, 443, false",
        "'', any.test, 443, true",
    })
    void noProxyFollowsGosRules(String list, String host, int port, boolean proxied) {
        assertThat(new NoProxy(list).wantsProxy(host, port)).isEqualTo(proxied);
    }

    @Test
    void passwordsOfProxiesAreCrossedOut() {
        assertThat(new Proxies("http://u:secret@p:1", "", "").toString()).doesNotContain("secret");
    }
}
