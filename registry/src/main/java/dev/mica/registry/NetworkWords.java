package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns the JDK's failures into the words of Go's {@code net/http}, which Docker's users know. */
final class NetworkWords {

    private NetworkWords() {}

    /** An exchange that came to no answer. */
    static RegistryException failure(
            Request request, URI url, @Nullable URI proxy, IOException cause) {
        if (cause instanceof InterruptedIOException) {
            return cancelled(request);
        }
        return new RegistryException(
                Kind.UNREACHABLE, request + ": " + words(url, proxy, cause), cause);
    }

    /** A body that ended early. */
    static RegistryException failure(Request request, IOException cause) {
        return failure(request, request.url(), null, cause);
    }

    static RegistryException cancelled(Request request) {
        return new RegistryException(Kind.CANCELLED, request + ": context canceled");
    }

    private static String words(URI url, @Nullable URI proxy, IOException cause) {
        String prefix = proxy == null ? "" : "proxyconnect tcp: ";
        URI peer = proxy == null ? url : proxy;
        if (has(cause, UnresolvedAddressException.class)
                || has(cause, UnknownHostException.class)) {
            return prefix + "dial tcp: lookup " + peer.getHost() + ": no such host";
        }
        if (has(cause, HttpConnectTimeoutException.class)) {
            return prefix + dial(peer) + ": i/o timeout";
        }
        if (has(cause, HttpTimeoutException.class)) {
            String silent = "context deadline exceeded (Client.Timeout exceeded while ";
            return cause.getMessage() != null && cause.getMessage().contains("fell silent")
                    ? silent + "reading body)"
                    : silent + "awaiting headers)";
        }
        if (cause instanceof ConnectException) {
            // the JDK has words for all reasons but the usual one
            String why = message(cause).orElse("connection refused").toLowerCase(Locale.ROOT);
            return prefix + dial(peer) + ": connect: " + why;
        }
        if (has(cause, SSLException.class)) {
            return tls(url, cause);
        }
        String text = text(cause);
        if (text.contains("Connection reset")) {
            return "read: connection reset by peer";
        }
        if (text.contains("received no bytes")) {
            return "EOF";
        }
        if (has(cause, EOFException.class) || text.contains("bytes received")) {
            return "unexpected EOF";
        }
        return text;
    }

    /** {@code dial tcp 127.0.0.1:5000}, with the address that the JDK tried. */
    private static String dial(URI peer) {
        String host = peer.getHost();
        try {
            InetAddress address = InetAddress.getByName(host);
            host = address.getHostAddress();
            host = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
        } catch (UnknownHostException e) {
            // the name will do
        }
        return "dial tcp " + host + ':' + Transport.port(peer);
    }

    private static String tls(URI url, Throwable cause) {
        String text = text(cause);
        if (text.contains("Unsupported or unrecognized SSL message")
                || text.contains("plaintext connection?")) {
            return "http: server gave HTTP response to HTTPS client";
        }
        if (has(cause, CertificateExpiredException.class)
                || has(cause, CertificateNotYetValidException.class)) {
            return "x509: certificate has expired or is not yet valid";
        }
        if (text.contains("No subject alternative") || text.contains("No name matching")) {
            return "x509: certificate is valid for other names, not " + url.getHost();
        }
        if (text.contains("unable to find valid certification path")
                || text.contains("PKIX path building failed")) {
            return "x509: certificate signed by unknown authority";
        }
        return text.startsWith("Received fatal alert: ")
                ? "remote error: tls: "
                        + text.substring("Received fatal alert: ".length()).replace('_', ' ')
                : "tls: " + text;
    }

    private static boolean has(Throwable cause, Class<? extends Throwable> type) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Throwable cause) {
        return message(cause).orElseGet(() -> cause.getClass().getSimpleName());
    }

    /** The first message of a chain of causes. */
    private static Optional<String> message(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (message != null && !message.isEmpty()) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }
}
