package dev.baton.core.prover;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.SharedSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// What lets anybody check without a search that a plan survives every single node failure: for each state that it goes
/// through, where each group would go. States are written as what is different from the one before, so that a
/// certificate is as long as what changes. [CertificateCheck] checks it.
///
/// @param states one for the image at the start, and one after each step
public record Certificate(List<State> states) {

    public Certificate {
        states = List.copyOf(states);
    }

    /// One state.
    ///
    /// @param witnesses the node that takes each group if its owner fails now, where that was not so in the state
    ///                  before; of all groups in the first state
    /// @param gone      groups whose witness of the state before counts no more, and that have no other
    /// @param uncovered groups that no node could take; what the plan announces
    public record State(SortedMap<GroupId, NodeId> witnesses, SortedSet<GroupId> gone, SortedSet<GroupId> uncovered) {
        public State {
            witnesses = SharedMap.copyOf(witnesses);
            gone = SharedSet.copyOf(gone);
            uncovered = SharedSet.copyOf(uncovered);
        }
    }
}
