package dev.baton.core.placement;

import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.placement.Batch.Occasion;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Candidate;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.Fit;
import dev.baton.core.rules.InPlace;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where groups go. Each function looks at the image alone and returns what should change, critical groups first, then
/// by name; groups that are well where they are, or unmanaged, do not appear. Of the nodes that may have a group the
/// first preferred one gets it, then one without holds, then an empty one, then the one with the fewest groups, then by
/// name.
public final class Placements {

    private static final Occasion RETURNS =
            new Occasion("returns to a preferred owner", "no preferred owner may have it");

    private static final String TAKEN_OVER = "taken over from ";
    private static final String FAILED = "it failed on ";
    private static final String UNTIL_NOW = "no node could take it until now";
    private static final String NOBODY_OPENS = "no node opens its data any more, so it waits partly offline for its "
            + "conversion (an upgrade, or baton group upgrade)";
    private static final String OPENS_AGAIN = "its owner opens its data";
    private static final Occasion FOUND_AGAIN =
            new Occasion("another node opens its data", "no other node opens its data");

    private Placements() {}

    /// Returns whether a group is where it is because it failed over, and not because a person or a plan put it there.
    public static boolean byFailover(Placement placement) {
        return placement.owner().isPresent() && Stream.of(TAKEN_OVER, FAILED, UNTIL_NOW)
                .anyMatch(placement.because()::startsWith);
    }

    /// Returns decisions for the groups that should run and were never placed.
    public static List<Decision> initial(ClusterImage image) {
        List<GroupImage> open = image.groups().values().stream()
                .filter(group -> group.intent().online() && group.placement().managed() && group.owner().isEmpty()
                        && group.placement().owner().isEmpty() && group.placement().epoch() == 0).toList();
        return new Batch(image, open, Purpose.PLANNED)
                .decide(_ -> new Occasion("placed for the first time", "no node may have it"));
    }

    /// Returns decisions for the groups that had a node and have lost it: it is down, or no node could have them until
    /// now. To be asked at every loss and whenever a node joins, is resumed or becomes empty. A group whose claim is
    /// stuck, or whose conversion was cut off, is left where it is; so is one whose node is changed under it, and one
    /// that nobody may have until its own node, which was changed under it, converts its data.
    public static List<Decision> afterLoss(ClusterImage image) {
        List<GroupImage> lost = image.groups().values().stream()
                .filter(group -> group.intent().online() && lost(image, group)).toList();
        return new Batch(image, lost, Purpose.EMERGENCY).decide(group -> lostBecause(image, group)).stream()
                .filter(decision -> !(decision instanceof Decision.Nowhere
                        && InPlace.unconverted(image, image.group(decision.group())))).toList();
    }

    /// Returns where a group waits for its conversion that has no node because none opens its data any more: on one
    /// that is ahead of the data, with what opens them kept offline. Empty while a node might have it yet: one that
    /// opens them and is down, or is taken by a group that could go elsewhere, or one of unknown version. Empty too
    /// when its kind does not convert, and when no node may have it so.
    public static Optional<Placement> toConvert(ClusterImage image, GroupImage group) {
        Kind kind = image.kindOf(group);
        if (kind.convert().isEmpty() || !(group.format() instanceof Format.At(var at))) {
            return Optional.empty();
        }
        List<NodeImage> possible = possible(image, group);
        Set<NodeId> opening = opening(image, group);
        if (possible.stream().anyMatch(node -> node.version(kind.product()).isEmpty())
                || !opening.stream().allMatch(node -> takenForGood(image, group, node, opening))) {
            return Optional.empty();
        }
        Set<NodeId> behind = possible.stream().filter(node -> node.version(kind.product())
                .filter(version -> kind.formatOf(version).compareTo(at) > 0).isEmpty()).map(NodeImage::id)
                .collect(Collectors.toSet());
        TreeSet<ResourceId> offline = new TreeSet<>(Fit.opening(image, group));
        offline.addAll(group.intendedOffline());
        GroupImage waits = group.withPlacement(group.placement().withOffline(offline, NOBODY_OPENS));
        return new Batch(image.with(waits), List.of(waits), Purpose.PLANNED, behind)
                .decide(_ -> new Occasion(NOBODY_OPENS, NOBODY_OPENS)).stream()
                .filter(Decision.Place.class::isInstance).map(decision -> decision.appliedTo(waits.placement()))
                .findFirst();
    }

    private static List<NodeImage> possible(ClusterImage image, GroupImage group) {
        return image.members().stream().filter(node -> !node.witness()
                && (group.possible().isEmpty() || group.possible().contains(node.id()))).toList();
    }

    private static Set<NodeId> opening(ClusterImage image, GroupImage group) {
        return possible(image, group).stream().filter(node -> image.fits(group, node)).map(NodeImage::id)
                .collect(Collectors.toSet());
    }

    /// Whether nothing but other groups keeps it away from a node that opens its data, and these can live nowhere but
    /// on such nodes themselves, all of which are taken: however they changed places, none would be free. A group that
    /// is under way from one to the other takes both, and not for good.
    private static boolean takenForGood(ClusterImage image, GroupImage group, NodeId node, Set<NodeId> opening) {
        var against = Candidates.against(image, group, image.node(node), Purpose.EMERGENCY);
        return !against.isEmpty() && against.stream().allMatch(reason ->
                reason instanceof PlacementReason.Occupied(_, var other)
                        && image.group(other).placement().owner().equals(Optional.of(node))
                        && image.group(other).owner().filter(owner -> !owner.equals(node)).isEmpty()
                        && opening.containsAll(opening(image, image.group(other))));
    }

