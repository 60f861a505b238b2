package dev.baton.cluster.runner;

import java.time.Instant;
import java.util.Optional;

/// How far a step is that has begun.
sealed interface Progress {

    /// The cluster shows that it is done.
    record Done(String detail) implements Progress {}

    /// This attempt comes to nothing.
    record Failed(String why) implements Progress {}

    record Engine(EngineOrder order) implements Progress {}

    record Work(WorkOrder order) implements Progress {}

    record Waiting(String what, Optional<Instant> until) implements Progress {}

    static Progress done(String detail) {
        return new Done(detail);
    }

    static Progress failed(String why) {
        return new Failed(why);
    }

    static Progress waiting(String what) {
        return new Waiting(what, Optional.empty());
    }
}
