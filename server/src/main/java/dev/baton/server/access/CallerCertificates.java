package dev.baton.server.access;

import dev.baton.config.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.X509TrustManager;

/// Judges certificates of callers, at each request anew: one that expires while its connection lasts is of no more use.
///
/// Safe for threads.
public final class CallerCertificates {

    private final X509TrustManager trust;

    private CallerCertificates(X509TrustManager trust) {
        this.trust = trust;
    }

    /// @param authority who signs them
    /// @throws IOException if it cannot be read or used: which file, and why
    static CallerCertificates of(Path authority) throws IOException {
        return new CallerCertificates(Pem.trust(authority));
    }

    X509Certificate[] authorities() {
        return trust.getAcceptedIssuers();
    }

    /// Returns why a certificate says nothing about who shows it (PKIX, RFC 5280); empty when it is good.
    ///
    /// @param chain the certificate, and what leads to its authority
    Optional<String> reasonToRefuse(List<X509Certificate> chain) {
        X509Certificate own = chain.getFirst();
        String whose = "the certificate of '" + own.getSubjectX500Principal().getName() + "'";
        try {
            own.checkValidity();
            trust.checkClientTrusted(chain.toArray(X509Certificate[]::new), own.getPublicKey().getAlgorithm());
        } catch (CertificateExpiredException late) {
            return Optional.of(whose + " was good until " + own.getNotAfter().toInstant() + "; have it renewed");
        } catch (CertificateNotYetValidException early) {
            return Optional.of(whose + " is good from " + own.getNotBefore().toInstant() + " on; see whether a "
                    + "clock is wrong");
        } catch (CertificateException foreign) {
            return Optional.of(whose + ", signed by '" + own.getIssuerX500Principal().getName() + "', is not one of a "
                    + "caller of this cluster: " + foreign.getMessage());
        }
        return commonName(own).isPresent() ? Optional.empty() : Optional.of(whose + " has not exactly one common name");
    }

    /// Returns the one common name of a certificate's subject; empty when it has none or several.
    static Optional<String> commonName(X509Certificate certificate) {
        try {
            List<String> names = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN")).map(Rdn::getValue).map(String::valueOf)
                    .toList();
            return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
        } catch (InvalidNameException nameless) {
            return Optional.empty();
        }
    }
}
