package dev.baton.simulator.check;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.ControllerRecord;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Nobody who takes part reads what it does not speak: what a level brings is written only in a cluster that is at it;
/// the level only rises, by one, and only when every member speaks it, down ones by what was last known of them; a
/// build that does not speak the level neither beats nor leads. Read off the bytes and off the builds that really run.
public final class Levels implements Watcher {

    private static final String LAW = "levels";

    private final Cluster cluster;
    private final Map<String, LevelRange> lives = new HashMap<>();
    private final TreeMap<NodeId, LevelRange> known = new TreeMap<>();
    private final TreeMap<NodeId, Heartbeat> beats = new TreeMap<>();
    private LevelRange leads = new LevelRange(1, 1);
    private int level = 1;

    /// Makes the checker of a cluster.
    public Levels(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void beats(NodeId node, Heartbeat beat, Instant bootTime) {
        lives.put(life(node, beat), cluster.machine(node).runs());
    }

    private static String life(NodeId node, Heartbeat beat) {
        return node + " " + beat.bootId() + " " + beat.incarnation();
    }

    @Override
    public void committed(Transaction transaction) {
        boolean ofLeader = transaction.ops().getFirst() instanceof Op.Check(var path, _)
                && path.equals(Paths.CONTROLLER);
        if (ofLeader && !leads.speaks(level)) {
            cluster.breach(LAW, "a leader that speaks " + leads + " writes in a cluster at level " + level);
        }
        for (Op op : transaction.ops()) {
            switch (op) {
                case Op.Create(var path, var data) -> written(path, data);
                case Op.SetData(var path, var data, _) -> written(path, data);
                case Op.Delete(var path, _) -> gone(path);
                case Op.Check _ -> { }
            }
        }
    }

    private void gone(NodePath path) {
        if (path.parent().equals(Paths.HEARTBEATS)) {
            beats.remove(new NodeId(path.name()));
        } else if (path.name().equals("facts") && path.isWithin(Paths.NODES)) {
            known.remove(new NodeId(path.parent().name()));
        }
    }

    private void written(NodePath path, Bytes data) {
        if (path.equals(Paths.LEVEL)) {
            level(data.text());
        } else if (path.equals(Paths.CONTROLLER)) {
            leads = cluster.machine(Json.read(data, ControllerRecord.class).node()).runs();
        } else if (path.name().equals("facts") && path.isWithin(Paths.NODES)) {
            known.put(new NodeId(path.parent().name()), Json.read(data, NodeFacts.class).levels());
        } else if (path.isWithin(Paths.HEARTBEATS) && !path.equals(Paths.HEARTBEATS)) {
            beat(new NodeId(path.name()), data);
        }
    }

    private void beat(NodeId node, Bytes data) {
        if (level < 2 && !data.text().startsWith("{")) {
            cluster.breach(LAW, "a heartbeat of " + node + " is written as level 2 has it, the cluster is at "
                    + level);
        }
        Heartbeat beat = Json.read(data, Heartbeat.class);
        beats.put(node, beat);
        LevelRange build = lives.get(life(node, beat));
        if (!beat.dead() && build != null && !build.speaks(level)) {
            cluster.breach(LAW, node + " takes part with a build that speaks " + build + ", the cluster is at "
                    + level);
        }
    }

    private void level(String text) {
        if (!text.matches("[0-9]+")) {
            return;
        }
        int now = Integer.parseInt(text);
        if (now < level || now > level + 1) {
            cluster.breach(LAW, "the level goes from " + level + " to " + now);
        }
        if (now > level) {
            known.forEach((node, range) -> member(node, now, range, "was last known to speak "));
            beats.forEach((node, beat) -> {
                if (!beat.dead()) {
                    member(node, now, lives.get(life(node, beat)), "takes part with a build that speaks ");
                }
            });
        }
        level = now;
    }

    private void member(NodeId node, int now, @Nullable LevelRange range, String what) {
        if (range != null && !range.speaks(now)) {
            cluster.breach(LAW, "the level rises to " + now + ", and " + node + " " + what + range);
        }
    }
}
