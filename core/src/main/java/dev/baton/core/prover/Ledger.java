package dev.baton.core.prover;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.rules.Dimensions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who counts on which node, and sums of what is there and what would come there: kept up with every change, so that
/// room for many is seen at one look. Not thread-safe.
final class Ledger {
    private final Map<GroupId, Entry> entries = new HashMap<>();
    private final Map<NodeId, Account> accounts = new HashMap<>();
    private final Dimensions dimensions;

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
        private final long[] there = dimensions.none();
        private final Map<NodeId, Coming> coming = new LinkedHashMap<>();
        private Amounts capacity = Amounts.NONE;
        private long @Nullable [] limits;
    }

    /// Groups of one owner that count on one node.
    final class Coming {
        private final List<GroupId> groups = new ArrayList<>();
        private final long[] demand = dimensions.none();
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
        dimensions = Dimensions.of(groups);
        groups.forEach(group -> put(new Entry(group, dimensions.demandOf(group), null)));
    }

    /// The group is like this now; it is one of those that the ledger began with.
    void set(GroupImage group) {
        Entry before = entries.get(group.id());
        if (before != null) {
            take(before);
            boolean same = before.group.terms().demand().equals(group.terms().demand());
            put(new Entry(group, same ? before.demand : dimensions.demandOf(group), before.witness));
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

    /// Returns whether all of one owner that count on the node have room there together, even beside everything that is
    /// bound to the node; `false` says nothing, since some of that would not be there then.
    ///
    /// @param coming those of them, as [#comingTo] says it
    boolean surelyRoom(NodeImage node, Coming coming) {
        Account account = account(node.id());
        if (account.limits == null || !node.capacity().equals(account.capacity)) {
            account.limits = dimensions.limitsOf(node);
            account.capacity = node.capacity();
        }
        return Dimensions.room(coming.demand, account.there, account.limits);
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
            Dimensions.add(those.demand, entry.demand, sign);
            if (those.groups.isEmpty()) {
                coming.remove(owner);
            }
        }
    }

    private void add(@Nullable NodeId node, Entry entry, int sign) {
        if (node != null) {
            Dimensions.add(account(node).there, entry.demand, sign);
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
}
