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

    /// A group as it is now, with its witness, and where it is counted.
    private static final class Entry {
        private final long[] demand;
        private final GroupImage group;
        private final @Nullable NodeId owner;
        private final @Nullable Account at;
        private final @Nullable Account towards;
        private @Nullable NodeId witness;
        private @Nullable Coming among;

        Entry(GroupImage group, long[] demand, @Nullable NodeId owner, @Nullable Account at,
                @Nullable Account towards) {
            this.group = group;
            this.demand = demand;
            this.owner = owner;
            this.at = at;
            this.towards = towards;
        }

        /// Counts what is there, or no more.
        void bind(int sign) {
            if (at != null) {
                Dimensions.add(at.there, demand, sign);
            }
            if (towards != null) {
                Dimensions.add(towards.there, demand, sign);
            }
        }
    }

    /// What is on one node or on its way to it, and who counts on the node, by the owner whose loss brings them.
    private static final class Account {
        private final long[] there;
        private final Map<NodeId, Coming> coming = new LinkedHashMap<>();
        private Amounts capacity = Amounts.NONE;
        private long @Nullable [] limits;

        Account(long[] there) {
            this.there = there;
        }
    }

    /// Groups of one owner that count on one node.
    static final class Coming {
        private final Account account;
        private final List<GroupId> groups = new ArrayList<>();
        private final long[] demand;
        private int choosy;

        private Coming(Account account, long[] demand) {
            this.account = account;
            this.demand = demand;
        }

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
        for (GroupImage group : groups) {
            put(group, dimensions.demandOf(group));
        }
    }

    /// The group is like this now; it is one of those that the ledger began with.
    void set(GroupImage group) {
        Entry before = entries.get(group.id());
        if (before != null) {
            before.bind(-1);
            uncount(before);
            boolean same = before.group.terms().demand().equals(group.terms().demand());
            Entry now = put(group, same ? before.demand : dimensions.demandOf(group));
            now.witness = before.witness;
            count(now);
        }
    }

    private Entry put(GroupImage group, long[] demand) {
        NodeId owner = group.claim().isEmpty() ? null : group.claim().get().node();
        NodeId towards = group.placement().owner().orElse(null);
        Entry entry = new Entry(group, demand, owner, owner == null ? null : account(owner),
                towards == null || towards.equals(owner) ? null : account(towards));
        entry.bind(1);
        entries.put(group.id(), entry);
        return entry;
    }

    /// The group counts on the node from now on, or on none.
    void setWitness(GroupId id, @Nullable NodeId witness) {
        Entry entry = entries.get(id);
        if (entry != null) {
            uncount(entry);
            entry.witness = witness;
            count(entry);
        }
    }

    /// Among those that come to its witness, if it has one.
    private void count(Entry entry) {
        if (entry.witness != null && entry.owner != null) {
            Account account = account(entry.witness);
            Coming those = account.coming.get(entry.owner);
            if (those == null) {
                those = new Coming(account, dimensions.none());
                account.coming.put(entry.owner, those);
            }
            those.groups.add(entry.group.id());
            those.choosy += entry.group.terms().choosy() ? 1 : 0;
            Dimensions.add(those.demand, entry.demand, 1);
            entry.among = those;
        }
    }

    private static void uncount(Entry entry) {
        Coming those = entry.among;
        if (those != null) {
            those.groups.remove(entry.group.id());
            those.choosy -= entry.group.terms().choosy() ? 1 : 0;
            Dimensions.add(those.demand, entry.demand, -1);
            if (those.groups.isEmpty()) {
                those.account.coming.remove(entry.owner);
            }
            entry.among = null;
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
        Account account = coming.account;
        if (account.limits == null || !node.capacity().equals(account.capacity)) {
            account.limits = dimensions.limitsOf(node);
            account.capacity = node.capacity();
        }
        return Dimensions.room(coming.demand, account.there, account.limits);
    }

    private Account account(NodeId node) {
        Account known = accounts.get(node);
        if (known == null) {
            known = new Account(dimensions.none());
            accounts.put(node, known);
        }
        return known;
    }
}
