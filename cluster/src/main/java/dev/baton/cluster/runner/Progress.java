package dev.baton.cluster.runner;

import java.time.Instant;
import java.util.Optional;

/// How far a step is that has begun.
sealed interface Progress {

    /// The cluster shows that it is done.
    record Done(String detail) implements Progress {}

    /// This attempt comes to nothing.
    record Failed(String why) implements Progress {}

    /// This attempt was cut off by the loss of a node: the next one begins from what the cluster shows by then.
    record Cut(String why) implements Progress {}

    /// A person decides.
    record Person(String what) implements Progress {}

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
