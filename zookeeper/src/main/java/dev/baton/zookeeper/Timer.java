package dev.baton.zookeeper;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs things later, on the client's loop. One thread, started with the first use.
final class Timer implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Runnable> loop;

    Timer(Consumer<Runnable> loop) {
        this.loop = loop;
        executor = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("coordination-timer").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    /// Returns what cancels it. Without effect when the timer is closed.
    Runnable after(Duration delay, Runnable action) {
        try {
            var later = executor.schedule(() -> loop.accept(action), delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> later.cancel(false);
        } catch (RejectedExecutionException _) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
