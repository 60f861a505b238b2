package dev.baton.coordination;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/// SHA-256 (FIPS 180-4).
public final class Sha256 {

    private Sha256() {}

    /// Returns the digest of the text's UTF-8 form: 64 hexadecimal digits, in small letters.
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the digest of these bytes: 64 hexadecimal digits, in small letters.
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(fresh().digest(bytes));
    }

    /// Returns the digest of the UTF-8 form of a text that is too long to be held at once.
    ///
    /// @param written hands the text over in parts; none ends between the two halves of one character
    public static String ofParts(Consumer<Consumer<String>> written) {
        MessageDigest digest = fresh();
        written.accept(part -> digest.update(part.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
