package dev.baton.simulator.check;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is unmanaged is only observed: no claim on it is made or ended, its placement stays, and an agent that has seen
/// it so starts nothing of it and asks nothing of it to end. What was begun before comes to its end, within
/// [#UNDER_WAY]. What a guard or an agent kills because a lease is over is not looked at.
public final class Observed implements Watcher {

    /// Longer than anything takes that was begun before it was seen that the group is unmanaged.
    private static final Duration UNDER_WAY = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Map<NodePath, Placement> placements = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();

    /// Makes the checker of a cluster.
    public Observed(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void committed(Transaction transaction) {
        for (Op op : transaction.ops()) {
            if (op.path().parent().equals(Paths.CLAIMS)) {
                claimed(op);
            }
            if (op.path().isWithin(Paths.GROUPS) && op.path().name().equals("placement")) {
                placed(op);
            }
        }
    }

    private void claimed(Op op) {
        Placement placement = placements.getOrDefault(Paths.placement(new GroupId(op.path().name())), Placement.NONE);
        if (!placement.managed() && (op instanceof Op.Create || op instanceof Op.Delete)) {
            cluster.breach("unmanaged", "the claim on " + op.path().name() + " is "
                    + (op instanceof Op.Create ? "made" : "ended") + " while the group is unmanaged");
        }
    }

    private void placed(Op op) {
        Optional<Bytes> data = switch (op) {
            case Op.Create(_, var written) -> Optional.of(written);
            case Op.SetData(_, var written, _) -> Optional.of(written);
            case Op.Delete _, Op.Check _ -> Optional.empty();
        };
        data.filter(bytes -> !bytes.equals(Bytes.EMPTY)).map(bytes -> Json.read(bytes, Placement.class))
                .ifPresent(now -> {
                    Placement before = placements.getOrDefault(op.path(), Placement.NONE);
                    boolean moved = !before.owner().equals(now.owner()) || !before.offline().equals(now.offline())
                            || (!now.managed() && before.epoch() != now.epoch());
                    if (!before.managed() && moved) {
                        cluster.breach("unmanaged", op.path().parent().name() + " is placed anew while it is "
                                + "unmanaged: " + now);
                    }
                    placements.put(op.path(), now);
                });
    }

    @Override
    public void orders(NodeId node, HostCall call, ClusterImage known) {
        switch (call) {
            case HostCall.Launch launch -> starts(node, launch.key(), known);
            case HostCall.Start start -> starts(node, start.key(), known);
            case HostCall.Terminate(var key) -> ends(node, key, known);
            case HostCall.SetDeadline _, HostCall.Released _, HostCall.Clear _, HostCall.Run _, HostCall.Cancel _,
                    HostCall.AwaitEarlier _, HostCall.Append _, HostCall.SetTimer _, HostCall.CancelTimer _,
                    HostCall.RestartMachine _ -> { }
        }
    }

    private void starts(NodeId node, HeldKey key, ClusterImage known) {
        if (unmanagedSince(node, key.group(), known).isPresent()) {
            cluster.breach("unmanaged", key + " is started on " + node + ", which knows that the group is unmanaged");
        }
    }

    private void ends(NodeId node, HeldKey key, ClusterImage known) {
        unmanagedSince(node, key.group(), known)
                .filter(since -> cluster.time().elapsed() - since > UNDER_WAY.toNanos())
                .ifPresent(_ -> cluster.breach("unmanaged", key + " is ended on " + node
                        + ", which knows for long that the group is unmanaged"));
    }

    /// Since when the node is known to know it; empty when it does not.
    private Optional<Long> unmanagedSince(NodeId node, GroupId id, ClusterImage known) {
        String pair = node + " " + id;
        GroupImage group = known.groups().get(id);
        if (group == null || group.placement().managed()) {
            seen.remove(pair);
            return Optional.empty();
        }
        return Optional.of(seen.computeIfAbsent(pair, _ -> cluster.time().elapsed()));
    }
}
