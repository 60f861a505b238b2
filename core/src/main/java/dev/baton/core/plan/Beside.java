package dev.baton.core.plan;

import java.util.function.Supplier;

/// How computations are made of which none needs another: one after the other, or, by somebody who has threads to give,
/// at the same time. What they come to does not depend on it.
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
}
