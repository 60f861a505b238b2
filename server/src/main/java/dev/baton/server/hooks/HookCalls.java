package dev.baton.server.hooks;

import dev.baton.cluster.hooks.Attempt;
import dev.baton.cluster.hooks.Outcome;
import dev.baton.core.model.Hook;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Carries attempts out, each on a thread of its own, and says what became of each, exactly once. Safe for threads; no
/// method waits.
public final class HookCalls implements AutoCloseable {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon()
            .name("hook-", 0).factory());
    private final Posting posting = new Posting();

    /// Begins an attempt; `then` is called on a thread of the hooks' own.
    public void begin(Attempt attempt, Consumer<Outcome> then) {
        try {
            threads.execute(() -> then.accept(outcome(attempt)));
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            then.accept(new Outcome.Failed("this daemon has no thread for it: " + none.getMessage(), true));
        }
    }

    /// Whatever goes wrong with a hook is the hook's failure.
    private Outcome outcome(Attempt attempt) {
        try {
            return switch (attempt.hook().action()) {
                case Hook.Run(var command) -> Running.run(command, attempt.event(), attempt.hook().within());
                case Hook.Post post -> posting.post(attempt.name(), post, attempt.event(), attempt.hook().within());
            };
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("this daemon ends", true);
        } catch (RuntimeException broken) {
            return new Outcome.Failed(String.valueOf(broken), true);
        }
    }

    /// Ends what is under way, commands included.
    @Override
    public void close() {
        threads.shutdownNow();
        posting.close();
    }
}
