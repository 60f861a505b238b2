package dev.baton.cli.command;

import dev.baton.core.plan.Beside;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work that other threads do while this one goes on, in the order in which it was begun. What none of them has taken
/// up when its result is asked for is done by the one who asks; who must wait does what was begun last meanwhile, since
/// the others do what was begun first.
final class AtTheSameTime implements Beside {
    static final AtTheSameTime INSTANCE = new AtTheSameTime();

    /// What can be done now and was perhaps not taken up yet.
    private final Deque<Task<?>> ready = new ConcurrentLinkedDeque<>();

    private AtTheSameTime() {}

    @Override
    public <T> Supplier<T> begin(Supplier<T> work) {
        Task<T> task = new Task<>(work::get);
        offer(task);
        return task;
    }

    @Override
    public <S, T> Supplier<T> then(Supplier<S> first, Function<S, T> work) {
        Task<T> task = new Task<>(() -> work.apply(first.get()));
        if (first instanceof Task<?> before) {
            before.followedBy(task);
        } else {
            offer(task);
        }
        return task;
    }

    private void offer(Task<?> task) {
        task.offered = true;
        ready.addLast(task);
        ForkJoinPool.commonPool().execute(() -> run(ready.pollFirst()));
    }

    private static boolean run(@Nullable Task<?> task) {
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /// Done once, by whoever comes first.
    private final class Task<T> extends FutureTask<T> implements Supplier<T> {
        private final Queue<Task<?>> following = new ConcurrentLinkedQueue<>();
        private volatile boolean offered;

        Task(Callable<T> work) {
            super(work);
        }

        void followedBy(Task<?> next) {
            following.add(next);
            if (isDone()) {
                done();
            }
        }

        @Override
        protected void done() {
            for (Task<?> next = following.poll(); next != null; next = following.poll()) {
                offer(next);
            }
        }

        @Override
        public T get() {
            if (offered) {
                run();
            }
            while (!isDone() && AtTheSameTime.run(ready.pollLast())) { }
            try {
                return super.get();
            } catch (ExecutionException failed) {
                switch (failed.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(failed);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }
}
