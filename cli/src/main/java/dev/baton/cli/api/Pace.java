package dev.baton.cli.api;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The short rest between two looks at the cluster.
public final class Pace {

    private static final long MILLIS = 150;

    private Pace() {}

    /// Returns after a rest.
    ///
    /// @throws Failure if the thread is interrupted meanwhile
    public static void rest() {
        try {
            boolean never = new CountDownLatch(1).await(MILLIS, TimeUnit.MILLISECONDS);
            assert !never;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.TIMED_OUT, "interrupted while waiting.");
        }
    }
}
