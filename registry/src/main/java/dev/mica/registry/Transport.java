package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to the hosts that one endpoint leads to, by the JDK's client: it keeps connections and
 * trusts whom the endpoint trusts. Follows redirects itself, since the JDK's client would carry the
 * authorization along.
 */
final class Transport implements AutoCloseable {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final RegistryConfig config;
    private final boolean insecure;
    private final ExecutorService executor;
    private final HttpClient client;

    /**
     * @param insecure whether a redirect may lead to plain http
     */
    Transport(RegistryConfig config, SSLContext tls, boolean insecure) {
        this.config = config;
        this.insecure = insecure;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        ProxyAuthorization.allowBasic();
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(config.limits().connect())
                        .sslContext(tls)
                        .proxy(new Selector(config.proxies()))
                        .executor(executor)
                        .build();
    }

    /**
     * Sends a request, and again where the answer redirects it.
     *
     * @return an answer of any status
     * @throws RegistryException when there is none, in Go's words
     */
    Reply send(Request request) {
        URI url = request.url();
        for (int hop = 0; hop <= Limits.REDIRECTS; hop++) {
            Reply reply = new Reply(request, exchange(request, url));
            Optional<String> location = reply.header("Location");
            if (!REDIRECTS.contains(reply.status())
                    || location.isEmpty()
                    || request.form() != null) {
                return reply;
            }
            reply.close();
            url = target(request, url, location.get());
        }
        throw new RegistryException(
                Kind.UNEXPECTED, request + ": stopped after " + Limits.REDIRECTS + " redirects");
    }

    private HttpResponse<BodyStream> exchange(Request request, URI url) {
        try {
            long left = request.deadline().nanosLeft(config.limits().answer());
            HttpRequest http = build(request, url, Duration.ofNanos(Math.max(left, 1)));
            return client.send(http, head -> new BodyStream(config.limits(), request.deadline()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetworkWords.cancelled(request);
        } catch (IOException e) {
            throw NetworkWords.failure(request, url, proxyFor(url), e);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(Kind.UNEXPECTED, request + ": unusable address " + url, e);
        }
    }

    private HttpRequest build(Request request, URI url, Duration timeout) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(url).timeout(timeout).setHeader("User-Agent", userAgent());
        request.headers().forEach(builder::setHeader);
        String authorization = request.authorization();
        if (authorization != null && sameOrigin(request.url(), url)) {
            builder.setHeader("Authorization", authorization);
        }
        URI proxy = proxyFor(url);
        if (proxy != null && proxy.getUserInfo() != null) {
            builder.setHeader("Proxy-Authorization", ProxyAuthorization.of(proxy));
        }
        String form = request.form();
        if (form == null) {
            return builder.method(request.method(), HttpRequest.BodyPublishers.noBody()).build();
        }
        return builder.setHeader("Content-Type", "application/x-www-form-urlencoded")
                .method(request.method(), HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    private String userAgent() {
        return config.userAgent();
    }

    private URI target(Request request, URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(
                    Kind.UNEXPECTED,
                    request + ": failed to parse Location header \"" + location + '"',
                    e);
        }
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || to.getHost() == null) {
            throw new RegistryException(
                    Kind.UNEXPECTED, request + ": unsupported protocol scheme \"" + scheme + '"');
        }
        boolean downgrade = scheme.equals("http") && from.getScheme().equalsIgnoreCase("https");
        if (downgrade && !insecure && !request.verifiable()) {
            throw new RegistryException(
                    Kind.UNEXPECTED, request + ": refusing a redirect to plain http, " + to);
        }
        return to;
    }

    /** Whether two URLs have the same scheme, host and port. */
    static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    /** A URL's port, where none is written its scheme's. */
    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private @Nullable URI proxyFor(URI url) {
        return config.proxies().proxyFor(url.getScheme(), url.getHost(), port(url));
    }

    /** Drops all connections; whoever waits for one of them is woken with an error. */
    @Override
    public void close() {
        client.shutdownNow();
        executor.shutdownNow();
    }

    /** Go's rules of choice for the JDK's client. */
    private static final class Selector extends ProxySelector {
        private final Proxies proxies;

        Selector(Proxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<Proxy> select(URI url) {
            URI proxy = proxies.proxyFor(url.getScheme(), url.getHost(), port(url));
            if (proxy == null) {
                return List.of(Proxy.NO_PROXY);
            }
            InetSocketAddress address =
                    InetSocketAddress.createUnresolved(proxy.getHost(), ProxyUrl.port(proxy));
            return List.of(new Proxy(Proxy.Type.HTTP, address));
        }

        @Override
        public void connectFailed(URI url, SocketAddress address, IOException cause) {
            // the exchange tells
        }
    }
}
