package dev.baton.server.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread on which a daemon's handlers live. What is handed over runs in the order in which it came. An
/// exception
/// that leaves a handler is a fault of the program: its state can no longer be trusted, so `onFault` ends the daemon;
/// the
/// guard ends what it holds.
public final class EventLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> onFault;

    public EventLoop(String name, Consumer<Throwable> onFault) {
        this.onFault = onFault;
        this.executor = new ScheduledThreadPoolExecutor(1, work -> Thread.ofPlatform().name(name).unstarted(work));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Hands over work from any thread; dropped once the loop is closed.
    public void execute(Runnable work) {
        if (!executor.isShutdown()) {
            executor.execute(() -> guarded(work));
        }
    }

    /// Runs `work` on the loop after `delay`, at once when it is not positive.
    ///
    /// @return cancels it
    public ScheduledFuture<?> after(Duration delay, Runnable work) {
        long nanos = Math.max(0, delay.toNanos());
        return executor.schedule(() -> guarded(work), nanos, TimeUnit.NANOSECONDS);
    }

    /// Returns what `question` gives on the loop; to be asked from other threads.
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> answer.complete(question.get()));
        return answer;
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error fault) {
            LOG.error("a handler failed; this daemon ends", fault);
            onFault.accept(fault);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
