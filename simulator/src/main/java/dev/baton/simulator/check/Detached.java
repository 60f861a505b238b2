package dev.baton.simulator.check;

import dev.baton.agent.host.HeldKey;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What runs outside the cluster runs nowhere else: nothing of the group starts inside, no other node has it, no leader
/// takes its claim away. Its users are silent for so long; once a run has ended, nobody is, and nothing runs outside.
public final class Detached implements Watcher {

    private final Cluster cluster;
    private final Map<String, TreeMap<NodeId, TreeSet<HeldKey>>> alive = new HashMap<>();
    private final Map<String, Placement> placements = new HashMap<>();

    /// Makes the checker of a cluster.
    public Detached(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
        String group = key.group().value();
        alive.computeIfAbsent(group, _ -> new TreeMap<>()).computeIfAbsent(node, _ -> new TreeSet<>()).add(key);
        Optional.ofNullable(cluster.workshop().outside().running().get(group)).ifPresent(where -> cluster.breach(
                "detached", key + " starts on " + node + " while the group runs outside the cluster on " + where));
    }

    @Override
    public void ended(NodeId node, HeldKey key) {
        alive.getOrDefault(key.group().value(), new TreeMap<>()).getOrDefault(node, new TreeSet<>()).remove(key);
    }

    @Override
    public void begins(NodeId node, String command, SortedMap<String, String> environment) {
        String group = environment.getOrDefault("BATON_GROUP", "");
        if (command.equals("backup") && placements.getOrDefault(group, Placement.NONE).detachment().isPresent()) {
            silenceFirst(group, "is saved");
        }
        if (!command.equals("alone")) {
            return;
        }
        alive.getOrDefault(group, new TreeMap<>()).forEach((other, keys) -> keys.stream()
                .filter(key -> !cluster.scene().clockBeyond() && !cluster.machine(other).host().excused(key))
                .findFirst().ifPresent(key -> cluster.breach("detached", group + " begins to run outside the cluster "
                        + "on " + node + " while " + key + " lives on " + other)));
        Optional<NodeId> owner = cluster.tree().value(Paths.claim(new GroupId(group)), Claim.class).map(Claim::node);
        if (!owner.equals(Optional.of(node))) {
            cluster.breach("claim first", group + " begins to run outside the cluster on " + node
                    + ", which the committed claim does not name: " + owner);
        }
        silenceFirst(group, "begins to run outside the cluster");
    }

    private void silenceFirst(String group, String what) {
        long silent = cluster.workshop().outside().silent().keySet().stream().filter(user -> user
                .startsWith(group + " ")).count();
        if (silent < cluster.kindOf(new GroupId(group)).users().size()) {
            cluster.breach("silence first", group + " " + what + " while only "
                    + cluster.workshop().outside().silent() + " are silent");
        }
    }

    @Override
    public void committed(Transaction transaction) {
        for (Op op : transaction.ops()) {
            if (op.path().isWithin(Paths.GROUPS) && op.path().name().equals("placement")) {
                placed(op);
            }
            if (op instanceof Op.Delete && op.path().parent().equals(Paths.CLAIMS)
                    && transaction.ops().stream().anyMatch(each -> each instanceof Op.Check
                            && each.path().equals(Paths.CONTROLLER))) {
                taken(op.path().name());
            }
            if (op.path().parent().equals(Paths.RUNS) && !data(op).isEmpty()
                    && Json.read(data(op), RunRecord.class).ended().isPresent()) {
                runEnded(Json.read(data(op), RunRecord.class));
            }
        }
    }

    private void placed(Op op) {
        if (data(op).isEmpty()) {
            return;
        }
        String group = op.path().parent().name();
        Placement now = Json.read(data(op), Placement.class);
        Placement before = placements.getOrDefault(group, Placement.NONE);
        if (before.detached() && !now.owner().equals(before.owner())) {
            cluster.breach("detached", group + " is placed anew while it is detached: " + now);
        }
        String where = cluster.workshop().outside().running().get(group);
        if (where != null && !now.detached()) {
            cluster.breach("detached", group + " is the cluster's again while it runs outside on " + where);
        }
        placements.put(group, now);
    }

    private void taken(String group) {
        if (placements.getOrDefault(group, Placement.NONE).detached()) {
            cluster.breach("detached", "a leader ends the claim on " + group + ", which is detached");
        }
    }

    private void runEnded(RunRecord run) {
        if (!cluster.workshop().outside().silent().isEmpty() || !cluster.workshop().outside().running().isEmpty()) {
            cluster.breach("own silences", "run " + run.run() + " has ended and " + cluster.workshop().outside()
                    .silent() + " are still silent, " + cluster.workshop().outside().running() + " run outside");
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
