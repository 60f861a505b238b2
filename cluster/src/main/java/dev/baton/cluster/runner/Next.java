package dev.baton.cluster.runner;

import dev.baton.core.journal.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The one thing that a run does next.
public sealed interface Next {

    /// These facts become durable; nothing else happens before.
    record Write(List<Entry> entries) implements Next {
        public Write {
            entries = List.copyOf(entries);
        }
    }

    /// The engine is given an order.
    record Engine(EngineOrder order) implements Next {}

    /// A machine is given work.
    record Work(WorkOrder order) implements Next {}

    /// The run waits for something.
    ///
    /// @param waitingFor the one thing, for people
    /// @param until      wall-clock time at which it looks again even if nothing changes
    record Rest(String waitingFor, Optional<Instant> until) implements Next {}

    /// Nothing more will be done.
    record Over() implements Next {}
}
