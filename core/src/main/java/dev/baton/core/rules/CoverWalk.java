package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.SharedSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Cover that follows a cluster from image to image: which groups nobody could take if their owner were lost now, as
/// [Cover] says it, at the cost of what changed. Each group keeps a *witness*, a node that would take it, as long as
/// that stands: witnesses of groups of one owner have room together. A group that loses its witness gets another one; a
/// group without is looked at again only where room was gained.
///
/// Where groups of one owner compete and the quick search fails, [Seating] decides in clusters of at most 64 nodes, as
/// it does for [Cover]; the two differ only if [Seating#TRIES] is exceeded, and then this one found a way. In larger
/// ones the groups are seated one after another, urgent ones first: what finds no node then counts as uncovered, though
/// a cleverer seating might have one; that is the safe side.
///
/// Not thread-safe.
public final class CoverWalk {
    private static final Bag NOBODY = new Bag();
    /// After so many nodes in vain, the one that took the last group is asked: it may be the only one.
    private static final int PROBES = 24;

    /// Clusters with more nodes are too large to search again and again.
    private static final int SEARCHED = 64;

    private Rooms rooms;
    private int[] witness;
    private Bag[] users;
    private int cursor;
    private int lucky;
    /// Groups like these no node could take, but perhaps the one that is named, as long as no room is gained.
    private final Map<Integer, Integer> hopeless = new HashMap<>();
    private final BitSet uncovered = new BitSet();
    private final BitSet changed = new BitSet();
    /// Groups that need a witness, groups whose witness may not stand any more, owners whose groups compete, and nodes
    /// where room was gained: of the change that is looked at, by number.
    private final BitSet open = new BitSet();
    private final BitSet doubtful = new BitSet();
    private final BitSet contested = new BitSet();
    private final BitSet gained = new BitSet();
    private SharedSet<GroupId> snapshot = SharedSet.empty();
    private boolean stale = true;

    /// A group's witness that is new, or gone.
    ///
    /// @param witness empty when the group has none any more: nobody can take it, or nothing has to be taken over
    public record Change(GroupId group, Optional<NodeId> witness) {}

    /// Begins at an image.
    public CoverWalk(ClusterImage start) {
        rooms = new Rooms(start);
        witness = nobody(rooms.groupCount);
        users = bags(rooms.nodeCount);
        begin();
    }

    private static int[] nobody(int groups) {
        int[] witness = new int[groups];
        Arrays.fill(witness, -1);
        return witness;
    }

    private static Bag[] bags(int nodes) {
        Bag[] bags = new Bag[nodes];
        for (int n = 0; n < nodes; n++) {
            bags[n] = new Bag();
        }
        return bags;
    }

    private void anew(ClusterImage image) {
        rooms = new Rooms(image);
        witness = nobody(rooms.groupCount);
        users = bags(rooms.nodeCount);
        uncovered.clear();
        changed.clear();
        hopeless.clear();
        cursor = 0;
        lucky = 0;
        stale = true;
        begin();
    }

    private void begin() {
        open.clear();
        contested.clear();
        for (int g = 0; g < rooms.groupCount; g++) {
            open.set(g, rooms.active[g]);
        }
        seat();
    }

    /// Goes on to another image of the same cluster.
    public void to(ClusterImage next) {
        ClusterImage before = rooms.image();
        if (!before.settings().equals(next.settings()) || !before.kinds().equals(next.kinds())
                || before.nodes().size() != next.nodes().size() || before.groups().size() != next.groups().size()) {
            anew(next);
            return;
        }
        List<NodeId> nodes = SharedMap.differences(before.nodes(), next.nodes());
        List<GroupId> groups = SharedMap.differences(before.groups(), next.groups());
        if (nodes.isEmpty() && groups.isEmpty()) {
            rooms.turnTo(next);
            return;
        }
        if (otherwise(before, next, nodes, groups)) {
            anew(next);
            return;
        }
        rooms.turnTo(next);
        Step step = new Step();
        // Asked for every step: without an iterator for each.
        for (int i = 0; i < nodes.size(); i++) {
            step.changed(rooms.numberOf(nodes.get(i)), next.node(nodes.get(i)));
        }
        for (int i = 0; i < groups.size(); i++) {
            step.changed(rooms.numberOf(groups.get(i)), next.group(groups.get(i)));
        }
        step.end();
    }

