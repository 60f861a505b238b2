package dev.baton.zookeeper;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// A client's event loop: one thread.
final class Loop implements Consumer<Runnable>, AutoCloseable {

    private final ExecutorService thread;

    Loop(String name) {
        thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("loop-" + name).daemon().factory());
    }

    @Override
    public void accept(Runnable action) {
        try {
            thread.execute(action);
        } catch (RejectedExecutionException _) {
            // The test is over.
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
