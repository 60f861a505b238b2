package dev.baton.cli.command;

import dev.baton.core.prover.Beside;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Work that another thread does while this one goes on.
enum AtTheSameTime implements Beside {
    INSTANCE;

    @Override
    public <T> Supplier<T> begin(Supplier<T> work) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(work);
        return () -> {
            try {
                return result.join();
            } catch (CompletionException failed) {
                throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
            }
        };
    }
}
