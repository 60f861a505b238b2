package dev.baton.cli.api;

import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Api;
import dev.baton.config.OwnCertificate;
import dev.baton.config.OwnerOnly;
import dev.baton.config.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// How a caller shows who it is, and by what it knows the cluster: files, so that nothing secret is in a command line
/// or an environment.
///
/// @param authorization the header that every node is shown; empty where none is asked for
/// @param certificate   shown where one is asked for; empty: none
/// @param authority     file of the certificates that sign those of the nodes; empty: those that this Java trusts
public record Credentials(Optional<String> authorization, Optional<OwnCertificate> certificate,
        Optional<Path> authority) {

    private static final String TOKEN = "BATON_TOKEN_FILE";
    private static final String CERTIFICATE = "BATON_CERTIFICATE";
    private static final String KEY = "BATON_KEY";
    private static final String AUTHORITY = "BATON_AUTHORITY";

    /// No token, no certificate, and no authority but the usual ones.
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty(), Optional.empty());

    /// Returns those that the environment names.
    ///
    /// @throws Failure if a file cannot be read, or others may read a secret one
    public static Credentials find(Map<String, String> environment) {
        return new Credentials(named(environment, TOKEN).map(Credentials::bearer),
                certificate(named(environment, CERTIFICATE), named(environment, KEY)), named(environment, AUTHORITY));
    }

    private static String bearer(Path token) {
        try {
            String text = Files.readString(token).strip();
            OwnerOnly.requireSecret(token, "a token");
            return "Bearer " + text;
        } catch (IOException unreadable) {
            throw Failure.usage("the token cannot be read from '" + token + "' (from " + TOKEN + "): "
                    + unreadable.getMessage() + ".");
        }
    }

    private static Optional<OwnCertificate> certificate(Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw Failure.usage("a certificate is shown with its key: name both, by " + CERTIFICATE + " and " + KEY
                    + ".");
        }
        try {
            return Optional.of(OwnCertificate.read(certificate.get(), key.get()));
        } catch (IOException unusable) {
            throw Failure.usage("the certificate (from " + CERTIFICATE + " and " + KEY + ") cannot be used: "
                    + unusable.getMessage() + ".");
        }
    }

    private static Optional<Path> named(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank()).map(Path::of);
    }

    /// Returns the same for a machine that joins: where it has no token of a caller, it shows the join token's name.
    public Credentials joining(String name) {
        return new Credentials(authorization.or(() -> Optional.of(Api.JOINING + name)), certificate, authority);
    }

    /// Returns the same that trust this authority.
    public Credentials trusting(Path file) {
        return new Credentials(authorization, certificate, Optional.of(file));
    }

    /// Returns what makes connections to nodes; empty: the usual.
    ///
    /// @throws Failure if the authority cannot be read
    Optional<SSLSocketFactory> sockets() {
        if (certificate.isEmpty() && authority.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.client(certificate, authority).getSocketFactory());
        } catch (IOException unusable) {
            throw Failure.usage("the authority (from " + AUTHORITY + ") cannot be used: " + unusable.getMessage()
                    + ".");
        }
    }
}
