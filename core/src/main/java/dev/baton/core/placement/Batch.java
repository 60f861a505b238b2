package dev.baton.core.placement;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Candidate;
import dev.baton.core.rules.Candidates.Purpose;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Groups that are placed together because they compete for the same nodes. An urgent group that found a node keeps
/// one, though perhaps another, when a later one is fitted in (augmenting paths: H. W. Kuhn 1955), so that as many
/// groups run as can.
final class Batch {

    private final ClusterImage image;
    private final List<GroupImage> open;
    private final Purpose purpose;
    private final Set<NodeId> excluded;
    private final Map<GroupId, NodeId> chosen = new LinkedHashMap<>();

    Batch(ClusterImage image, List<GroupImage> open, Purpose purpose) {
        this(image, open, purpose, Set.of());
    }

    Batch(ClusterImage image, List<GroupImage> open, Purpose purpose, Set<NodeId> excluded) {
        this.image = image;
        this.open = open.stream().sorted(Comparator.comparing(GroupImage::critical).reversed()
                .thenComparing(GroupImage::id)).toList();
        this.purpose = purpose;
        this.excluded = excluded;
    }

    /// What led to a decision, as the beginning of its sentence.
    ///
    /// @param placed  when a node is found
    /// @param nowhere when none is
    record Occasion(String placed, String nowhere) {}

    /// Returns a decision for each group, in order of urgency.
    List<Decision> decide(Function<GroupImage, Occasion> occasion) {
        open.forEach(group -> fit(group, new HashSet<>()));
        return open.stream().map(group -> decision(group, occasion.apply(group))).toList();
    }

    private boolean fit(GroupImage group, Set<NodeId> asked) {
        for (NodeId node : nodesFor(group)) {
            Optional<GroupImage> present = holder(node);
            boolean free = !image.settings().oneGroupPerNode() || present.isEmpty();
            if (free || (asked.add(node) && fit(present.orElseThrow(), asked))) {
                chosen.put(group.id(), node);
                return true;
            }
        }
        return false;
    }

    private Optional<GroupImage> holder(NodeId node) {
        return open.stream().filter(group -> node.equals(chosen.get(group.id()))).findFirst();
    }

    /// The nodes that may have the group, best first, as things stand with the choices made so far. Under one group per
    /// node the choices are left out: whether a node is free is asked where it is taken.
    private List<NodeId> nodesFor(GroupImage group) {
        ClusterImage soFar = image.settings().oneGroupPerNode() ? image : withChosen();
        return Candidates.of(image, group, purpose).stream()
                .filter(candidate -> candidate.legal() && !excluded.contains(candidate.node()))
                .sorted(Placements.order(soFar, group)).map(Candidate::node).toList();
    }

    private ClusterImage withChosen() {
        ClusterImage now = image;
        for (Map.Entry<GroupId, NodeId> entry : chosen.entrySet()) {
            GroupImage group = now.group(entry.getKey());
            now = now.with(group.withPlacement(group.placement().movedTo(entry.getValue(), "chosen")));
        }
        return now;
    }

    private Decision decision(GroupImage group, Occasion occasion) {
        NodeId node = chosen.get(group.id());
        return node == null ? nowhere(group, occasion)
                : new Decision.Place(group.id(), node, occasion.placed() + "; " + merit(group, node));
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
                .map(candidate -> candidate.legal() ? takenBefore(candidate) : candidate).toList();
        return new Decision.Nowhere(group.id(), all, occasion.nowhere());
    }

    /// A node that would do, and is out of question or went to a more urgent group.
    private Candidate takenBefore(Candidate candidate) {
        return holder(candidate.node()).map(other -> new Candidate(candidate.node(),
                List.<PlacementReason>of(new PlacementReason.Occupied(candidate.node(), other.id()))))
                .orElse(candidate);
    }
}
