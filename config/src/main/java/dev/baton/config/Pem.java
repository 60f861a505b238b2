package dev.baton.config;

import dev.baton.coordination.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Files of certificates and keys (PEM, RFC 7468), as both ends of a connection name them.
public final class Pem {

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");

    private Pem() {}

    /// Returns the certificates of a file, in its order; at least one.
    ///
    /// @throws IOException if it cannot be read or holds none: which file, and why
    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509").generateCertificates(
                    new ByteArrayInputStream(Files.readAllBytes(file))).stream().map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": there is no certificate in it");
        }
        return found;
    }

    /// Returns the fingerprints (SHA-256, as hexadecimal digits) of the certificates of a file, in order, with commas
    /// between.
    ///
    /// @throws IOException if it cannot be read or holds none: which file, and why
    public static String fingerprints(Path file) throws IOException {
        TreeSet<String> prints = new TreeSet<>();
        for (X509Certificate each : certificates(file)) {
            try {
                prints.add(Sha256.of(each.getEncoded()));
            } catch (CertificateException broken) {
                throw new IOException(file + ": " + broken.getMessage(), broken);
            }
        }
        return String.join(",", prints);
    }

    /// Returns the key of a file: PKCS #8 (RFC 5958), unencrypted, readable by its owner only.
    ///
    /// @throws IOException if it cannot be read or used, or others may read it: which file, why, and the way out
    public static PrivateKey privateKey(Path file) throws IOException {
        Matcher text = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!text.find()) {
            throw new IOException(file + ": there is no key in PKCS #8 in it; `openssl pkcs8 -topk8 -nocrypt` makes "
                    + "one of any other");
        }
        OwnerOnly.requireSecret(file, "a key");
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1)));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (GeneralSecurityException other) {
                // Of another kind.
            }
        }
        throw new IOException(file + ": the key is none of " + String.join(", ", KINDS));
    }

    /// Returns who tells whether the certificates of a file have signed a certificate (PKIX, RFC 5280).
    ///
    /// @throws IOException if it cannot be read or used: which file, and why
    public static X509TrustManager trust(Path authority) throws IOException {
        try {
            KeyStore trusted = emptyStore();
            for (Certificate each : certificates(authority)) {
                trusted.setCertificateEntry("authority" + trusted.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            for (TrustManager one : trust.getTrustManagers()) {
                if (one instanceof X509TrustManager x509) {
                    return x509;
                }
            }
            throw new IOException("this Java judges no certificates");
        } catch (GeneralSecurityException unusable) {
            throw new IOException(authority + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /// Returns what makes connections as a client.
    ///
    /// @param own       shown where a certificate is asked for; empty: none
    /// @param authority whose certificates are trusted, and nobody else's; empty: those that this Java trusts
    /// @throws IOException if a file cannot be read or used: which file, and why
    public static SSLContext client(Optional<OwnCertificate> own, Optional<Path> authority) throws IOException {
        try {
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(own.map(one -> new KeyManager[] {one}).orElse(null), authority.isPresent()
                    ? new TrustManager[] {trust(authority.get())} : null, null);
            return client;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("this Java has no TLS: " + unusable.getMessage(), unusable);
        }
    }

    /// Returns a store in memory, for keys and certificates.
    public static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
