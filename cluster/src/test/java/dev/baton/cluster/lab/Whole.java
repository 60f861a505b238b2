package dev.baton.cluster.lab;

import dev.baton.agent.simulated.Commands;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.World;
import dev.baton.cluster.controller.Controller;
import dev.baton.cluster.controller.Effect;
import dev.baton.cluster.controller.Event;
import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.Token;
import dev.baton.coordination.memory.MemoryFaults;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Terms;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Real controllers and real agents on simulated machines: four nodes, three groups of the kind that opens only its own
/// format, product `app` at 1.0. The order in which things happen is the seed's.
public final class Whole {

    public static final ProductId PRODUCT = new ProductId("app");
    public static final List<String> NODES = List.of("node1", "node2", "node3", "node4");

    private static final LevelRange ONE = new LevelRange(1, 1);

    private final World world;
    private final Map<String, LevelRange> levels = new HashMap<>();
    private final TreeMirror eye = new TreeMirror();
    private final Map<String, String> installed = new HashMap<>();
    private final Map<String, String> builds = new HashMap<>();
    private final Map<String, String> data = new HashMap<>();
    private final Map<String, Seat> seats = new TreeMap<>();
    private final Set<String> silent = new TreeSet<>();
    private final RunViews views = new RunViews();
    /// Commands that changed something, in order.
    public final List<String> changes = new ArrayList<>();
    private long keys;

    private final class Seat {
        private final Controller controller;
        private final Coordination client;
        private final Map<Token, Answer> answers = new HashMap<>();
        private final Deque<Event> missed = new ArrayDeque<>();
        private boolean dead;
        private boolean frozen;

        Seat(String name) {
            controller = new Controller(new Controller.Setup(new NodeId(name), "http://" + name, true,
                    levels.getOrDefault(name, ONE)));
            client = world.engine().connect("controller " + name, said -> tell(new Event.Told(said, now())));
            tell(new Event.Began(now()));
        }

        void tell(Event event) {
            if (dead) {
                return;
            }
            if (frozen) {
                missed.add(event);
                return;
            }
            for (Effect effect : controller.on(event, now())) {
                switch (effect) {
                    case Effect.Call(var call) -> client.perform(call);
                    case Effect.Reply(var token, var answer) -> answers.put(token, answer);
                    case Effect.Fail(_, var error) -> throw error;
                    case Effect.SetTimer(var at) -> world.time().at(at, () -> tell(new Event.TimerFired(now())));
                    case Effect.Try _, Effect.Say _ -> { }
                    case Effect.Tell(var event2) -> world.note("log: " + event2.text());
                }
            }
        }

        boolean leads() {
            return !frozen && controller.leads();
        }

        void freeze() {
            frozen = true;
        }

        void thaw() {
            frozen = false;
            while (!missed.isEmpty()) {
                tell(missed.remove());
            }
        }

        void die() {
            dead = true;
            client.close();
        }
    }

    /// Makes the cluster, of a build that speaks the first level, and waits until every group is online where it
    /// prefers to be.
    public Whole(long seed) {
        this(seed, ONE);
    }

    /// Makes the cluster of another build.
    public Whole(long seed, LevelRange build) {
        this(seed, build, document());
    }

    /// Makes a cluster whose kind says how a client finds that a group serves.
    public static Whole asked(long seed) {
        ClusterDocument plain = document();
        return new Whole(seed, ONE, new ClusterDocument(plain.settings(), List.of(Scenes.asked(Scenes.STRICT)),
                plain.nodes(), plain.groups()));
    }

    private Whole(long seed, LevelRange build, ClusterDocument document) {
        world = new World(seed, LeaseTimings.QUICK, false);
        world.commands(this::course);
        world.engine().connect("eye", eye::on).perform(new CoordinationCall.Mirror(Paths.ROOT));
        NODES.forEach(name -> installed.put(name, "1.0"));
        NODES.forEach(name -> levels.put(name, build));
        NODES.forEach(this::startController);
        accepted(new Request.ApplyConfiguration(document, Optional.empty()));
        NODES.forEach(name -> world.machine(new NodeId(name), build));
        await("every group online", () -> image().groups().values().stream()
                .allMatch(group -> group.state().word().equals("Online") && group.format() instanceof Format.At)
                && image().members().stream().allMatch(node -> node.version(PRODUCT).isPresent()));
        // Whoever leads sees it later than this observer; a run that began before would count that as an outage.
        world.run(Duration.ofSeconds(1));
    }

