package dev.baton.agent.testkit;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A leader that knows only what the single-owner protocol lets it do: note when it first saw each heartbeat version,
/// declare dead no earlier than that and the lease it names, and take over claims of the dead that are not stuck. It
/// moves groups at random. It is wrong about nothing else, and often late.
public final class SimpleLeader {

    private record Seen(int version, Instant at, Heartbeat beat) {}

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final World world;
    private final TreeMirror mirror = new TreeMirror();
    private final Map<NodeId, Seen> seen = new HashMap<>();
    private final Coordination client;
    private final double rate;
    private long asked;

    /// Makes a leader whose clock runs at this rate of the true time.
    public SimpleLeader(World world, double rate) {
        this.world = world;
        this.rate = rate;
        this.client = world.engine().connect("leader", this::on);
        client.perform(new CoordinationCall.Mirror(Paths.ROOT));
        look();
    }

    /// Returns its connection.
    public Coordination client() {
        return client;
    }

    private void on(CoordinationEvent event) {
        mirror.on(event);
        world.nodes().forEach(node -> note(node.id()));
    }

    private void note(NodeId node) {
        NodePath path = Paths.heartbeat(node);
        mirror.entry(path).ifPresent(entry -> {
            Seen before = seen.get(node);
            if (before == null || before.version() != entry.version()) {
                seen.put(node, new Seen(entry.version(), world.time().now(), Json.read(entry.data(), Heartbeat.class)));
            }
        });
    }

    private void look() {
        world.time().after(LOOK_EVERY, this::look);
        seen.forEach((node, last) -> {
            Duration own = Duration.ofNanos((long) (Duration.between(last.at(), world.time().now()).toNanos() * rate));
            if (!last.beat().dead() && own.compareTo(LeaseTimings.deadAfter(last.beat().leaseFor())) >= 0) {
                submit(new Op.SetData(Paths.heartbeat(node), Json.write(last.beat().declaredDead()), last.version()));
            } else if (last.beat().dead()) {
                mirror.image().groups().values().forEach(group -> takeOver(group, node));
            }
        });
    }

    private void takeOver(GroupImage group, NodeId dead) {
        Optional<NodeId> target = pick(dead);
        Optional<Claim> claim = group.claim();
        if (target.isEmpty()) {
            return;
        }
        Placement next = group.placement().movedTo(target.get(), "failover");
        Op place = new Op.SetData(Paths.placement(group.id()), Json.write(next),
                mirror.version(Paths.placement(group.id())));
        if (claim.filter(c -> c.node().equals(dead) && c.stuck().isEmpty()).isPresent()) {
            submit(new Op.Check(Paths.heartbeat(dead), mirror.version(Paths.heartbeat(dead))),
                    new Op.Delete(Paths.claim(group.id()), mirror.version(Paths.claim(group.id()))), place);
        } else if (claim.isEmpty() && group.placement().owner().equals(Optional.of(dead))) {
            submit(place);
        }
    }

    /// Moves a group somewhere.
    public void moveSomewhere(GroupId group) {
        Optional.ofNullable(mirror.image().groups().get(group)).ifPresent(image -> {
            List<SimulatedNode> nodes = world.nodes();
            NodeId to = nodes.get(world.random().nextInt(nodes.size())).id();
            submit(new Op.SetData(Paths.placement(group), Json.write(image.placement().movedTo(to, "moved")),
                    mirror.version(Paths.placement(group))));
        });
    }

    private Optional<NodeId> pick(NodeId not) {
        List<NodeId> alive = seen.entrySet().stream()
                .filter(e -> !e.getValue().beat().dead() && !e.getKey().equals(not))
                .map(Map.Entry::getKey).sorted().toList();
        return alive.isEmpty() ? Optional.empty() : Optional.of(alive.get(world.random().nextInt(alive.size())));
    }

    private void submit(Op... ops) {
        world.note("leader asks " + List.of(ops));
        client.perform(new CoordinationCall.Submit(new Token("leader" + asked++), Transaction.of(ops)));
    }
}
