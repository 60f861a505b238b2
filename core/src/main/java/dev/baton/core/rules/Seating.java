package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Nodes for groups that compete for them: what a loss, a drain and a first placement come to. The groups are looked at
/// in order of urgency, critical ones first, then by name. A group that found a node keeps one, though perhaps another,
/// when a later one is fitted in, so urgent groups never lose theirs. Each takes the best node that has room for it:
/// preferred owners first, then nodes without holds, then those without groups that it had rather not be with, then the
/// one with the fewest groups, then by name.
///
/// With one group per node that is a matching by augmenting paths (H. W. Kuhn 1955), exact. Where groups share nodes,
/// and one finds no room, all are seated anew by trying ([#TRIES]); giving up counts as finding none.
///
/// Not thread-safe.
public final class Seating {

    /// How many seats are tried when all groups are seated anew for one more.
    static final int TRIES = 20_000;

    private static final Comparator<GroupImage> URGENCY =
            (one, other) -> one.critical() != other.critical() ? (one.critical() ? -1 : 1)
                    : one.id().compareTo(other.id());

    private final ClusterImage image;
    private final Occupancy there;
    private final List<GroupImage> groups;
    private final Set<GroupId> leaving;
    private final BiPredicate<GroupImage, NodeImage> may;
    private final Map<GroupId, NodeId> seats = new LinkedHashMap<>();
    private final Map<NodeId, List<GroupImage>> seated = new HashMap<>();
    private final Map<NodeId, List<GroupImage>> staying = new HashMap<>();
    private final Map<NodeId, Company> company = new HashMap<>();
    private final Dimensions dimensions;
    private final Map<GroupId, List<NodeImage>> possible = new HashMap<>();
    /// Nodes that groups leave.
    private final Set<NodeId> left = new HashSet<>();
    private int triesLeft;

    private Seating(ClusterImage image, Occupancy there, List<GroupImage> groups, Set<GroupId> leaving,
            BiPredicate<GroupImage, NodeImage> may) {
        this.image = image;
        this.there = there;
        this.groups = groups.stream().sorted(URGENCY).toList();
        this.leaving = leaving;
        this.may = may;
        this.dimensions = Dimensions.of(groups);
        groups.stream().filter(group -> leaving.contains(group.id())).forEach(group -> {
            group.owner().ifPresent(left::add);
            group.placement().owner().ifPresent(left::add);
        });
    }

    /// Returns where the groups go.
    ///
    /// @param there   the occupancy of the image
    /// @param leaving groups that are in nobody's way where they are, such as those of a lost node
    /// @param may     whether a node may have a group whatever else is there
    public static Seating of(ClusterImage image, Occupancy there, List<GroupImage> groups, Set<GroupId> leaving,
            BiPredicate<GroupImage, NodeImage> may) {
        Seating seating = new Seating(image, there, groups, leaving, may);
        seating.groups.forEach(seating::seat);
        return seating;
    }

    /// Returns the groups in order of urgency.
    public List<GroupImage> groups() {
        return groups;
    }

    /// Returns the node that a group gets; empty when none.
    public Optional<NodeId> of(GroupId group) {
        return Optional.ofNullable(seats.get(group));
    }

    /// Returns why the group finds no room on the node beside those that stay there; empty when it does.
    public Optional<PlacementReason> againstStaying(GroupImage group, NodeImage node) {
        return Occupancy.against(image, group, node, staying(node.id()));
    }

    /// Returns why the group finds no room on the node beside those that stay there and those that were seated there.
    public Optional<PlacementReason> againstAll(GroupImage group, NodeImage node) {
        Company present = company(node.id());
        return present.surelyRoom(group, node) ? Optional.empty()
                : Occupancy.against(image, group, node, present.groups);
    }

    /// Returns the first group that was seated on the node.
    public Optional<GroupImage> seatedOn(NodeId node) {
        return seated.getOrDefault(node, List.of()).stream().findFirst();
    }

    private List<GroupImage> staying(NodeId node) {
        return staying.computeIfAbsent(node, id -> there.on(id).stream()
                .filter(other -> !leaving.contains(other.id())).toList());
    }

    private Company company(NodeId node) {
        Company known = company.get(node);
        if (known == null) {
            known = new Company(staying(node));
            company.put(node, known);
        }
        return known;
    }

    /// Those that stay on a node and those that were seated there, and what they take of it together.
    private final class Company {
        private final List<GroupImage> groups = new ArrayList<>();
        private final long[] taken = dimensions.none();
        /// Of the node, once it was asked for.
        private long @Nullable [] limits;

        Company(List<GroupImage> staying) {
            staying.forEach(this::add);
        }

        void add(GroupImage group) {
            groups.add(group);
            Dimensions.add(taken, dimensions.demandOf(group), 1);
        }

        void remove(GroupImage group) {
            if (groups.remove(group)) {
                Dimensions.add(taken, dimensions.demandOf(group), -1);
            }
        }

        /// Whether there is room for all that the group needs, and nothing else matters to it; `false` says nothing.
        boolean surelyRoom(GroupImage group, NodeImage node) {
            if (image.settings().oneGroupPerNode() || group.terms().choosy()) {
                return false;
            }
            if (limits == null) {
                limits = dimensions.limitsOf(node);
            }
            return Dimensions.room(dimensions.demandOf(group), taken, limits);
        }
    }

    private void seat(GroupImage group) {
        if (preferredIsFree(group)) {
            return;
        }
        if (image.settings().oneGroupPerNode()) {
            augment(group, new HashSet<>());
            return;
        }
        Optional<NodeImage> free = best(group);
        if (free.isPresent()) {
            put(group, free.get().id());
        } else if (!seats.isEmpty() && !candidates(group).isEmpty()) {
            anewWith(group);
        }
    }

