package dev.baton.simulator.check;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.model.Claim;
import dev.baton.core.model.Hold;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A node that is closed takes no claim. A run's own holds are gone once it has ended, and other people's are
/// untouched: one of theirs goes when its time is over, or in a transaction that also logs a request of a person. (A
/// hold that an abort leaves in the operator's name is the operator's.)
public final class Holds implements Watcher {

    private final Cluster cluster;
    private final Map<NodePath, List<Hold>> before = new HashMap<>();

    /// Makes the checker of a cluster.
    public Holds(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void committed(Transaction transaction) {
        boolean asked = transaction.ops().stream().anyMatch(op -> op.path().isWithin(Paths.EVENTS));
        for (Op op : transaction.ops()) {
            if (op.path().name().equals("holds") && op.path().isWithin(Paths.NODES) && !data(op).isEmpty()) {
                List<Hold> now = Json.read(data(op), dev.baton.coordination.tree.Holds.class).holds();
                List<Hold> old = before.getOrDefault(op.path(), List.of());
                old.stream().filter(hold -> !now.contains(hold) && !hold.owner().startsWith("run ") && !asked
                        && !expired(hold)).findFirst().ifPresent(hold -> cluster.breach("other people's holds",
                                hold + " at " + op.path() + " was released without anybody asking"));
                before.put(op.path(), now);
            }
            if (op instanceof Op.Create && op.path().parent().equals(Paths.CLAIMS)) {
                claimed(Json.read(data(op), Claim.class), op.path().name());
            }
            if (op.path().parent().equals(Paths.RUNS) && !data(op).isEmpty()
                    && Json.read(data(op), RunRecord.class).ended().isPresent()) {
                ended(Json.read(data(op), RunRecord.class));
            }
        }
    }

    /// By somebody's clock.
    private boolean expired(Hold hold) {
        return hold.expires().filter(end -> cluster.machines().values().stream()
                .anyMatch(machine -> !machine.host().wallTime().isBefore(end))).isPresent();
    }

    private void claimed(Claim claim, String group) {
        before.getOrDefault(Paths.holds(claim.node()), List.of()).stream()
                .filter(hold -> hold.strength() == Hold.Strength.CLOSED).findFirst()
                .ifPresent(hold -> cluster.breach("closed node", claim.node() + " claims " + group
                        + " although it is closed: " + hold));
    }

    private void ended(RunRecord run) {
        String owner = Hold.ownedBy(run.run());
        TreeSet<String> left = new TreeSet<>();
        before.forEach((path, holds) -> holds.stream().filter(hold -> hold.owner().equals(owner))
                .forEach(_ -> left.add(path.value())));
        if (!left.isEmpty()) {
            cluster.breach("own holds", "run " + run.run() + " has ended and its holds are still at " + left);
        }
    }

    private static String data(Op op) {
        return switch (op) {
            case Op.Create(_, var data) -> data.text();
            case Op.SetData(_, var data, _) -> data.text();
            case Op.Delete _, Op.Check _ -> "";
        };
    }
}
