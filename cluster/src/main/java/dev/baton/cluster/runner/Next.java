package dev.baton.cluster.runner;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
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

    /// The plan is saved in the tree, as the one that may take the present one's place.
    ///
    /// @param against why the run does not take it by itself; empty when it does
    record Propose(Plan plan, List<Reason> against) implements Next {
        public Propose {
            against = List.copyOf(against);
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
    /// @param person     whether a person must act before it goes on
    record Rest(String waitingFor, Optional<Instant> until, boolean person) implements Next {}

    /// Nothing more will be done.
    record Over() implements Next {}

    /// Returns a rest that ends by itself.
    static Next rest(String waitingFor, Optional<Instant> until) {
        return new Rest(waitingFor, until, false);
    }

    /// Returns a rest until a person acts.
    static Next forPerson(String waitingFor) {
        return new Rest(waitingFor, Optional.empty(), true);
    }
}
