package dev.mica.registry;

import dev.mica.registry.CertificateDirectory.Client;
import dev.mica.registry.RegistryException.Kind;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to believe over TLS: the system's authorities and the JDK's, those that {@code certs.d} adds
 * for a registry, or anybody at an insecure one. The system's are read when the first certificate
 * is to be checked, which takes a tenth of a second.
 */
final class Trust {

    private static final char[] NO_PASSWORD = {};

    private final List<Path> directories;
    private final Lazy system = new Lazy(() -> manager(Certificates.system(System.getenv())));
    private final Lazy jdk = new Lazy(() -> manager((KeyStore) null));

    /**
     * @param directories those like {@code /etc/docker/certs.d}
     */
    Trust(List<Path> directories) {
        this.directories = directories;
    }

    /** What a connection to an endpoint, and to where it redirects, goes by. */
    SSLContext context(Endpoint endpoint) {
        CertificateDirectory own = CertificateDirectory.read(directories, endpoint.authority());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    clients(own.clients()),
                    new TrustManager[] {trustManager(endpoint, own.authorities())},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new RegistryException(
                    Kind.INVALID, endpoint + ": TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private X509ExtendedTrustManager trustManager(
            Endpoint endpoint, List<X509Certificate> authorities) {
        if (endpoint.insecure()) {
            return new TrustAnybody();
        }
        List<Supplier<X509ExtendedTrustManager>> managers = new ArrayList<>();
        if (!authorities.isEmpty()) {
            managers.add(new Lazy(() -> manager(authorities)));
        }
        managers.add(system);
        managers.add(jdk);
        return new TrustAny(managers);
    }

    private static KeyManager @Nullable [] clients(List<Client> clients)
            throws GeneralSecurityException {
        if (clients.isEmpty()) {
            return null;
        }
        KeyStore store = store();
        for (Client client : clients) {
            store.setKeyEntry(
                    "client" + store.size(),
                    client.key(),
                    NO_PASSWORD,
                    client.chain().toArray(new Certificate[0]));
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static X509ExtendedTrustManager manager(List<X509Certificate> authorities) {
        try {
            KeyStore store = store();
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("ca" + store.size(), authority);
            }
            return manager(store);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("certificates fit into a store in memory", e);
        }
    }

    /**
     * @param store null for the JDK's own
     */
    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new AssertionError("PKIX is required of every JDK", e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, NO_PASSWORD);
        } catch (IOException e) {
            throw new AssertionError("nothing is read", e);
        }
        return store;
    }

    /** Makes a trust manager when it is needed, and anew when memory was. */
    private static final class Lazy implements Supplier<X509ExtendedTrustManager> {
        private final Supplier<X509ExtendedTrustManager> maker;
        private final ReentrantLock lock = new ReentrantLock();
        private SoftReference<X509ExtendedTrustManager> made = new SoftReference<>(null);

        Lazy(Supplier<X509ExtendedTrustManager> maker) {
            this.maker = maker;
        }

        @Override
        public X509ExtendedTrustManager get() {
            lock.lock();
            try {
                X509ExtendedTrustManager manager = made.get();
                if (manager == null) {
                    manager = maker.get();
                    made = new SoftReference<>(manager);
                }
                return manager;
            } finally {
                lock.unlock();
            }
        }
    }
}
