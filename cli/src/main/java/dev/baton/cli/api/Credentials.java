package dev.baton.cli.api;

import dev.baton.cli.terminal.Failure;
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
/// @param token     shown to every node; empty where none is asked for
/// @param authority file of the certificates that sign those of the nodes; empty: those that this Java trusts
public record Credentials(Optional<String> token, Optional<Path> authority) {

    private static final String TOKEN = "BATON_TOKEN_FILE";
    private static final String AUTHORITY = "BATON_AUTHORITY";

    /// No token, and no authority but the usual ones.
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    /// Returns those that the environment names.
    ///
    /// @throws Failure if a file cannot be read
    public static Credentials find(Map<String, String> environment) {
        Optional<Path> token = named(environment, TOKEN);
        try {
            return new Credentials(token.isPresent() ? Optional.of(Files.readString(token.get()).strip())
                    : Optional.empty(), named(environment, AUTHORITY));
        } catch (IOException unreadable) {
            throw Failure.usage("the token cannot be read from '" + token.orElseThrow() + "' (from " + TOKEN + ").");
        }
    }

    private static Optional<Path> named(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank()).map(Path::of);
    }

    /// Returns what makes connections to nodes; empty: the usual.
    ///
    /// @throws Failure if the authority cannot be read
    Optional<SSLSocketFactory> sockets() {
        return authority.map(file -> {
            try {
                return Pem.trusting(file).getSocketFactory();
            } catch (IOException unusable) {
                throw Failure.usage("the authority (from " + AUTHORITY + ") cannot be used: " + unusable.getMessage()
                        + ".");
            }
        });
    }
}
