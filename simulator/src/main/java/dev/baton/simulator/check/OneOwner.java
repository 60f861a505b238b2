package dev.baton.simulator.check;

import dev.baton.agent.host.HeldKey;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A group is never active on two nodes: processes and jobs on its data alike. What the protocol does not protect
/// against is left out: what a frozen machine, a guard that stands beside a daemon that stands, or a process that
/// cannot be killed keeps alive beyond its deadline, and machines whose clock is beyond what is assumed. But a claim
/// that says that its group could not be stopped stays for as long as that is so; and a claim is changed and deleted by
/// its own node alone, or deleted because that node is dead.
public final class OneOwner implements Watcher {

    private final Cluster cluster;
    private final Map<GroupId, TreeMap<NodeId, TreeSet<HeldKey>>> active = new HashMap<>();
    private final Map<NodePath, Claim> claims = new HashMap<>();

    /// Makes the checker of a cluster.
    public OneOwner(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
        if (!cluster.document().groups().containsKey(key.group())) {
            return;
        }
        TreeMap<NodeId, TreeSet<HeldKey>> of = active.computeIfAbsent(key.group(), _ -> new TreeMap<>());
        of.computeIfAbsent(node, _ -> new TreeSet<>()).add(key);
        of.forEach((other, keys) -> keys.stream().filter(live -> !other.equals(node) && !excused(other, live))
                .findFirst().ifPresent(live -> cluster.breach("single owner", key + " starts on " + node + " while "
                        + live + " lives on " + other)));
        Optional<NodeId> owner = cluster.tree().value(Paths.claim(key.group()), Claim.class).map(Claim::node);
        if (!owner.equals(Optional.of(node)) && !cluster.scene().clockBeyond()) {
            cluster.breach("claim first", key + " starts on " + node + ", which the committed claim does not name: "
                    + owner.map(NodeId::value).orElse("there is none"));
        }
    }

    @Override
    public void committed(Transaction transaction) {
        for (Op op : transaction.ops()) {
            if (!op.path().parent().equals(Paths.CLAIMS)) {
                continue;
            }
            switch (op) {
                case Op.Create(var path, var data) -> claims.put(path, Json.read(data, Claim.class));
                case Op.SetData(var path, var data, _) -> {
                    entitled(transaction, path, claims.get(path));
                    claims.put(path, Json.read(data, Claim.class));
                }
                case Op.Delete(var path, _) -> {
                    entitled(transaction, path, claims.get(path));
                    gone(new GroupId(path.name()), claims.remove(path));
                }
                case Op.Check _ -> { }
            }
        }
    }

    /// Who touches a claim says in whose name: an agent checks the heartbeat of its own node, a leader its seat and
    /// that of the node that it knows to be dead.
    private void entitled(Transaction transaction, NodePath path, @Nullable Claim claim) {
        if (claim == null) {
            return;
        }
        NodePath heartbeat = Paths.heartbeat(claim.node());
        boolean leader = checks(transaction, Paths.CONTROLLER);
        boolean dead = cluster.tree().value(heartbeat, Heartbeat.class).filter(beat -> !beat.dead()).isEmpty();
        if (!checks(transaction, heartbeat) || (leader && !dead)) {
            cluster.breach("claims", "the claim of " + claim.node() + " on " + path.name() + " is touched by "
                    + (leader ? "a leader although that node is not dead" : "another node"));
        }
    }

    private static boolean checks(Transaction transaction, NodePath path) {
        return transaction.ops().stream().anyMatch(op -> op instanceof Op.Check && op.path().equals(path));
    }

    private void gone(GroupId group, @Nullable Claim claim) {
        if (claim != null && claim.stuck().isPresent()) {
            active.getOrDefault(group, new TreeMap<>()).getOrDefault(claim.node(), new TreeSet<>()).stream().findFirst()
                    .ifPresent(live -> cluster.breach("single owner", "the claim of " + claim.node() + " on " + group
                            + " goes, although it is stuck and " + live + " lives: " + claim.stuck().get()));
        }
    }

    private boolean excused(NodeId node, HeldKey key) {
        return cluster.scene().clockBeyond() || cluster.machine(node).host().excused(key);
    }

    @Override
    public void ended(NodeId node, HeldKey key) {
        TreeSet<HeldKey> keys = active.getOrDefault(key.group(), new TreeMap<>()).get(node);
        if (keys != null) {
            keys.remove(key);
        }
    }

    @Override
    public void outlived(NodeId node, HeldKey key) {
        cluster.breach("lease", key + " lives on " + node + " beyond its deadline");
    }
}
