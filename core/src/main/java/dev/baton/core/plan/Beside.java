package dev.baton.core.plan;

import java.util.function.Function;
import java.util.function.Supplier;

/// How computations are made that need not wait for each other: one after the other, or, by somebody who has threads to
/// give, at the same time. What they come to does not depend on it. Work that asks for the result of other work while
/// it is done may wait for ever; what goes on from such a result says so ([#then]).
public interface Beside {

    /// One after the other, in the thread that asks.
    Beside IN_TURN = new Beside() {
        @Override
        public <T> Supplier<T> begin(Supplier<T> work) {
            return work;
        }
    };

    /// Begins the work, or puts it off until its result is asked for; what nobody asks for need not be made.
    ///
    /// @return the result; waits for it where another thread makes it, and throws what the work threw. To be asked at
    ///         most once
    <T> Supplier<T> begin(Supplier<T> work);

    /// Begins work that goes on from the result of other work, or puts it off until its own result is asked for.
    ///
    /// @param first begun before; not to be asked by anybody else
    /// @return as of [#begin]
    default <S, T> Supplier<T> then(Supplier<S> first, Function<S, T> work) {
        return () -> work.apply(first.get());
    }
}
