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

    /// Takes parts of something long.
    public interface Sink {

        /// Takes the first `length` of these bytes, which the caller uses again afterwards.
        void take(byte[] bytes, int length);
    }

    /// Returns the digest of bytes that are too many to be held at once.
    ///
    /// @param written hands them over in parts
    public static String ofParts(Consumer<Sink> written) {
        MessageDigest digest = fresh();
        written.accept((bytes, length) -> digest.update(bytes, 0, length));
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
