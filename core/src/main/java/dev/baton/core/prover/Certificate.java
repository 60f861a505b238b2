package dev.baton.core.prover;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.rules.CoverWalk;
import java.util.List;
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
    /// @param changes   the witness that takes each group if its owner fails now, or that it has none, where that is
    ///                  not as in the state before; each group at most once. All witnesses in the first state
    /// @param uncovered groups that no node could take; what the plan announces
    public record State(List<CoverWalk.Change> changes, SortedSet<GroupId> uncovered) {
        public State {
            changes = List.copyOf(changes);
            uncovered = SharedSet.copyOf(uncovered);
        }
    }
}
