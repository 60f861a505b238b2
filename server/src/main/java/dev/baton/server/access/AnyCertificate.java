package dev.baton.server.access;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Lets TLS take any certificate of a client as what it is: shown, by somebody who has its key. Who that is, is judged
/// where the request comes in ([CallerCertificates]): so whoever shows a wrong one is told why, and the refusal is in
/// the audit, which a failed handshake would not be.
final class AnyCertificate extends X509ExtendedTrustManager {

    private final CallerCertificates callers;

    /// @param callers whose authorities a client is told, so that it finds the right one among its own
    AnyCertificate(CallerCertificates callers) {
        this.callers = callers;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException("no server is trusted here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        checkServerTrusted(chain, kind);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, kind);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return callers.authorities();
    }
}
