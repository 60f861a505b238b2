package dev.baton.cli.membership;

import dev.baton.cli.terminal.Failure;
import dev.baton.config.OwnCertificate;
import dev.baton.config.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// By what the other nodes will know a machine: PEM files that it has before it becomes a node.
///
/// @param certificate of the machine, with what leads from it to the authority
/// @param key         of that certificate
/// @param authority   signs the certificates of the cluster's nodes
public record NodeIdentity(Path certificate, Path key, Path authority) {

    /// Refuses what no other node would believe, before anything is done with it.
    ///
    /// @param address where the other nodes reach the machine
    /// @throws Failure naming the file, what is wrong with it, and the way out
    public void requireUsable(String address) {
        List<X509Certificate> chain;
        try {
            chain = OwnCertificate.read(certificate, key).chain();
            X509Certificate[] shown = chain.toArray(X509Certificate[]::new);
            Pem.trust(authority).checkServerTrusted(shown, "UNKNOWN");
            Pem.trust(authority).checkClientTrusted(shown, "UNKNOWN");
        } catch (IOException unusable) {
            throw Failure.usage(unusable.getMessage() + ".");
        } catch (CertificateException foreign) {
            throw Failure.usage("no node would believe " + certificate + ", judged by " + authority
                    + ", as a server's and a client's: " + foreign.getMessage() + ".");
        }
        if (!names(chain.getFirst()).contains(canonical(address))) {
            throw Failure.usage(certificate + " names " + names(chain.getFirst()) + " and not " + address
                    + ", where the other nodes are to reach this machine; have one signed that does (subjectAltName).");
        }
    }

    private static List<String> names(X509Certificate own) {
        try {
            return Optional.ofNullable(own.getSubjectAlternativeNames()).stream().flatMap(Collection::stream)
                    .flatMap(pair -> pair.get(1) instanceof String name ? Stream.of(canonical(name)) : Stream.empty())
                    .toList();
        } catch (CertificateException unreadable) {
            return List.of();
        }
    }

    private static String canonical(String name) {
        try {
            return InetAddress.ofLiteral(name).getHostAddress();
        } catch (IllegalArgumentException host) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /// Returns by what the authority is known.
    ///
    /// @throws Failure if the file cannot be read
    public String authorityPrint() {
        return print(authority);
    }

    /// Returns the fingerprints (SHA-256) of the certificates in a file, in order, with commas between.
    ///
    /// @throws Failure if the file cannot be read
    public static String print(Path authority) {
        try {
            return Pem.fingerprints(authority);
        } catch (IOException unreadable) {
            throw Failure.usage("the authority cannot be read: " + unreadable.getMessage() + ".");
        }
    }
}
