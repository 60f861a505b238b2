package dev.baton.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What every reader of foreign bytes owes: a value, or one refusal of the kind that it declares. Anything else that
/// leaves it is a finding: another exception, a full stack, a full heap, no end.
public final class Foreign {

    private Foreign() {}

    /// Returns the input as the readers get it.
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    /// Returns the lines of the input.
    public static List<String> lines(byte[] input) {
        return text(input).lines().toList();
    }

    /// Returns what `reader` reads; empty when it refuses. A subclass of the refusal is none: it comes from a library
    /// that was handed what should have been checked, and names neither the place nor the way out.
    ///
    /// @throws AssertionError if it ends with anything else, or without saying why
    public static <T> Optional<T> read(Class<? extends Exception> refusal, Callable<T> reader) {
        try {
            return Optional.of(reader.call());
        } catch (Exception ended) {
            if (ended.getClass() != refusal || ended.getMessage() == null || ended.getMessage().isBlank()) {
                throw new AssertionError("not the one clear error, a " + refusal.getSimpleName() + ": " + ended, ended);
            }
            return Optional.empty();
        }
    }

    /// @throws AssertionError if the two are not equal
    public static void same(Object one, Object other) {
        if (!one.equals(other)) {
            throw new AssertionError(one + "\nis not\n" + other);
        }
    }

    /// @throws AssertionError if it is not so
    public static void holds(boolean so, String what) {
        if (!so) {
            throw new AssertionError(what);
        }
    }
}
