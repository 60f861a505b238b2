package dev.baton.server.access;

import dev.baton.config.OwnCertificate;
import dev.baton.config.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// The certificate by which this daemon is known, its key, and who is trusted, from PEM files (RFC 7468): certificates
/// as they are signed, the key in PKCS #8 (RFC 5958), unencrypted and readable by the daemon only.
///
/// @param server  answers with the certificate, and takes the one of a caller, whatever it is
/// @param client  trusts the authority
/// @param callers judges the certificates of callers
public record Tls(SSLContext server, SSLContext client, CallerCertificates callers) {

    /// Reads them.
    ///
    /// @param certificate      of this daemon, and those that lead from it to the authority
    /// @param key              of the first of them
    /// @param authority        who signs the certificates of this cluster
    /// @param callersAuthority who signs those of callers
    /// @throws IOException if one cannot be read or used, or others may read the key: which file, why, and the way out
    public static Tls read(Path certificate, Path key, Path authority, Path callersAuthority) throws IOException {
        CallerCertificates callers = CallerCertificates.of(callersAuthority);
        try {
            SSLContext server = SSLContext.getInstance("TLS");
            server.init(new KeyManager[] {OwnCertificate.read(certificate, key)},
                    new TrustManager[] {new AnyCertificate(callers)}, null);
            return new Tls(server, Pem.client(Optional.empty(), Optional.of(authority)), callers);
        } catch (GeneralSecurityException unusable) {
            throw new IOException(certificate + " and " + key + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }
}
