package dev.baton.core.prover;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who counts on which node, and sums of what is there and what would come there: kept up with every change, so that
/// room for many is seen at one look. Not thread-safe.
final class Ledger {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long[] NOTHING = {};

    private final Map<GroupId, Entry> entries = new HashMap<>();
    private final Map<NodeId, Account> accounts = new HashMap<>();
    private final List<String> names;

    /// A group as it is now, with its witness.
    private static final class Entry {
        private final long[] demand;
        private final GroupImage group;
        private @Nullable NodeId witness;

        Entry(GroupImage group, long[] demand, @Nullable NodeId witness) {
            this.group = group;
            this.demand = demand;
            this.witness = witness;
        }
    }

    /// What is on one node or on its way to it, and who counts on the node, by the owner whose loss brings them.
    private final class Account {
        private final long[] there = new long[names.size()];
        private final Map<NodeId, Coming> coming = new LinkedHashMap<>();
    }

    /// Groups of one owner that count on one node.
    final class Coming {
        private final List<GroupId> groups = new ArrayList<>();
        private final long[] demand = new long[names.size()];
        private int choosy;

        /// Returns the groups, in no order.
        List<GroupId> groups() {
            return groups;
        }

        /// Returns whether some of them cares who else is there.
        boolean anyChoosy() {
            return choosy > 0;
        }
    }

    /// A ledger of these groups, none of which counts on any node yet.
    Ledger(Collection<GroupImage> groups) {
        TreeSet<String> known = new TreeSet<>();
        groups.forEach(group -> known.addAll(group.terms().demand().byName().keySet()));
        names = List.copyOf(known);
        groups.forEach(group -> put(new Entry(group, demand(group), null)));
    }

    private long[] demand(GroupImage group) {
        if (group.terms().demand().isEmpty()) {
            return NOTHING;
        }
        long[] demand = new long[names.size()];
        for (int d = 0; d < demand.length; d++) {
            demand[d] = group.terms().demand().get(names.get(d));
        }
        return demand;
    }

    /// The group is like this now; it is one of those that the ledger began with.
    void set(GroupImage group) {
        Entry before = entries.get(group.id());
        if (before != null) {
            take(before);
            boolean same = before.group.terms().demand().equals(group.terms().demand());
            put(new Entry(group, same ? before.demand : demand(group), before.witness));
        }
    }

    /// The group counts on the node from now on, or on none.
    void setWitness(GroupId id, @Nullable NodeId witness) {
        Entry entry = entries.get(id);
        if (entry != null) {
            take(entry);
            entry.witness = witness;
            put(entry);
        }
    }

    /// Returns the node that the group counts on, if any.
    @Nullable NodeId witness(GroupId id) {
        Entry entry = entries.get(id);
        return entry == null ? null : entry.witness;
    }

    /// Returns those that count on the node, by their owners.
    Map<NodeId, Coming> comingTo(NodeId node) {
        Account account = accounts.get(node);
        return account == null ? Map.of() : account.coming;
    }

    /// Returns whether all of `owner` that count on the node have room there together, even beside everything that is
    /// bound to the node; `false` says nothing, since some of that would not be there then.
    boolean surelyRoom(NodeImage node, NodeId owner) {
        Account account = accounts.get(node.id());
        Coming coming = account == null ? null : account.coming.get(owner);
        if (account == null || coming == null) {
            return true;
        }
        for (int d = 0; d < coming.demand.length; d++) {
            long limit = node.capacity().byName().getOrDefault(names.get(d), UNLIMITED);
            if (limit != UNLIMITED && coming.demand[d] > 0 && account.there[d] + coming.demand[d] > limit) {
                return false;
            }
        }
        return true;
    }

    private void put(Entry entry) {
        entries.put(entry.group.id(), entry);
        change(entry, 1);
    }

    private void take(Entry entry) {
        change(entry, -1);
    }

    private void change(Entry entry, int sign) {
        NodeId owner = entry.group.owner().orElse(null);
        NodeId towards = entry.group.placement().owner().orElse(null);
        add(owner, entry, sign);
        if (towards != null && !towards.equals(owner)) {
            add(towards, entry, sign);
        }
        if (entry.witness != null && owner != null) {
            Map<NodeId, Coming> coming = account(entry.witness).coming;
            Coming those = coming.get(owner);
            if (those == null) {
                those = new Coming();
                coming.put(owner, those);
            }
            if (sign > 0) {
                those.groups.add(entry.group.id());
            } else {
                those.groups.remove(entry.group.id());
            }
            those.choosy += entry.group.terms().choosy() ? sign : 0;
            sum(those.demand, entry.demand, sign);
            if (those.groups.isEmpty()) {
                coming.remove(owner);
            }
        }
    }

    private void add(@Nullable NodeId node, Entry entry, int sign) {
        if (node != null) {
            sum(account(node).there, entry.demand, sign);
        }
    }

    private Account account(NodeId node) {
        Account known = accounts.get(node);
        if (known == null) {
            known = new Account();
            accounts.put(node, known);
        }
        return known;
    }

    private static void sum(long[] sums, long[] demand, int sign) {
        for (int d = 0; d < demand.length; d++) {
            sums[d] += sign * demand[d];
        }
    }
}
