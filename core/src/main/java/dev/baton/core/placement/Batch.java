package dev.baton.core.placement;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Candidate;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.Occupancy;
import dev.baton.core.rules.Seating;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Groups that are placed together because they compete for the same nodes, by the rules of [Seating].
final class Batch {

    private final ClusterImage image;
    private final Set<NodeId> excluded;
    private final Purpose purpose;
    private final Seating seating;

    Batch(ClusterImage image, List<GroupImage> open, Purpose purpose) {
        this(image, open, purpose, Set.of());
    }

    Batch(ClusterImage image, List<GroupImage> open, Purpose purpose, Set<NodeId> excluded) {
        this.image = image;
        this.excluded = excluded;
        this.purpose = purpose;
        Occupancy there = Occupancy.of(image);
        this.seating = Seating.of(image, there, open, Set.of(), (group, node) -> !excluded.contains(node.id())
                && Candidates.against(image, group, node, purpose, there).isEmpty());
    }

    /// What led to a decision, as the beginning of its sentence.
    ///
    /// @param placed  when a node is found
    /// @param nowhere when none is
    record Occasion(String placed, String nowhere) {}

    /// Returns a decision for each group, in order of urgency.
    List<Decision> decide(Function<GroupImage, Occasion> occasion) {
        return seating.groups().stream().map(group -> decision(group, occasion.apply(group))).toList();
    }

    private Decision decision(GroupImage group, Occasion occasion) {
        Optional<NodeId> node = seating.of(group.id());
        return node.isPresent()
                ? new Decision.Place(group.id(), node.get(), occasion.placed() + "; " + merit(group, node.get()))
                : nowhere(group, occasion);
    }

    private String merit(GroupImage group, NodeId node) {
        int rank = group.preferred().indexOf(node);
        if (rank >= 0) {
            return node + " is its preferred owner" + (group.preferred().size() > 1 ? " number " + (rank + 1) : "");
        }
        long there = image.boundTo(node).stream().filter(other -> !other.id().equals(group.id())).count();
        return there == 0 ? node + " is empty" : node + " runs " + there + (there == 1 ? " group" : " groups");
    }

    private Decision.Nowhere nowhere(GroupImage group, Occasion occasion) {
        List<Candidate> all = Candidates.of(image, group, purpose).stream()
                .map(candidate -> candidate.legal() ? takenBefore(group, candidate) : candidate).toList();
        return new Decision.Nowhere(group.id(), all, occasion.nowhere());
    }

    /// A node that would do, and is out of question or went to more urgent groups.
    private Candidate takenBefore(GroupImage group, Candidate candidate) {
        NodeImage node = image.node(candidate.node());
        Optional<PlacementReason> against = excluded.contains(node.id()) ? Optional.empty()
                : seating.againstAll(group, node);
        return against.map(reason -> new Candidate(node.id(), List.of(reason))).orElse(candidate);
    }
}
