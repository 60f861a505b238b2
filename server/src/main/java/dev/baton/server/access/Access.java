package dev.baton.server.access;

import dev.baton.coordination.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Who may call, and as whom this daemon calls others. Without a file of tokens everybody on this machine may do
/// everything, and nobody else anything. With one, every caller shows a token (RFC 6750), also on this machine; daemons
/// of the cluster show one that follows from the cluster's secret.
///
/// Safe for threads.
public final class Access {

    private final Optional<TokenFile> tokens;
    private final Optional<Tls> tls;
    private final String own;

    private Access(Optional<TokenFile> tokens, Optional<Tls> tls, String own) {
        this.tokens = tokens;
        this.tls = tls;
        this.own = own;
    }

    /// Everybody on this machine.
    public static Access ofThisMachine() {
        return new Access(Optional.empty(), Optional.empty(), "");
    }

    /// Whoever has a token.
    ///
    /// @param tokens the file of callers
    /// @param tls    how this daemon is spoken to; empty: in the clear, which only this machine should hear
    /// @param own    the token that daemons of this cluster show each other
    /// @throws IOException if the file cannot be read or says no callers: the file, the line, and what it lacks
    public static Access byToken(Path tokens, Optional<Tls> tls, String own) throws IOException {
        return new Access(Optional.of(new TokenFile(tokens)), tls, own);
    }

    /// Returns whether nobody has to say who they are, and only this machine is answered.
    public boolean onlyThisMachine() {
        return tokens.isEmpty();
    }

    /// Returns who shows this token; empty when nobody does.
    public Optional<Caller> who(Optional<String> token) {
        if (tokens.isEmpty()) {
            return Optional.of(Caller.ANYBODY);
        }
        return token.flatMap(shown -> Sha256.of(shown).equals(Sha256.of(own)) ? Optional.of(Caller.NODE)
                : tokens.get().of(shown));
    }

    /// Returns the token that this daemon shows to others of the cluster; empty where none is asked for.
    public Optional<String> own() {
        return Optional.of(own).filter(token -> !token.isEmpty());
    }

    /// Returns how this daemon is spoken to; empty: in the clear.
    public Optional<Tls> tls() {
        return tls;
    }
}
