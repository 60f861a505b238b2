package dev.baton.server.access;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a caller shows of who it is.
///
/// @param token       empty when it shows none
/// @param certificate with what leads to its authority, as TLS has seen that the caller has its key; empty when it
///                    shows none
public record Shown(Optional<String> token, List<X509Certificate> certificate) {

    /// Nothing.
    public static final Shown NOTHING = new Shown(Optional.empty(), List.of());

    public Shown {
        certificate = List.copyOf(certificate);
    }

    /// Returns this token and nothing else.
    public static Shown token(String token) {
        return new Shown(Optional.of(token), List.of());
    }

    /// Returns whether it is anything at all.
    public boolean isSomething() {
        return token.isPresent() || !certificate.isEmpty();
    }
}
