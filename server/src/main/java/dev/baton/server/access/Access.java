package dev.baton.server.access;

import dev.baton.coordination.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Who may call, and as whom this daemon calls others. Without a file of callers everybody on this machine may do
/// everything, and nobody else anything. With one, every caller shows a token (RFC 6750) or a certificate, also on this
/// machine; daemons of the cluster show a token that follows from the cluster's secret. The certificate of a node is
/// nobody's, unless a line names it.
///
/// Safe for threads.
public final class Access {

    private final Optional<CallersFile> callers;
    private final Optional<Tls> tls;
    private final String own;

    private Access(Optional<CallersFile> callers, Optional<Tls> tls, String own) {
        this.callers = callers;
        this.tls = tls;
        this.own = own;
    }

    /// Everybody on this machine.
    public static Access ofThisMachine() {
        return new Access(Optional.empty(), Optional.empty(), "");
    }

    /// Whoever has a token or a certificate that a line of the file names.
    ///
    /// @param file   of the callers
    /// @param tls    how this daemon is spoken to; empty: in the clear, which only this machine should hear
    /// @param own    the token that daemons of this cluster show each other
    /// @throws IOException if the file cannot be read or says no callers: the file, the line, and what it lacks
    public static Access byFile(Path file, Optional<Tls> tls, String own) throws IOException {
        return new Access(Optional.of(new CallersFile(file)), tls, own);
    }

    /// Returns whether nobody has to say who they are, and only this machine is answered.
    public boolean onlyThisMachine() {
        return callers.isEmpty();
    }

    /// Returns who shows this. A token counts before a certificate: whoever shows one has chosen it.
    public Judgement who(Shown shown) {
        if (callers.isEmpty()) {
            return new Judgement.Known(Caller.ANYBODY);
        }
        Optional<Caller> byToken = shown.token().flatMap(token -> Sha256.of(token).equals(Sha256.of(own))
                ? Optional.of(Caller.NODE) : callers.get().byToken(token));
        if (byToken.isPresent()) {
            return new Judgement.Known(byToken.get());
        }
        if (tls.isPresent() && !shown.certificate().isEmpty()) {
            return byCertificate(callers.get(), tls.get().callers(), shown.certificate());
        }
        return new Judgement.Unknown(shown.token().isPresent()
                ? "nobody here has this token; it may have been taken back"
                : "show a token, as `Authorization: Bearer TOKEN` (baton: BATON_TOKEN_FILE)" + (tls.isPresent()
                        ? ", or a certificate (baton: BATON_CERTIFICATE and BATON_KEY)" : ""));
    }

    private static Judgement byCertificate(CallersFile callers, CallerCertificates certificates,
            List<X509Certificate> chain) {
        Optional<String> against = certificates.reasonToRefuse(chain);
        if (against.isPresent()) {
            return new Judgement.Unknown(against.get());
        }
        String name = CallerCertificates.commonName(chain.getFirst()).orElseThrow();
        return callers.byCommonName(name).<Judgement>map(Judgement.Known::new).orElseGet(() -> new Judgement.Unknown(
                "no line in the file of callers names the certificate of cn=" + name));
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
