package dev.baton.coordination.request;

import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of a request.
public sealed interface Answer {

    /// It is committed, or, of a dry run, it would be.
    ///
    /// @param lines what was ordered, for people
    /// @param ids   what to ask for next: `group`, `node`, `epoch` of a move; `run` and `plan` of a run; `job` of a
    ///              conversion
    record Accepted(List<String> lines, SortedMap<String, String> ids) implements Answer {
        public Accepted {
            lines = List.copyOf(lines);
            ids = Collections.unmodifiableSortedMap(new TreeMap<>(ids));
        }
    }

    /// Nothing was changed.
    ///
    /// @param reasons at least one, the most telling first
    record Refused(List<Reason> reasons) implements Answer {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// Another node leads: ask there.
    ///
    /// @param leader the last known leader's node; empty when none is known
    /// @param api    where it answers
    record NotLeader(Optional<NodeId> leader, Optional<String> api) implements Answer {}

    /// The engine did not say whether it took effect; ask again with the same key.
    record Unavailable(String why) implements Answer {}
}
