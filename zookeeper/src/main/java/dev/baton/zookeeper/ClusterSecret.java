package dev.baton.zookeeper;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What the programs of one cluster know and nobody else: whoever has it may do everything in the tree, whoever has it
/// not may not even read. Never printed.
public final class ClusterSecret {

    private static final int LENGTH_MIN = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final String text;

    /// @throws IllegalArgumentException if it is shorter than 16 characters
    public ClusterSecret(String text) {
        if (text.length() < LENGTH_MIN) {
            throw new IllegalArgumentException("the cluster secret has " + text.length() + " characters; at least "
                    + LENGTH_MIN + " are needed");
        }
        this.text = text;
    }

    /// Returns `user:password` of ZooKeeper's digest scheme.
    byte[] digest() {
        return ("baton:" + text).getBytes(StandardCharsets.UTF_8);
    }

    /// Returns `user:password` of the one who may change the ensemble.
    byte[] superUser() {
        return ("super:" + derived("the ensemble of the coordination engine is changed"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Returns what a peer needs to know that user: reckoned here, because ZooKeeper's class for it reads the setting
    /// that this is for when it loads.
    String superDigest() {
        try {
            return "super:" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                    .digest(superUser()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }

    /// Returns another secret that follows from this one, for one purpose: HMAC (RFC 2104) of the purpose under it, so
    /// that whoever has learned the one does not know the other.
    public String derived(String purpose) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
