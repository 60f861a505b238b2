package dev.baton.config;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// A certificate and its key, shown whoever asks: also to those who name other authorities. So the other side says why
/// it does not take it, and not that none was shown.
public final class OwnCertificate extends X509ExtendedKeyManager {

    private static final String ALIAS = "own";

    private final X509Certificate[] chain;
    private final PrivateKey key;

    private OwnCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain.toArray(X509Certificate[]::new);
        this.key = key;
    }

    /// Reads it.
    ///
    /// @param certificate its file, with those that lead to the authority
    /// @param key         the file of its key
    /// @throws IOException if one cannot be read or used, they do not belong together, or others may read the key:
    ///                     which file, why, and the way out
    public static OwnCertificate read(Path certificate, Path key) throws IOException {
        List<X509Certificate> chain = Pem.certificates(certificate);
        PrivateKey own = Pem.privateKey(key);
        if (!KeyPairs.belong(own, chain.getFirst().getPublicKey())) {
            throw new IOException(key + " is not the key of the first certificate in " + certificate);
        }
        return new OwnCertificate(chain, own);
    }

    /// Returns the certificate, and what leads from it to the authority.
    public List<X509Certificate> chain() {
        return List.of(chain);
    }

    /// Returns the key.
    public PrivateKey key() {
        return key;
    }

    private @Nullable String alias(String... kinds) {
        return Arrays.asList(kinds).contains(chain[0].getPublicKey().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
        return alias(kinds);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] kinds, Principal[] issuers, SSLEngine engine) {
        return alias(kinds);
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
        return alias(kind);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String kind, Principal[] issuers, SSLEngine engine) {
        return alias(kind);
    }

    @Override
    public String[] getClientAliases(String kind, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String kind, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }
}
