package dev.baton.core.placement;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.rules.Candidates.Candidate;
import java.util.List;
import java.util.Optional;

/// Where one group goes now.
public sealed interface Decision {

    /// Returns the group.
    GroupId group();

    /// Returns why, as a sentence without a full stop; it becomes the placement's own.
    String because();

    /// A node gets it.
    record Place(GroupId group, NodeId node, String because) implements Decision {}

    /// No node may have it.
    ///
    /// @param candidates every node, with what speaks against it
    /// @param because    in one sentence
    record Nowhere(GroupId group, List<Candidate> candidates, String because) implements Decision {
        public Nowhere {
            candidates = List.copyOf(candidates);
        }

        /// Returns all that speaks against every node.
        public List<PlacementReason> reasons() {
            return candidates.stream().flatMap(candidate -> candidate.against().stream()).toList();
        }
    }

    /// Returns the placement that follows from `before`: the next epoch when the owner changes; `before` itself when
    /// there is nothing to change.
    default Placement appliedTo(Placement before) {
        return switch (this) {
            case Place(_, var node, var because) -> before.owner().equals(Optional.of(node)) ? before
                    : before.movedTo(node, because);
            case Nowhere(_, _, var because) -> before.owner().isEmpty() && before.because().equals(because) ? before
                    : new Placement(Optional.empty(), before.epoch() + (before.owner().isPresent() ? 1 : 0),
                            before.offline(), because, before.owner().or(before::previous), before.detachment(),
                            before.unmanaged());
        };
    }
}
