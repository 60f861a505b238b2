package dev.baton.cli.membership;

import dev.baton.coordination.Sha256;
import dev.baton.coordination.tree.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What a person carries from a member to a machine that is to join: a key, and where the cluster answers. The cluster
/// keeps only what was sealed with the key (AES-GCM, NIST SP 800-38D), under a name made from it; so nobody who hears
/// the way in between, and nobody with a token that was used or is too old, learns the cluster's secret.
///
/// @param key       16 bytes, as hexadecimal digits
/// @param apis      where members answer
/// @param authority fingerprints of who signs the certificates of the cluster's nodes; empty where they have none
public record JoinToken(String key, List<String> apis, Optional<String> authority) {

    private static final String PREFIX = "baton1.";
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    public JoinToken {
        apis = List.copyOf(apis);
    }

    /// Returns a fresh one.
    public static JoinToken fresh(List<String> apis, Optional<String> authority) {
        return new JoinToken(HexFormat.of().formatHex(random(KEY)), apis, authority);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /// Returns the token that the text says.
    ///
    /// @throws IllegalArgumentException if it says none
    public static JoinToken parse(String text) {
        String said = text.strip();
        if (!said.startsWith(PREFIX)) {
            throw new IllegalArgumentException("that is no join token; one begins with " + PREFIX);
        }
        try {
            JoinToken token = Json.read(new String(Base64.getUrlDecoder().decode(said.substring(PREFIX.length())),
                    StandardCharsets.UTF_8), JoinToken.class);
            if (!token.key().matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("the join token is damaged");
            }
            return token;
        } catch (Json.Malformed damaged) {
            throw new IllegalArgumentException("the join token is damaged", damaged);
        }
    }

    /// Returns it as people carry it: one word.
    public String text() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Json.text(this).getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the name of the cluster's offer: 32 hexadecimal digits, from which the key cannot be found.
    public String name() {
        return Sha256.of(HexFormat.of().parseHex(key)).substring(0, 2 * KEY);
    }

    /// Returns the text so that only this token opens it.
    public String seal(String plain) {
        byte[] nonce = random(NONCE);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(nonce) + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// Returns what [#seal] was given.
    ///
    /// @throws IllegalArgumentException if it was sealed with another token, or changed
    public String open(String sealed) {
        try {
            byte[] nonce = HexFormat.of().parseHex(sealed.substring(0, Math.min(2 * NONCE, sealed.length())));
            byte[] rest = Base64.getDecoder().decode(sealed.substring(Math.min(2 * NONCE, sealed.length())));
            return new String(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(rest), StandardCharsets.UTF_8);
        } catch (AEADBadTagException foreign) {
            throw new IllegalArgumentException("what the cluster answered was not sealed for this token", foreign);
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("what the cluster answered cannot be opened", broken);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(HexFormat.of().parseHex(key), "AES"), new GCMParameterSpec(TAG_BITS,
                nonce));
        return cipher;
    }

    @Override
    public String toString() {
        return "(join token)";
    }
}
