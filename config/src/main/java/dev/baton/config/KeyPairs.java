package dev.baton.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Tells whether two halves of a key belong together, by what the one signs and the other verifies.
final class KeyPairs {

    private static final byte[] TEXT = "baton".getBytes(StandardCharsets.US_ASCII);

    private KeyPairs() {}

    static boolean belong(PrivateKey own, PublicKey open) {
        String algorithm = switch (own.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> own.getAlgorithm();
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(own);
            signing.update(TEXT);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(open);
            verifying.update(TEXT);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException foreign) {
            return false;
        }
    }
}