    /// Returns how a group goes on that waits partly offline, and not because people wanted it so: where it is, now
    /// that its owner opens its data, or else on another node that does and may have it. Empty when it does not wait,
    /// when its owner is down or its conversion is under way, and when nobody may have it whole.
    public static Optional<Placement> whole(ClusterImage image, GroupImage group) {
        Optional<NodeId> owner = group.placement().owner().filter(node -> up(image, node));
        if (owner.isEmpty() || group.placement().detached() || !group.placement().managed()
                || group.placement().offline().equals(group.intendedOffline())) {
            return Optional.empty();
        }
        GroupImage whole = group.withPlacement(group.placement().withOffline(group.intendedOffline(), OPENS_AGAIN));
        if (image.fits(whole, image.node(owner.get()))) {
            return Optional.of(whole.placement());
        }
        boolean stays = InPlace.ordered(image, group) || !(group.format() instanceof Format.At)
                || group.claim().flatMap(Claim::stuck).isPresent();
        return stays ? Optional.empty() : new Batch(image.with(whole), List.of(whole), Purpose.EMERGENCY)
                .decide(_ -> FOUND_AGAIN).stream().filter(Decision.Place.class::isInstance)
                .map(decision -> decision.appliedTo(whole.placement())).findFirst();
    }

    private static boolean lost(ClusterImage image, GroupImage group) {
        boolean stuck = group.claim().flatMap(claim -> claim.stuck()).isPresent();
        return !stuck && group.placement().epoch() > 0 && !InPlace.waits(image, group)
                && group.placement().owner().map(owner -> !up(image, owner)).orElse(true);
    }

    private static boolean up(ClusterImage image, NodeId node) {
        return Optional.ofNullable(image.nodes().get(node)).map(NodeImage::up).orElse(false);
    }

    private static Occasion lostBecause(ClusterImage image, GroupImage group) {
        Optional<NodeId> owner = group.placement().owner();
        if (owner.isEmpty()) {
            return new Occasion(UNTIL_NOW, group.placement().because());
        }
        String how = Optional.ofNullable(image.nodes().get(owner.get()))
                .map(node -> "is " + node.membership().word().toLowerCase(Locale.ROOT)).orElse("is no member");
        return new Occasion(TAKEN_OVER + owner.get() + ", which " + how,
                "no node may take it; its owner " + owner.get() + " " + how);
    }

    /// Returns where a group goes that does not run on its owner although the owner is up. Nowhere means that it stays
    /// where it failed.
    ///
    /// @param failedOn nodes where it failed, its owner included; none of them gets it
    /// @throws IllegalArgumentException if the cluster has no such group
    public static Decision afterFailure(ClusterImage image, GroupId group, Set<NodeId> failedOn) {
        GroupImage failed = image.group(group);
        String failure = FAILED + new TreeSet<>(failedOn).stream().map(NodeId::value)
                .collect(Collectors.joining(", "));
        return new Batch(image, List.of(failed), Purpose.EMERGENCY, failedOn)
                .decide(_ -> new Occasion(failure, failure + "; no other node may take it")).getFirst();
    }

    /// Returns the moves that bring groups back to preferred owners which may have them. Nothing for a group that is on
    /// the best of them, and nothing for one without preferred owners.
    public static List<Decision> failback(ClusterImage image) {
        List<GroupImage> away = image.groups().values().stream()
                .filter(group -> group.intent().online() && group.placement().managed()
                        && better(image, group).isPresent()).toList();
        return new Batch(image, away, Purpose.PLANNED).decide(_ -> RETURNS).stream()
                .filter(decision -> switch (decision) {
                    case Decision.Place(var id, var node, _) -> image.group(id).owner()
                            .map(owner -> rank(image.group(id), node) < rank(image.group(id), owner)).orElse(false);
                    case Decision.Nowhere _ -> false;
                }).toList();
    }

    private static Optional<NodeId> better(ClusterImage image, GroupImage group) {
        return group.owner().flatMap(owner -> Candidates.legal(image, group, Purpose.PLANNED).stream()
                .filter(node -> rank(group, node) < rank(group, owner)).findFirst());
    }

    /// Returns where the groups of a node go when it is emptied on purpose: the best other node for each.
    ///
    /// @throws IllegalArgumentException if the cluster has no such node
    public static List<Decision> drain(ClusterImage image, NodeId node) {
        List<GroupImage> there = image.boundTo(image.node(node).id());
        return new Batch(image, there, Purpose.PLANNED, Set.of(node))
                .decide(_ -> new Occasion("drained from " + node, "no other node may have it while "
                        + node + " is drained"));
    }

    /// Returns where one group goes when a person asks to move it without naming a node.
    ///
    /// @throws IllegalArgumentException if the cluster has no such group
    public static Decision elsewhere(ClusterImage image, GroupId group) {
        GroupImage moved = image.group(group);
        Set<NodeId> here = moved.owner().or(() -> moved.placement().owner()).map(Set::of).orElse(Set.of());
        return new Batch(image, List.of(moved), Purpose.PLANNED, here)
                .decide(_ -> new Occasion("moved", "no other node may have it")).getFirst();
    }

    static int rank(GroupImage group, NodeId node) {
        int place = group.preferred().indexOf(node);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    /// The order in which candidates are taken.
    static Comparator<Candidate> order(ClusterImage image, GroupImage group) {
        return Comparator.comparingInt((Candidate candidate) -> rank(group, candidate.node()))
                .thenComparing(candidate -> image.node(candidate.node()).held())
                .thenComparingLong(candidate -> image.boundTo(candidate.node()).stream()
                        .filter(other -> !other.id().equals(group.id())).count())
                .thenComparing(Candidate::node);
    }
}
