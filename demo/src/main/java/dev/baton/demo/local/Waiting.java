package dev.baton.demo.local;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what no event tells.
public final class Waiting {

    private static final Duration LOOK = Duration.ofMillis(50);

    private Waiting() {}

    /// A question about the world, which may fail.
    ///
    /// @param <E> how it fails
    public interface Question<E extends Exception> {
        /// Returns whether it is so.
        boolean isSo() throws E;
    }

    /// Returns whether the answer became yes within the time; asks twenty times a second.
    ///
    /// @throws E if the question fails
    public static <E extends Exception> boolean until(Duration atMost, Question<E> question) throws E {
        long end = System.nanoTime() + atMost.toNanos();
        while (!question.isSo()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }
}