    /// Whether something is new, or asks for something else than before.
    private boolean otherwise(ClusterImage before, ClusterImage next, List<NodeId> nodes, List<GroupId> groups) {
        boolean otherwise = false;
        for (int i = 0; i < nodes.size(); i++) {
            otherwise |= rooms.numberOf(nodes.get(i)) < 0;
        }
        for (int i = 0; i < groups.size(); i++) {
            otherwise |= rooms.numberOf(groups.get(i)) < 0 || asksOtherwise(before, next, groups.get(i));
        }
        return otherwise;
    }

    private static boolean asksOtherwise(ClusterImage before, ClusterImage next, GroupId id) {
        return !before.group(id).terms().equals(next.group(id).terms());
    }

    /// Returns the groups that nobody could take; the same object as long as these are the same.
    public SharedSet<GroupId> uncovered() {
        if (stale) {
            List<GroupId> names = new ArrayList<>();
            uncovered.stream().forEach(g -> names.add(rooms.group(g)));
            SharedSet<GroupId> now = SharedSet.copyOf(names);
            snapshot = now.equals(snapshot) ? snapshot : now;
            stale = false;
        }
        return snapshot;
    }

    /// Returns the witnesses that changed since this was last asked, by group.
    public List<Change> changes() {
        List<Change> list = new ArrayList<>();
        for (int g = changed.nextSetBit(0); g >= 0; g = changed.nextSetBit(g + 1)) {
            list.add(new Change(rooms.group(g), rooms.named(witness[g])));
        }
        changed.clear();
        return list;
    }

    private void setWitness(int group, int node) {
        if (witness[group] != node) {
            if (witness[group] >= 0) {
                users[witness[group]].remove(group);
            }
            if (node >= 0) {
                users[node].add(group);
            }
            witness[group] = node;
            changed.set(group);
        }
    }

    private void setUncovered(int group, boolean now) {
        if (uncovered.get(group) != now) {
            uncovered.set(group, now);
            stale = true;
        }
    }

    /// Whether the witness of the group may still take it and has room for it.
    private boolean stands(int group) {
        int node = witness[group];
        return node >= 0 && rooms.may(group, node) && rooms.room(group, node, users[node]);
    }

    /// Finds a node for the group beside the other witnesses; the search goes round, so that witnesses spread.
    private boolean find(int group) {
        if (knownHopeless(group)) {
            return false;
        }
        for (int tried = 0; tried < rooms.nodeCount; tried++) {
            cursor = cursor + 1 >= rooms.nodeCount ? 0 : cursor + 1;
            if (tries(group, cursor) || (tried == PROBES && tries(group, lucky))) {
                return true;
            }
        }
        hopeful(group);
        return false;
    }

    private boolean tries(int group, int node) {
        boolean takes = rooms.may(group, node) && rooms.room(group, node, users[node]);
        if (takes) {
            lucky = node;
            setWitness(group, node);
            setUncovered(group, false);
        }
        return takes;
    }

    /// Whether some node could take the group if its owner had no other.
    private boolean hopeful(int group) {
        if (knownHopeless(group)) {
            return false;
        }
        for (int n = 0; n < rooms.nodeCount; n++) {
            if (rooms.may(group, n) && rooms.room(group, n, NOBODY)) {
                return true;
            }
        }
        if (!rooms.anyInTransit()) {
            hopeless.put(rooms.likeness(group), rooms.owner[group]);
        }
        return false;
    }

