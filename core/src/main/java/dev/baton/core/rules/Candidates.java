package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Unmanaged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every node of a cluster as a place for one group, with all that speaks against it: what moves, failover and `why`
/// look at. Laws 2, 3, 8 and 9 as far as one group and one node decide.
public final class Candidates {

    private Candidates() {}

    /// Why a group would come to a node.
    public enum Purpose {
        /// A person or a plan moves or places it: any hold keeps it away; what is offline by order stays offline.
        PLANNED,
        /// Its owner is lost: paused nodes take it, closed ones never.
        EMERGENCY
    }

    /// One node.
    ///
    /// @param against everything that speaks against it, the most telling first; empty when the group may come
    public record Candidate(NodeId node, List<PlacementReason> against) {
        public Candidate {
            against = List.copyOf(against);
        }

        /// Returns whether the group may come here.
        public boolean legal() {
            return against.isEmpty();
        }
    }

    /// Returns every node, witnesses and the present owner included, by name.
    public static List<Candidate> of(ClusterImage image, GroupImage group, Purpose purpose) {
        Occupancy there = Occupancy.of(image);
        return image.nodes().values().stream().map(node -> new Candidate(node.id(),
                against(image, group, node, purpose, there))).toList();
    }

    /// Returns the nodes that may have the group, by name; its present owner is one of them if it still may.
    public static List<NodeId> legal(ClusterImage image, GroupImage group, Purpose purpose) {
        return of(image, group, purpose).stream().filter(Candidate::legal).map(Candidate::node).toList();
    }

    /// Returns everything that speaks against the group on one node, the most telling first; empty when it may come.
    public static List<PlacementReason> against(ClusterImage image, GroupImage group, NodeImage node, Purpose purpose) {
        return against(image, group, node, purpose, company(image, group, node)
                ? Occupancy.against(image, group, node, image.boundTo(node.id())) : Optional.empty());
    }

    /// Returns the same for one who asks often.
    ///
    /// @param there the occupancy of the image
    public static List<PlacementReason> against(ClusterImage image, GroupImage group, NodeImage node, Purpose purpose,
            Occupancy there) {
        return against(image, group, node, purpose, company(image, group, node)
                ? Occupancy.against(image, group, node, there.on(node.id())) : Optional.empty());
    }

    /// Whether it matters who else is there.
    private static boolean company(ClusterImage image, GroupImage group, NodeImage node) {
        return !node.witness() && Occupancy.matters(image, group, node);
    }

    private static List<PlacementReason> against(ClusterImage image, GroupImage group, NodeImage node, Purpose purpose,
            Optional<PlacementReason> beside) {
        List<PlacementReason> reasons = new ArrayList<>();
        if (node.witness()) {
            reasons.add(new PlacementReason.IsWitness(node.id()));
        }
        if (group.placement().detached()) {
            reasons.add(new PlacementReason.Detached(node.id(), group.id()));
        }
        Optional<Unmanaged> observed = group.placement().unmanaged();
        if (observed.isPresent()) {
            reasons.add(new PlacementReason.Unmanaged(node.id(), group.id(), observed.get()));
        }
        if (!node.up()) {
            reasons.add(new PlacementReason.NotUp(node.id(), node.membership()));
        }
        if (!group.possible().isEmpty() && !group.possible().contains(node.id())) {
            reasons.add(new PlacementReason.NotPossible(node.id(), group.id()));
        }
        Optional<Hold> hold = hold(node, purpose);
        if (hold.isPresent()) {
            reasons.add(new PlacementReason.Held(node.id(), hold.get()));
        }
        if (beside.isPresent()) {
            reasons.add(beside.get());
        }
        Optional<PlacementReason> unfit = image.fits(group, node) || mayOpen(image, group, node, purpose)
                ? Optional.empty() : Fit.against(image, group, node);
        if (unfit.isPresent()) {
            reasons.add(unfit.get());
        }
        return reasons;
    }

    private static boolean mayOpen(ClusterImage image, GroupImage group, NodeImage node, Purpose purpose) {
        return switch (purpose) {
            case PLANNED -> Fit.untouched(image, group);
            case EMERGENCY -> Fit.convertsAtFailover(image, group, node);
        };
    }

    /// The hold that keeps this purpose away: a closing one if there is one.
    private static Optional<Hold> hold(NodeImage node, Purpose purpose) {
        if (!node.held()) {
            return Optional.empty();
        }
        Optional<Hold> closing = node.holds().values().stream()
                .filter(hold -> hold.strength() == Hold.Strength.CLOSED).findFirst();
        return switch (purpose) {
            case PLANNED -> closing.or(() -> node.holds().values().stream().findFirst());
            case EMERGENCY -> closing;
        };
    }
}
