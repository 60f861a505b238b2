package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/// A cluster in numbers, as far as failover looks at it: who is where, who may take whom, and what room is left. Nodes
/// and groups are counted from 0 in the order of their names. What it says is what [Receiving] and [Occupancy] say of
/// the image; changed with it, node by node and group by group. Not thread-safe.
final class Rooms {
    private static final int[] NOWHERE = {};

    final int nodeCount;
    final int groupCount;
    /// Where each group is, or -1.
    final int[] owner;
    /// Whether each group must be taken over when its owner is lost.
    final boolean[] active;
    private final List<Optional<NodeId>> names = new ArrayList<>();
    private final Receivers receivers = new Receivers();
    private final Map<Likeness, Integer> likes = new HashMap<>();
    private final Dimensions dimensions;
    private final NodeImage[] nodes;
    private final GroupImage[] groups;
    private final int[] nodeSort;
    private final int[] groupSort;
    /// Where each group is to come, if that is another node than its owner; or -1.
    private final int[] towards;
    private final Bag[] bound;
    private final long[][] capacity;
    private final long[][] taken;
    private final long[][] demand;
    private final boolean[] choosy;
    private ClusterImage image;
    private int inTransit;

    Rooms(ClusterImage image) {
        this.image = image;
        this.nodes = image.nodes().values().toArray(NodeImage[]::new);
        this.groups = image.groups().values().toArray(GroupImage[]::new);
        this.nodeCount = nodes.length;
        this.groupCount = groups.length;
        this.dimensions = Dimensions.of(List.of(groups));
        this.nodeSort = new int[nodeCount];
        this.bound = new Bag[nodeCount];
        this.capacity = new long[nodeCount][];
        this.taken = new long[nodeCount][];
        this.groupSort = new int[groupCount];
        this.owner = new int[groupCount];
        this.towards = new int[groupCount];
        this.active = new boolean[groupCount];
        this.demand = new long[groupCount][];
        this.choosy = new boolean[groupCount];
        Arrays.fill(owner, -1);
        Arrays.fill(towards, -1);
        for (int n = 0; n < nodeCount; n++) {
            names.add(Optional.of(nodes[n].id()));
            bound[n] = new Bag();
            taken[n] = dimensions.none();
            set(n, nodes[n]);
        }
        for (int g = 0; g < groupCount; g++) {
            put(g, groups[g]);
        }
    }

    /// Returns a negative number where there is none.
    int numberOf(NodeId id) {
        return image.placeOf(id);
    }

    private int numberOf(Optional<NodeId> node) {
        return node.isPresent() ? Math.max(-1, numberOf(node.get())) : -1;
    }

    /// Returns a negative number where there is none.
    int numberOf(GroupId id) {
        return image.placeOf(id);
    }

    NodeId node(int number) {
        return nodes[number].id();
    }

    /// Returns the node, the same object whenever it is asked for; empty for -1.
    Optional<NodeId> named(int number) {
        return number < 0 ? Optional.empty() : names.get(number);
    }

    GroupId group(int number) {
        return groups[number].id();
    }

    ClusterImage image() {
        return image;
    }

    /// What is asked from now on is asked of this image, in which only what is set afterwards has changed.
    void turnTo(ClusterImage next) {
        image = next;
    }

    /// The node is like this now.
    void set(int number, NodeImage node) {
        nodes[number] = node;
        nodeSort[number] = receivers.sortOf(node);
        capacity[number] = dimensions.limitsOf(node);
    }

    /// The group is like this now.
    void set(int number, GroupImage group) {
        take(number);
        put(number, group);
    }

    /// The owner of the group has changed, not the group.
    void review(int group) {
        groupSort[group] = owner[group] < 0 ? 0 : receivers.sortOf(image, groups[group], nodes[owner[group]]);
    }

    private void put(int number, GroupImage group) {
        groups[number] = group;
        demand[number] = dimensions.demandOf(group);
        choosy[number] = group.terms().choosy();
        owner[number] = numberOf(group.owner());
        int to = numberOf(group.placement().owner());
        towards[number] = to == owner[number] ? -1 : to;
        active[number] = owner[number] >= 0 && group.intent().online();
        review(number);
        for (int node : places(number)) {
            bound[node].add(number);
            Dimensions.add(taken[node], demand[number], 1);
        }
        inTransit += towards[number] >= 0 ? 1 : 0;
    }

