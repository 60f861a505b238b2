package dev.baton.server.access;

import dev.baton.config.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The certificate by which this daemon is known, its key, and who is trusted, from PEM files (RFC 7468): certificates
/// as they are signed, the key in PKCS #8 (RFC 5958), unencrypted and readable by the daemon only.
///
/// @param server answers with the certificate
/// @param client trusts the authority
public record Tls(SSLContext server, SSLContext client) {

    private static final char[] NO_PASSWORD = new char[0];
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");

    /// Reads them.
    ///
    /// @param certificate of this daemon, and those that lead from it to the authority
    /// @param key         of the first of them
    /// @param authority   who signs the certificates of this cluster
    /// @throws IOException if one cannot be read or used: which file, and why
    public static Tls read(Path certificate, Path key, Path authority) throws IOException {
        try {
            KeyStore own = Pem.emptyStore();
            own.setKeyEntry("own", privateKey(key), NO_PASSWORD, Pem.certificates(certificate)
                    .toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            SSLContext server = SSLContext.getInstance("TLS");
            server.init(keys.getKeyManagers(), null, null);
            return new Tls(server, Pem.trusting(authority));
        } catch (GeneralSecurityException unusable) {
            throw new IOException(certificate + " and " + key + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher text = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!text.find()) {
            throw new IOException(file + ": there is no key in PKCS #8 in it; `openssl pkcs8 -topk8 -nocrypt` makes "
                    + "one of any other");
        }
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1)));
        GeneralSecurityException last = new GeneralSecurityException("no key");
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }
}
