package dev.mica.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Certificates from files. */
final class Certificates {

    /**
     * Where distributions keep all authorities that they trust; Go looks at these, in this order.
     */
    private static final List<String> BUNDLES =
            List.of(
                    "/etc/ssl/certs/ca-certificates.crt",
                    "/etc/pki/tls/certs/ca-bundle.crt",
                    "/etc/ssl/ca-bundle.pem",
                    "/etc/pki/tls/cacert.pem",
                    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                    "/etc/ssl/cert.pem");

    private Certificates() {}

    /** The certificates of a PEM file; one that cannot be read is left out. */
    static List<X509Certificate> parse(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = factory();
        for (Pem block : Pem.parse(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                try (var in = new ByteArrayInputStream(block.bytes())) {
                    certificates.add((X509Certificate) factory.generateCertificate(in));
                } catch (CertificateException | IOException e) {
                    // Go leaves them out as well: one odd authority must not take all others along
                }
            }
        }
        return certificates;
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new AssertionError("X.509 is required of every JDK", e);
        }
    }

    /** The system's authorities: those of {@code SSL_CERT_FILE}, or else of the distribution. */
    static List<X509Certificate> system(Map<String, String> environment) {
        String chosen = environment.getOrDefault("SSL_CERT_FILE", "");
        for (String bundle : chosen.isEmpty() ? BUNDLES : List.of(chosen)) {
            try {
                return parse(Files.readString(Path.of(bundle), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // the next one, and in the end the JDK's own
            }
        }
        return List.of();
    }
}