    private Commands.Course course(String line, SortedMap<String, String> environment) {
        String node = environment.getOrDefault("BATON_NODE", "");
        String group = environment.getOrDefault("BATON_GROUP", "");
        String to = environment.getOrDefault("BATON_TO", "");
        return switch (line) {
            case "version" -> Commands.Course.prints(installed.getOrDefault(node, ""));
            case "format" -> Commands.Course.prints(data.getOrDefault(group, "1"));
            case "install" -> new Commands.Course(Duration.ofSeconds(20), 0, "", () -> {
                changes.add("install " + node + " " + to);
                installed.put(node, to);
            });
            case "ask" -> silent.contains(group) || !(image().group(new GroupId(group)).state()
                    instanceof GroupState.Online) ? Commands.Course.fails("no answer") : Commands.Course.prints("");
            case "builds" -> Commands.Course.prints(builds.getOrDefault(node, "1.0"));
            case "replace" -> new Commands.Course(Duration.ofSeconds(2), 0, "", () -> replaced(node, to));
            case "convert" -> new Commands.Course(Duration.ofSeconds(4), 0, "", () -> {
                changes.add("convert " + group + " " + to);
                data.put(group, to);
            });
            default -> Commands.Course.prints("");
        };
    }

    /// The installer has put another build there, and restarts the daemon with it: its own job is cut off, or has just
    /// ended.
    private void replaced(String node, String to) {
        changes.add("replace " + node + " " + to);
        builds.put(node, to);
        world.time().at(now().plusMillis(world.random().nextInt(60)), () -> replace(node, new LevelRange(1,
                to.equals("1.0") ? 1 : 2)));
    }

    /// Returns what the cluster is made of.
    public static ClusterDocument document() {
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        NodeDefinition machine = new NodeDefinition("127.0.0.1", true, false, Amounts.NONE);
        NODES.forEach(name -> nodes.put(new NodeId(name), machine));
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>();
        for (int g = 1; g <= 3; g++) {
            groups.put(new GroupId("evs" + g), new GroupDefinition(Scenes.STRICT.id(), new TreeMap<>(),
                    List.of(Scenes.database()), List.of(new NodeId("node" + g)), new TreeSet<>(), false, Terms.NONE));
        }
        return new ClusterDocument(new Settings("lab", true, "none"), List.of(Scenes.STRICT), nodes, groups);
    }

    private static UpgradeSpec spec() {
        return new UpgradeSpec("app-2", List.of(new UpgradeSpec.ProductUpgrade(PRODUCT,
                VersionRange.parse(">=1.0 <2.0"), new Version("2.0"), Optional.empty(), new Command("install"),
                Optional.of(new Command("install")), Optional.empty(), Duration.ofMinutes(1))),
                UpgradeSpec.Restart.NEVER, Preset.FEWEST_OUTAGES, UpgradeSpec.Failback.NEVER,
                UpgradeSpec.ConvertWhen.WITH_MOVE, Duration.ofSeconds(10), Set.of(),
                Optional.empty(), Duration.ZERO, UpgradeSpec.OnFailure.STOP);
    }

    public World world() {
        return world;
    }

    public Instant now() {
        return world.time().now();
    }

    public ClusterImage image() {
        return eye.image();
    }

    public Map<String, String> data() {
        return data;
    }

    public Plan plan() {
        return plan(spec());
    }

    public Plan plan(UpgradeSpec spec) {
        return switch (Planner.plan(image(), spec)) {
            case Planning.Planned planned -> planned.plan();
            case Planning.Infeasible none -> throw new AssertionError(none.toString());
        };
    }

    /// Somebody installs a version of the product by hand.
    public void installed(String node, String version) {
        installed.put(node, version);
    }

    /// Clients of the group have no answer although it is online.
    public void silent(String group, boolean so) {
        if (so) {
            silent.add(group);
        } else {
            silent.remove(group);
        }
    }

    public TreeMirror tree() {
        return eye;
    }

