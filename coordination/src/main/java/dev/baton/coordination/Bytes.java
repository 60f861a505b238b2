package dev.baton.coordination;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The content of one entry: immutable bytes that compare by value. At most [#MAX_LENGTH] long, because engines answer
/// a larger write with a lost connection instead of an error.
public final class Bytes {

    /// 64 kB: documents above it are published in pieces.
    public static final int MAX_LENGTH = 64 * 1024;

    /// No content.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    /// What it was read as last. Whoever reads it meanwhile in another thread reads it a second time, and no more.
    private @Nullable Object said;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /// Returns a copy of `content`.
    ///
    /// @throws IllegalArgumentException if it is longer than [#MAX_LENGTH]
    public static Bytes of(byte[] content) {
        if (content.length > MAX_LENGTH) {
            throw new IllegalArgumentException("an entry of " + content.length + " bytes; at most " + MAX_LENGTH);
        }
        return new Bytes(content.clone());
    }

    /// Returns the UTF-8 form of `text`.
    public static Bytes of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns a fresh copy of the content.
    public byte[] toArray() {
        return content.clone();
    }

    /// Returns the content read as UTF-8.
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /// Returns what the content says, which is read once, however many look at it and however often.
    ///
    /// @param type of what it says: immutable values only, because they are shared
    /// @param read what reads it; its exceptions are passed on, and nothing is remembered of them
    public <T> T as(Class<T> type, Function<String, T> read) {
        Object known = said;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T fresh = read.apply(text());
        said = fresh;
        return fresh;
    }

    /// Returns the length in bytes.
    public int length() {
        return content.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return text();
    }
}
