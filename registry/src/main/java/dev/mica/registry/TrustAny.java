package dev.mica.registry;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts whom one of several trust managers trusts; a later one is made only when asked. */
final class TrustAny extends X509ExtendedTrustManager {

    private interface Check {
        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private final List<Supplier<X509ExtendedTrustManager>> managers;

    TrustAny(List<Supplier<X509ExtendedTrustManager>> managers) {
        this.managers = List.copyOf(managers);
    }

    private void any(Check check) throws CertificateException {
        @Nullable CertificateException telling = null;
        for (Supplier<X509ExtendedTrustManager> manager : managers) {
            try {
                check.by(manager.get());
                return;
            } catch (CertificateException e) {
                // "expired", of one that knows the issuer, tells more than "unknown" of one who
                // does not
                if (telling == null || isUnknown(telling)) {
                    telling = e;
                }
            } catch (RuntimeException e) {
                // a manager without any authority complains so
                telling = telling == null ? new CertificateException(e) : telling;
            }
        }
        throw telling == null ? new CertificateException("nobody is trusted") : telling;
    }

    private static boolean isUnknown(CertificateException e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage()).contains("nobody")
                : e.getCause() instanceof CertPathBuilderException
                        || e.getCause() instanceof RuntimeException;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        any(manager -> manager.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        any(manager -> manager.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        any(manager -> manager.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw refused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw refused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw refused();
    }

    private static CertificateException refused() {
        return new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
