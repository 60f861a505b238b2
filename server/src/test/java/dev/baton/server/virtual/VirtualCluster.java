package dev.baton.server.virtual;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.Token;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Nodes with an agent and a controller each, and a product and data that behave as a strict product does: the command
/// `run` fails, and is noted as a breach, when the version on the node cannot open the group's data.
final class VirtualCluster {

    private final World world;
    private final SortedMap<NodeId, VirtualController> controllers = new TreeMap<>();
    private final TreeMap<String, String> versions = new TreeMap<>();
    private final TreeMap<String, String> formats = new TreeMap<>();
    private final List<String> ran = new ArrayList<>();
    private final TreeMirror eye = new TreeMirror();
    private long keys;

    VirtualCluster(long seed, ClusterDocument document) {
        world = new World(seed, LeaseTimings.QUICK, false);
        world.engine().connect("eye", eye::on).perform(new CoordinationCall.Mirror(Paths.ROOT));
        world.commands(this::course);
        document.nodes().keySet().forEach(node -> {
            versions.put(node.value(), VirtualDocuments.OLD.value());
            controllers.put(node, new VirtualController(world, world.machine(node)));
        });
        document.groups().keySet().forEach(group -> formats.put(group.value(), "1.0"));
        accepted(new Request.ApplyConfiguration(document, Optional.empty()));
        await("every group online, every version known", Duration.ofMinutes(2), () -> allOnline()
                && image().members().stream().allMatch(node -> node.version(VirtualDocuments.PRODUCT).isPresent()));
    }

    World world() {
        return world;
    }

    ClusterImage image() {
        return eye.image();
    }

    TreeMirror tree() {
        return eye;
    }

    List<String> ran() {
        return ran;
    }

    boolean allOnline() {
        return !image().groups().isEmpty()
                && image().groups().values().stream().allMatch(group -> group.state().word().equals("Online")
                        && group.format() instanceof Format.At);
    }

    Answer.Accepted accepted(Request request) {
        Ask ask = Ask.of("tester", "key" + ++keys, request);
        for (int tries = 0; tries < 20; tries++) {
            await("a leader", Duration.ofMinutes(1), () -> leader().isPresent());
            VirtualController leader = leader().orElseThrow();
            Token token = leader.ask(ask);
            await("an answer", Duration.ofMinutes(1), () -> leader.answer(token).isPresent() || !leader.leads());
            if (leader.answer(token).isPresent() && leader.answer(token).get() instanceof Answer.Accepted accepted) {
                return accepted;
            }
            world.note("answer " + leader.answer(token));
            world.run(Duration.ofSeconds(1));
        }
        throw new AssertionError(request + " was never accepted\n" + String.join("\n", world.history()));
    }

    Optional<VirtualController> leader() {
        return controllers.values().stream().filter(VirtualController::leads).findFirst();
    }

    NodeId leaderNode() {
        return controllers.entrySet().stream().filter(e -> e.getValue().leads()).map(Map.Entry::getKey)
                .findFirst().orElse(controllers.firstKey());
    }

    SimulatedNode node(NodeId id) {
        return world.on(id.value());
    }

    void kill(NodeId id) {
        node(id).kill();
        controller(id).kill();
    }

    void start(NodeId id) {
        node(id).start();
        controllers.put(id, new VirtualController(world, node(id)));
    }

    void freeze(NodeId id) {
        node(id).freeze();
        controller(id).freeze();
    }

    void thaw(NodeId id) {
        node(id).thaw();
        controller(id).thaw();
    }

    /// Cuts a node's daemon off the engine.
    void cut(NodeId id) {
        if (node(id).hasDaemon()) {
            world.engine().faults().disconnect(node(id).client());
            world.engine().faults().expire(controller(id).connection());
        }
    }

    /// Loses a machine with everything on it.
    void lose(NodeId id) {
        node(id).lose();
        controller(id).kill();
    }

    /// Everybody lives, runs and is connected.
    void heal() {
        for (NodeId id : List.copyOf(controllers.keySet())) {
            if (node(id).hasDaemon()) {
                thaw(id);
                world.engine().faults().reconnect(node(id).client());
                world.engine().faults().reconnect(controller(id).connection());
            } else {
                controller(id).kill();
                start(id);
            }
        }
    }

    private VirtualController controller(NodeId id) {
        return Optional.ofNullable(controllers.get(id)).orElseThrow();
    }

    void await(String what, Duration within, BooleanSupplier condition) {
        world.await(what + " (" + describe() + ")", within, condition);
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        for (GroupImage group : image().groups().values()) {
            text.append(group.id()).append(' ').append(group.state()).append(" placed ")
                    .append(group.placement().owner()).append(" claim ").append(group.claim()).append("; ");
        }
        return text.toString();
    }

    private Course course(String line, SortedMap<String, String> environment) {
        String node = environment.getOrDefault("BATON_NODE", "");
        String group = environment.getOrDefault("BATON_GROUP", "");
        return switch (line.split(" ")[0]) {
            case "version" -> Course.prints(versions.getOrDefault(node, ""));
            case "format" -> Course.prints(formats.getOrDefault(group, ""));
            case "install" -> new Course(Duration.ofSeconds(8), 0, "", () -> {
                ran.add("install " + node);
                versions.put(node, VirtualDocuments.NEW.value());
            });
            case "convert" -> new Course(Duration.ofSeconds(3), 0, "", () -> {
                ran.add("convert " + group + " on " + node);
                formats.put(group, "2.0");
            });
            case "run" -> {
                boolean fits = new Version(versions.getOrDefault(node, "0")).prefix(2).value()
                        .equals(formats.get(group));
                if (line.equals("run database") && !fits) {
                    world.breaches().add("law 2: " + group + " at " + formats.get(group) + " starts on " + node
                            + ", which has " + versions.get(node));
                }
                yield Course.prints("");
            }
            default -> Course.prints("");
        };
    }
}