    private void take(int group) {
        inTransit -= towards[group] >= 0 ? 1 : 0;
        for (int node : places(group)) {
            bound[node].remove(group);
            Dimensions.add(taken[node], demand[group], -1);
        }
    }

    /// Returns the groups that are on the node or on their way to it.
    int[] boundTo(int node) {
        return bound[node].copy();
    }

    /// Returns the groups that must be taken over when the node is lost.
    int[] displacedBy(int node) {
        return Arrays.stream(bound[node].copy()).filter(g -> owner[g] == node && active[g]).toArray();
    }

    /// Returns the groups in order of urgency: critical ones first, the larger ones of these first.
    List<Integer> byUrgency(int[] some) {
        return Arrays.stream(some).boxed().sorted(Comparator.comparing((Integer g) -> !groups[g].critical())
                .thenComparing(g -> -Arrays.stream(demand[g]).sum()).thenComparing(g -> g)).toList();
    }

    /// Returns the nodes that a group stands on or waits for.
    int[] places(int group) {
        int at = owner[group];
        int to = towards[group];
        return at < 0 ? to < 0 ? NOWHERE : new int[] {to} : to < 0 ? new int[] {at} : new int[] {at, to};
    }

    /// Returns whether some group is on its way from one node to another.
    boolean anyInTransit() {
        return inTransit > 0;
    }

    /// All that decides which nodes could take a group whose owner had no other, but for the owner.
    private record Likeness(int sort, SortedSet<NodeId> possible, Terms terms) {}

    /// Returns the same number for groups which the same nodes could take, but for their owners.
    int likeness(int group) {
        if (!groups[group].possible().isEmpty() || !groups[group].terms().equals(Terms.NONE)) {
            return likes.computeIfAbsent(new Likeness(groupSort[group], groups[group].possible(),
                    groups[group].terms()), _ -> -1 - likes.size());
        }
        return groupSort[group];
    }

    /// Returns whether the node may take the group over, whatever else runs there.
    boolean may(int group, int node) {
        return node != owner[group]
                && receivers.may(image, groups[group], groupSort[group], nodes[node], nodeSort[node]);
    }

    /// Returns whether the node has room for the group, once its owner is lost, beside those that stay there and those
    /// of the same owner that go there too.
    ///
    /// @param company groups that go to the node; those of other owners and the group itself do not count
    boolean room(int group, int node, Bag company) {
        if (image.settings().oneGroupPerNode()) {
            return alone(group, node, company);
        }
        return (demand[group].length == 0 || amounts(group, node, company))
                && (!choosy[group] || !clashes(group, node, company));
    }

    private boolean alone(int group, int node, Bag company) {
        for (int i = 0; i < bound[node].size(); i++) {
            if (stays(bound[node].get(i), group)) {
                return false;
            }
        }
        for (int i = 0; i < company.size(); i++) {
            if (goesToo(company.get(i), group)) {
                return false;
            }
        }
        return true;
    }

    private boolean stays(int other, int group) {
        return other != group && !(active[other] && owner[other] == owner[group]);
    }

    private boolean goesToo(int other, int group) {
        return other != group && owner[other] == owner[group];
    }

    private boolean amounts(int group, int node, Bag company) {
        for (int d = 0; d < demand[group].length; d++) {
            long limit = capacity[node][d];
            if (demand[group][d] > 0 && limit != Dimensions.UNLIMITED) {
                long sum = taken[node][d] + demand[group][d];
                for (int i = 0; inTransit > 0 && i < bound[node].size(); i++) {
                    int other = bound[node].get(i);
                    sum -= stays(other, group) || demand[other].length == 0 ? 0 : demand[other][d];
                }
                for (int i = 0; i < company.size() && sum <= limit; i++) {
                    int other = company.get(i);
                    sum += goesToo(other, group) && demand[other].length > 0 ? demand[other][d] : 0;
                }
                if (sum > limit) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean clashes(int group, int node, Bag company) {
        for (int i = 0; i < bound[node].size(); i++) {
            int other = bound[node].get(i);
            if (stays(other, group) && clash(group, other)) {
                return true;
            }
        }
        for (int i = 0; i < company.size(); i++) {
            int other = company.get(i);
            if (goesToo(other, group) && clash(group, other)) {
                return true;
            }
        }
        return false;
    }

    private boolean clash(int group, int other) {
        return choosy[other] && groups[group].terms().clash(groups[other].terms()).isPresent();
    }
}