    /// Returns the newest run.
    public Optional<RunView> run() {
        return views.all(eye).reversed().stream().findFirst().flatMap(name -> views.of(eye, name, now()));
    }

    public boolean finished() {
        return run().filter(view -> view.status().equals("finished")).isPresent();
    }

    public void startController(String name) {
        seats.put(name, new Seat(name));
    }

    /// The daemon of a node stands still, its agent and its controller, and the engine gives its controller up.
    public void freeze(String name) {
        seat(name).freeze();
        world.on(name).freeze();
        world.engine().faults().expire(seat(name).client);
    }

    /// Ends the freeze.
    public void thaw(String name) {
        seat(name).thaw();
        world.on(name).thaw();
        world.engine().faults().reconnect(seat(name).client);
    }

    /// The controller of a node ends and another begins; the agent goes on.
    public void restartController(String name) {
        seat(name).die();
        startController(name);
    }

    private Seat seat(String name) {
        return java.util.Objects.requireNonNull(seats.get(name));
    }

    /// Cuts a node's daemon off from the engine: its agent and its controller.
    public void cut(String name) {
        clients(name).forEach(world.engine().faults()::disconnect);
    }

    /// Ends the cut.
    public void mend(String name) {
        clients(name).forEach(world.engine().faults()::reconnect);
    }

    /// The next answer to the leader's controller is lost; whether its write takes effect is the engine's to know.
    public void loseAnAnswer() {
        leader().ifPresent(name -> world.engine().faults().loseNextAnswer(seat(name).client,
                MemoryFaults.Effect.values()[world.random().nextInt(MemoryFaults.Effect.values().length)]));
    }

    private List<Coordination> clients(String name) {
        return List.of(world.on(name).client(), seat(name).client);
    }

    /// Kills the daemon of a node: its agent and its controller.
    public void kill(String name) {
        Optional.ofNullable(seats.remove(name)).ifPresent(Seat::die);
        world.on(name).kill();
    }

    /// Installs a build of Baton on a node; its daemon is the next that starts.
    public void install(String name, LevelRange range) {
        levels.put(name, range);
        world.on(name).install(range);
    }

    /// Replaces the daemon of a node by one of another build.
    public void replace(String name, LevelRange range) {
        kill(name);
        install(name, range);
        start(name);
    }

    public void start(String name) {
        startController(name);
        world.on(name).start();
    }

    public Optional<String> leader() {
        return seats.entrySet().stream().filter(seat -> seat.getValue().leads()).map(Map.Entry::getKey).findFirst();
    }

    public Answer.Accepted accepted(Request request) {
        Answer answer = ask(request);
        if (answer instanceof Answer.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError(request + " was answered " + answer);
    }

    public Answer ask(Request request) {
        keys++;
        return ask(Ask.of("tester", "key" + keys, request));
    }

    /// Asks the present leader without waiting for the answer.
    public void begin(Request request) {
        keys++;
        leader().ifPresent(name -> seat(name).tell(new Event.Asked(new Token("ask" + keys),
                Ask.of("tester", "key" + keys, request), now())));
    }

    public Answer ask(Ask ask) {
        keys++;
        await("a leader", () -> leader().isPresent());
        Seat seat = seat(leader().orElseThrow());
        Token token = new Token("ask" + keys);
        seat.tell(new Event.Asked(token, ask, now()));
        await("an answer to " + ask, () -> seat.answers.containsKey(token));
        return java.util.Objects.requireNonNull(seat.answers.get(token));
    }

    public void await(String what, java.util.function.BooleanSupplier condition) {
        try {
            world.await(what, Duration.ofMinutes(10), condition);
        } catch (AssertionError late) {
            throw new AssertionError(what + "\n" + describe(), late);
        }
    }

    public String describe() {
        StringBuilder text = new StringBuilder();
        image().groups().values().forEach(group -> text.append(group.id()).append(' ').append(group.state())
                .append(" owner ").append(group.owner()).append(" placement ").append(group.placement())
                .append(" format ").append(group.format()).append('\n'));
        run().ifPresent(view -> text.append(view.status()).append(' ').append(view.waitingFor()).append('\n'));
        world.history().stream().skip(Math.max(0, world.history().size() - 40)).forEach(line ->
                text.append(line).append('\n'));
        return text.toString();
    }
}
