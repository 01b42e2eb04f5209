package dev.mica.registry;

import static dev.mica.registry.Failures.assertThatFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.registry.RegistryException.Kind;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries over TLS: whose certificates are believed, and which ones of ours are shown. */
class TrustTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path temporary;

    @Test
    void aCertificateThatNobodySignedIsRefused() throws Exception {
        try (FakeRegistry registry = registry(false)) {
            assertThatFailure(() -> get(registry, false), Kind.UNREACHABLE)
                    .withMessageContaining(registry.url());
        }
    }

    @Test
    void theAuthorityInCertsDIsBelieved() throws Exception {
        try (FakeRegistry registry = registry(false)) {
            write(registry, "ca.crt", pem("CERTIFICATE", store().getCertificate("k").getEncoded()));

            assertThat(get(registry, false)).isEqualTo(200);
        }
    }

    @Test
    void anInsecureRegistryMayShowAnyCertificate() throws Exception {
        try (FakeRegistry registry = registry(false)) {
            assertThat(get(registry, true)).isEqualTo(200);
        }
    }

    @Test
    void theClientsCertificateIsShownToWhoAsks() throws Exception {
        try (FakeRegistry registry = registry(true)) {
            String certificate = pem("CERTIFICATE", store().getCertificate("k").getEncoded());
            write(registry, "ca.crt", certificate);
            assertThatFailure(() -> get(registry, false), Kind.UNREACHABLE);

            write(registry, "me.cert", certificate);
            write(
                    registry,
                    "me.key",
                    pem("PRIVATE KEY", store().getKey("k", PASSWORD).getEncoded()));
            assertThat(get(registry, false)).isEqualTo(200);
        }
    }

    private int get(FakeRegistry registry, boolean insecure) {
        Endpoint endpoint = new Endpoint("https", registry.authority(), insecure, false);
        SSLContext context = new Trust(List.of(temporary)).context(endpoint);
        // not the quick limits: reading the system's authorities may take longer on a busy host
        RegistryConfig patient = RegistryConfig.defaults();
        try (Transport transport = new Transport(patient, context, insecure);
                Reply reply =
                        transport.send(
                                Request.get(
                                        endpoint.base(), Deadline.in(Duration.ofSeconds(60))))) {
            return reply.status();
        }
    }

    private void write(FakeRegistry registry, String name, String text) throws Exception {
        Path directory = Files.createDirectories(temporary.resolve(registry.authority()));
        Files.writeString(directory.resolve(name), text);
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /**
     * A server whose certificate is its own authority, and that takes clients who show the same.
     */
    private FakeRegistry registry(boolean asksClients) throws Exception {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustAnybody()}, null);
        SSLServerSocketFactory sockets = context.getServerSocketFactory();
        return new FakeRegistry(
                "https",
                new javax.net.ServerSocketFactory() {
                    @Override
                    public java.net.ServerSocket createServerSocket(int port) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public java.net.ServerSocket createServerSocket(int port, int backlog) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public java.net.ServerSocket createServerSocket(
                            int port, int backlog, java.net.InetAddress at)
                            throws java.io.IOException {
                        var socket =
                                (SSLServerSocket) sockets.createServerSocket(port, backlog, at);
                        socket.setNeedClientAuth(asksClients);
                        return socket;
                    }
                });
    }

    /** A key and a certificate for 127.0.0.1, made by the JDK's keytool. */
    private KeyStore store() throws Exception {
        Path file = temporary.resolve("store.p12");
        if (!Files.exists(file)) {
            String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process process =
                    new ProcessBuilder(
                                    (keytool
                                                    + " -genkeypair -alias k -keyalg EC -dname CN=r"
                                                    + " -ext san=ip:127.0.0.1 -ext bc:c"
                                                    + " -storepass changeit -keystore "
                                                    + file)
                                            .split(" "))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