    /// Whether no node could take a group like this one, but for that group's owner, and that one could not either.
    private boolean knownHopeless(int group) {
        if (hopeless.isEmpty()) {
            return false;
        }
        Integer but = hopeless.get(rooms.likeness(group));
        return but != null && !(rooms.may(group, but) && rooms.room(group, but, NOBODY));
    }

    /// Finds witnesses for groups without, then settles the owners where that failed, and others.
    private void seat() {
        for (int group = open.nextSetBit(0); group >= 0; group = open.nextSetBit(group + 1)) {
            if (witness[group] < 0 && !find(group)) {
                contested.set(rooms.owner[group]);
            }
        }
        for (int owner = contested.nextSetBit(0); owner >= 0; owner = contested.nextSetBit(owner + 1)) {
            settle(owner);
        }
    }

    /// Decides which groups of an owner are covered when not all have witnesses.
    private void settle(int owner) {
        int[] groups = rooms.displacedBy(owner);
        boolean competing = false;
        for (int group : groups) {
            boolean without = witness[group] < 0 && !find(group);
            setUncovered(group, without);
            competing |= without && hopeful(group);
        }
        if (!competing) {
            return;
        }
        for (int group : groups) {
            setWitness(group, -1);
        }
        if (rooms.nodeCount > SEARCHED) {
            rooms.byUrgency(groups).forEach(group -> setUncovered(group, !find(group)));
            return;
        }
        Cover.afterLossOf(rooms.image(), Set.of(rooms.node(owner))).forEach((id, takeover) -> {
            int group = rooms.numberOf(id);
            setWitness(group, takeover.target().map(rooms::numberOf).orElse(-1));
            setUncovered(group, takeover.uncovered());
        });
    }

    /// One change of the image, and what it makes necessary.
    private final class Step {
        Step() {
            open.clear();
            doubtful.clear();
            contested.clear();
            gained.clear();
        }

        void changed(int number, NodeImage node) {
            rooms.set(number, node);
            gained.set(number);
            for (int group : rooms.boundTo(number)) {
                if (rooms.owner[group] == number) {
                    rooms.review(group);
                    doubtful.set(group);
                }
            }
            doubt(number);
        }

        void changed(int number, GroupImage group) {
            dispute(number);
            for (int place : rooms.places(number)) {
                gained.set(place);
            }
            rooms.set(number, group);
            for (int place : rooms.places(number)) {
                doubt(place);
            }
            doubtful.set(number);
            dispute(number);
        }

        /// Witnesses on the node may not stand any more.
        private void doubt(int node) {
            for (int user : users[node].copy()) {
                doubtful.set(user);
            }
        }

        /// Groups of one owner compete: if one of them comes, goes or asks for something else, all are looked at.
        private void dispute(int group) {
            int owner = rooms.owner[group];
            if (owner >= 0 && hasUncovered(owner)) {
                contested.set(owner);
            }
        }

        private boolean hasUncovered(int owner) {
            return !uncovered.isEmpty() && Arrays.stream(rooms.displacedBy(owner)).anyMatch(uncovered::get);
        }

        void end() {
            hopeless.clear();
            for (int group = doubtful.nextSetBit(0); group >= 0; group = doubtful.nextSetBit(group + 1)) {
                if (!rooms.active[group]) {
                    setWitness(group, -1);
                    setUncovered(group, false);
                } else if (!stands(group)) {
                    setWitness(group, -1);
                    open.set(group);
                }
            }
            if (!uncovered.isEmpty()) {
                uncovered.stream().filter(this::mayGain).forEach(group -> contested.set(rooms.owner[group]));
            }
            seat();
        }

        /// Whether room was gained where the group, or one that competes with it, may go.
        private boolean mayGain(int group) {
            int owner = rooms.owner[group];
            for (int node = gained.nextSetBit(0); node >= 0; node = gained.nextSetBit(node + 1)) {
                for (int other : rooms.boundTo(owner)) {
                    if (rooms.active[other] && rooms.owner[other] == owner && rooms.may(other, node)
                            && rooms.room(other, node, NOBODY)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
