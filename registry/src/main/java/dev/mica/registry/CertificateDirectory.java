package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code certs.d} says about a registry.
 *
 * @param authorities whom to trust besides the system's
 * @param clients whom to be
 */
record CertificateDirectory(List<X509Certificate> authorities, List<Client> clients) {

    /**
     * A client certificate.
     *
     * @param chain from the client's own upwards
     */
    record Client(PrivateKey key, List<X509Certificate> chain) {}

    /**
     * Reads what all directories have for a registry.
     *
     * @param registry {@code host} or {@code host:port}
     * @throws RegistryException when a file cannot be read, or a certificate or key is without the
     *     other: in dockerd's words
     */
    static CertificateDirectory read(List<Path> directories, String registry) {
        CertificateDirectory all = new CertificateDirectory(new ArrayList<>(), new ArrayList<>());
        for (Path directory : directories) {
            Path own = directory.resolve(registry);
            if (directory.equals(own.getParent())) {
                all.add(own);
            }
        }
        return all;
    }

    private void add(Path directory) {
        List<Path> files;
        try (Stream<Path> listing = Files.list(directory)) {
            files = listing.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return;
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".crt")) {
                authorities.addAll(Certificates.parse(text(file)));
            } else if (name.endsWith(".cert")) {
                Path key = sibling(file, ".cert", ".key");
                if (!files.contains(key)) {
                    throw new RegistryException(
                            Kind.INVALID,
                            "missing key "
                                    + key.getFileName()
                                    + " for client certificate "
                                    + name
                                    + ". CA certificates must use the extension .crt");
                }
                clients.add(client(file, key));
            } else if (name.endsWith(".key") && !files.contains(sibling(file, ".key", ".cert"))) {
                throw new RegistryException(
                        Kind.INVALID,
                        "missing client certificate "
                                + sibling(file, ".key", ".cert").getFileName()
                                + " for key "
                                + name);
            }
        }
    }

    private static Path sibling(Path file, String suffix, String other) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - suffix.length()) + other);
    }

    private static Client client(Path certificate, Path key) {
        List<X509Certificate> chain = Certificates.parse(text(certificate));
        if (chain.isEmpty()) {
            throw new RegistryException(
                    Kind.INVALID, certificate + ": failed to find any certificate");
        }
        try {
            return new Client(PrivateKeys.read(text(key)), chain);
        } catch (GeneralSecurityException e) {
            throw new RegistryException(Kind.INVALID, key + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RegistryException unreadable(Path path, IOException cause) {
        return new RegistryException(
                Kind.INVALID, path + ": cannot be read: " + cause.getMessage(), cause);
    }
}
