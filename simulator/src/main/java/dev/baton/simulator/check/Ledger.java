package dev.baton.simulator.check;

import dev.baton.agent.host.HeldKey;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.journal.Entry;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.JournalTail;
import dev.baton.simulator.world.Watcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// The outages in a run's journal are those that a client of the group had: none that is written down is longer than
/// what its clients went without, and while one leader carried the run none of theirs is missing; groups that people
/// took offline are left out of the latter. A leader that is told
/// late knows late, so only what is more than [#SLACK] off counts.
public final class Ledger implements Watcher {

    private static final long SLACK = 45_000_000_000L;

    private final Cluster cluster;
    private final Map<GroupId, Map<NodeId, Set<ResourceId>>> running = new HashMap<>();
    private final Map<GroupId, List<Down>> downs = new HashMap<>();
    private final JournalTail journals = new JournalTail();
    private final List<Noted> noted = new ArrayList<>();
    private final Set<GroupId> wished = new HashSet<>();
    private long began;
    private int leaders;
    private boolean clocksDiffer;

    /// True time, in nanoseconds.
    private record Down(long from, long to) {

        long within(long begin, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, begin));
        }
    }

    private record Noted(GroupId group, Down down) {}

    /// Makes the checker of a cluster.
    public Ledger(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
        change(node, key, Set::add);
    }

    @Override
    public void ended(NodeId node, HeldKey key) {
        change(node, key, Set::remove);
    }

    private void change(NodeId node, HeldKey key, BiConsumer<Set<ResourceId>, ResourceId> how) {
        boolean before = serves(key.group());
        how.accept(running.computeIfAbsent(key.group(), _ -> new HashMap<>())
                .computeIfAbsent(node, _ -> new HashSet<>()), key.resource());
        boolean after = serves(key.group());
        List<Down> of = downs.computeIfAbsent(key.group(), _ -> new ArrayList<>());
        if (before && !after) {
            of.add(new Down(cluster.time().elapsed(), Long.MAX_VALUE));
        } else if (after && !before && !of.isEmpty()) {
            of.add(new Down(of.removeLast().from(), cluster.time().elapsed()));
        }
    }

    /// Whether all that the group is made of runs on some node: a database without its disk or its address is of no use
    /// to anybody.
    private boolean serves(GroupId group) {
        Set<ResourceId> all = cluster.resources(group);
        return !all.isEmpty() && running.getOrDefault(group, Map.of()).values().stream()
                .anyMatch(there -> there.containsAll(all));
    }

    @Override
    public void committed(Transaction transaction) {
        for (Op op : transaction.ops()) {
            if (op.path().equals(Paths.CONTROLLER) && !(op instanceof Op.Check)) {
                leaders++;
            }
            if (op instanceof Op.SetData(var path, _, _) && path.name().equals("intent")) {
                wished.add(new GroupId(path.parent().name()));
            }
            List<Entry> appended = journals.appended(op);
            if (!appended.isEmpty()) {
                compareClocks();
                appended.forEach(this::look);
            }
        }
    }

    private void compareClocks() {
        TreeSet<Instant> clocks = new TreeSet<>();
        cluster.machines().values().forEach(machine -> clocks.add(machine.host().wallTime()));
        clocksDiffer |= Duration.between(clocks.first(), clocks.last()).toNanos() > SLACK;
    }

    private void look(Entry entry) {
        switch (entry) {
            case Entry.Started _ -> {
                began = cluster.time().elapsed();
                leaders = 1;
                noted.clear();
            }
            case Entry.OutageSeen(_, var group, var lasted, _) -> seen(group, lasted);
            case Entry.Finished _, Entry.Aborted _, Entry.RolledBack _ -> ended();
            case Entry.Led _, Entry.OfStep _, Entry.PauseAsked _, Entry.Continued _, Entry.AbortAsked _,
                    Entry.Overtaken _, Entry.Proposed _, Entry.Replanned _, Entry.RollbackAsked _,
                    Entry.Compensated _, Entry.Measured _, Entry.ClientsWaited _ -> { }
        }
    }

    private void seen(GroupId group, Duration lasted) {
        long now = cluster.time().elapsed();
        long from = now - lasted.toNanos();
        noted.add(new Noted(group, new Down(from, now)));
        long without = downs.getOrDefault(group, List.of()).stream()
                .mapToLong(down -> down.within(from - SLACK, now)).sum();
        // A leader that was not there when the journal was written last has nothing but clocks on walls.
        boolean guessed = leaders > 1 && clocksDiffer;
        if (!guessed && lasted.toNanos() > without + SLACK) {
            cluster.breach("outage ledger", "an outage of " + group + " of " + lasted + " is written down, of which its"
                    + " clients had " + Duration.ofNanos(without));
        }
    }

    private void ended() {
        if (leaders > 1) {
            return;
        }
        long last = cluster.time().elapsed() - SLACK;
        downs.forEach((group, all) -> all.stream().filter(down -> down.from() > began && down.to() < last
                && down.to() - down.from() > SLACK && !wished.contains(group) && noted.stream().noneMatch(seen ->
                        seen.group().equals(group) && seen.down().within(down.from() - SLACK, down.to() + SLACK) > 0))
                .findFirst().ifPresent(down -> cluster.breach("outage ledger", group + " was down for "
                        + Duration.ofNanos(down.to() - down.from()) + ", which the journal does not say")));
    }

}
