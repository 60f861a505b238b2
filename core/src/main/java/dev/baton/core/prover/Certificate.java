package dev.baton.core.prover;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What lets anybody check without a search that a plan survives every single node failure: for each state that it goes
/// through, where each group would go. [CertificateCheck] checks it.
///
/// @param states one for the image at the start, and one after each step
public record Certificate(List<State> states) {

    public Certificate {
        states = List.copyOf(states);
    }

    /// One state.
    ///
    /// @param witnesses the node that takes each group if its owner fails now
    /// @param uncovered groups that no node could take; what the plan announces
    public record State(SortedMap<GroupId, NodeId> witnesses, SortedSet<GroupId> uncovered) {
        public State {
            witnesses = Collections.unmodifiableSortedMap(new TreeMap<>(witnesses));
            uncovered = Collections.unmodifiableSortedSet(new TreeSet<>(uncovered));
        }
    }
}