    /// The best node with room. No preferred owner has any: so the order is that of all nodes ([Occupancy]), but for
    /// the few that groups were seated on or leave; seldom more than a few nodes are looked at.
    private Optional<NodeImage> best(GroupImage group) {
        if (!group.terms().ratherApart().isEmpty()) {
            return ordered(group).stream().filter(node -> againstAll(group, node).isEmpty()).findFirst();
        }
        Comparator<NodeImage> order = order(group);
        Set<NodeId> others = new HashSet<>(left);
        others.addAll(seated.keySet());
        Optional<NodeImage> found = others.stream().map(image::node).filter(node -> takes(group, node)).min(order);
        for (NodeImage node : there.emptiestFirst()) {
            if (others.contains(node.id())) {
                continue;
            }
            if (found.isPresent() && order.compare(found.get(), node) < 0) {
                return found;
            }
            if (takes(group, node)) {
                return Optional.of(node);
            }
        }
        return found;
    }

    private boolean takes(GroupImage group, NodeImage node) {
        return may.test(group, node) && againstAll(group, node).isEmpty();
    }

    /// Seats the group on the first preferred owner that has room for it: there is no better node, so the others need
    /// not be looked at.
    private boolean preferredIsFree(GroupImage group) {
        for (NodeId id : group.preferred()) {
            NodeImage node = image.nodes().get(id);
            if (node == null || !may.test(group, node)) {
                continue;
            }
            if (!image.settings().oneGroupPerNode()) {
                if (againstAll(group, node).isEmpty()) {
                    put(group, id);
                    return true;
                }
            } else if (againstStaying(group, node).isEmpty()) {
                boolean free = seatedOn(id).isEmpty();
                if (free) {
                    seats.put(group.id(), id);
                    seated.put(id, new ArrayList<>(List.of(group)));
                }
                return free;
            }
        }
        return false;
    }

    private void put(GroupImage group, NodeId node) {
        seats.put(group.id(), node);
        seated.computeIfAbsent(node, _ -> new ArrayList<>()).add(group);
        if (!staying(node).contains(group)) {
            company(node).add(group);
        }
    }

    private void take(GroupImage group, NodeId node) {
        seats.remove(group.id());
        seated.getOrDefault(node, new ArrayList<>()).remove(group);
        if (!staying(node).contains(group)) {
            company(node).remove(group);
        }
    }

    /// The nodes that may have the group beside those that stay there.
    private List<NodeImage> candidates(GroupImage group) {
        List<NodeImage> known = possible.get(group.id());
        if (known == null) {
            known = image.nodes().values().stream().filter(node -> may.test(group, node)
                    && againstStaying(group, node).isEmpty()).toList();
            possible.put(group.id(), known);
        }
        return known;
    }

    private List<NodeImage> ordered(GroupImage group) {
        return candidates(group).stream().sorted(order(group)).toList();
    }

    private Comparator<NodeImage> order(GroupImage group) {
        return Comparator.comparingInt((NodeImage node) -> rank(group, node.id())).thenComparing(NodeImage::held)
                .thenComparing(node -> !group.terms().ratherApart().isEmpty() && beside(node).stream()
                        .anyMatch(other -> group.terms().wouldRatherNot(other.terms())
                                && !other.id().equals(group.id())))
                .thenComparingInt(node -> beside(node).size()).thenComparing(NodeImage::id);
    }

    /// With one group per node those that were seated there may go elsewhere, so they do not count.
    private List<GroupImage> beside(NodeImage node) {
        return image.settings().oneGroupPerNode() ? staying(node.id()) : company(node.id()).groups;
    }

    private static int rank(GroupImage group, NodeId node) {
        int place = group.preferred().indexOf(node);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private boolean augment(GroupImage group, Set<NodeId> asked) {
        for (NodeImage node : ordered(group)) {
            if (asked.add(node.id())) {
                Optional<GroupImage> present = seatedOn(node.id());
                if (present.isEmpty() || augment(present.get(), asked)) {
                    seats.put(group.id(), node.id());
                    seated.put(node.id(), new ArrayList<>(List.of(group)));
                    return true;
                }
            }
        }
        return false;
    }

    /// Seats everybody again, with one more; leaves everything as it was when that is not found.
    private void anewWith(GroupImage group) {
        Map<GroupId, NodeId> before = new LinkedHashMap<>(seats);
        List<GroupImage> all = new ArrayList<>(groups.stream().filter(g -> before.containsKey(g.id())).toList());
        all.add(group);
        List<GroupImage> choosyFirst = all.stream().sorted(Comparator.comparingInt((GroupImage g) ->
                candidates(g).size()).thenComparing(Seating::byDemand).thenComparing(URGENCY)).toList();
        seats.clear();
        seated.clear();
        company.clear();
        triesLeft = TRIES;
        if (!search(choosyFirst, 0)) {
            seats.clear();
            seated.clear();
            company.clear();
            groups.stream().filter(g -> before.containsKey(g.id())).forEach(g -> {
                NodeId seat = before.get(g.id());
                if (seat != null) {
                    put(g, seat);
                }
            });
        }
    }

    private static int byDemand(GroupImage one, GroupImage other) {
        return Long.compare(total(other), total(one));
    }

    private static long total(GroupImage group) {
        return group.terms().demand().byName().values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean search(List<GroupImage> all, int next) {
        if (next == all.size()) {
            return true;
        }
        GroupImage group = all.get(next);
        for (NodeImage node : ordered(group)) {
            if (--triesLeft < 0) {
                return false;
            }
            if (againstAll(group, node).isEmpty()) {
                put(group, node.id());
                if (search(all, next + 1)) {
                    return true;
                }
                take(group, node.id());
            }
        }
        return false;
    }
}
