package dev.baton.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Files of certificates (PEM, RFC 7468), as both ends of a connection name them.
public final class Pem {

    private Pem() {}

    /// Returns the certificates of a file, in its order; at least one.
    ///
    /// @throws IOException if it cannot be read or holds none: which file, and why
    public static List<Certificate> certificates(Path file) throws IOException {
        List<Certificate> found;
        try {
            found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(
                    new ByteArrayInputStream(Files.readAllBytes(file))));
        } catch (CertificateException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": there is no certificate in it");
        }
        return found;
    }

    /// Returns what makes connections to whom the certificates of a file have signed, and to nobody else.
    ///
    /// @throws IOException if it cannot be read or used: which file, and why
    public static SSLContext trusting(Path authority) throws IOException {
        try {
            KeyStore trusted = emptyStore();
            for (Certificate each : certificates(authority)) {
                trusted.setCertificateEntry("authority" + trusted.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(null, trust.getTrustManagers(), null);
            return client;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(authority + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /// Returns a store in memory, for keys and certificates.
    public static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
