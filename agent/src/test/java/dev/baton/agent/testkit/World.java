package dev.baton.agent.testkit;

import dev.baton.agent.AgentSettings;
import dev.baton.agent.host.HeldKey;
import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.Commands;
import dev.baton.agent.simulated.MachineObserver;
import dev.baton.agent.simulated.SimulatedHost;
import dev.baton.agent.simulated.VirtualTime;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.memory.MemoryEngine;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Report;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// A cluster of simulated nodes. It watches at every start of a process that no other machine has one of the same
/// group, and that the claim committed at this moment names the machine.
public final class World {

    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final MemoryEngine engine;
    private final LeaseTimings timings;
    private final SortedMap<NodeId, SimulatedNode> nodes = new TreeMap<>();
    private final TreeMap<GroupId, TreeMap<String, NodeId>> active = new TreeMap<>();
    private final List<String> breaches = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final Coordination operator;
    private Commands commands = (_, _) -> Commands.Course.prints("1.0");
    private Optional<String> traced = Optional.empty();
    private long writes;

    /// Makes a cluster whose history the seed decides, with directories and level as a leader makes them.
    public World(long seed, LeaseTimings timings) {
        this(seed, timings, true);
    }

    /// Makes a cluster whose history the seed decides.
    ///
    /// @param made whether its directories and level are there already
    public World(long seed, LeaseTimings timings, boolean made) {
        this.random = new Random(seed);
        this.engine = new MemoryEngine(random::nextInt);
        this.timings = timings;
        this.operator = engine.connect("operator", _ -> { });
        if (made) {
            Paths.DIRECTORIES.forEach(path -> put(path, Bytes.EMPTY));
            put(Paths.LEVEL, Json.write(1));
        }
    }

    /// Returns the true time.
    public VirtualTime time() {
        return time;
    }

    /// Returns the engine.
    public MemoryEngine engine() {
        return engine;
    }

    /// Returns the chance of this world.
    public Random random() {
        return random;
    }

    /// Returns what happened to processes, one line each.
    public List<String> history() {
        return history;
    }

    /// Adds a line to the history.
    public void note(String what) {
        history.add(time.now() + " " + what);
    }

    /// Returns every breach of the single-owner law that was seen.
    public List<String> breaches() {
        return breaches;
    }

    /// Lets commands do this from now on.
    public void commands(Commands now) {
        commands = now;
    }

    /// Defines a node, adds its machine and starts its daemon.
    public SimulatedNode node(String name) {
        NodeId id = new NodeId(name);
        put(Paths.node(id), Json.write(new NodeDefinition("127.0.0.1", true, false, Amounts.NONE)));
        return machine(id);
    }

    /// Adds the machine of a node and starts its daemon.
    public SimulatedNode machine(NodeId id) {
        return machine(id, new LevelRange(1, 1));
    }

    /// Adds the machine of a node and starts its daemon, of a build that speaks these levels.
    public SimulatedNode machine(NodeId id, LevelRange build) {
        double rate = 1 + (random.nextDouble() - 0.5) / 1000;
        SimulatedHost host = new SimulatedHost(time, new Chance(random.nextLong()), timings.margin(), rate,
                (line, environment) -> commands.course(line, environment), observer(id));
        SimulatedNode node = new SimulatedNode(AgentSettings.of(id, timings, "").speaking(build), engine, host,
                what -> note(id + " " + what),
                what -> breaches.add(time.now() + " " + what));
        nodes.put(id, node);
        node.start();
        return node;
    }

    /// Returns the node of that name.
    public SimulatedNode on(String name) {
        return Optional.ofNullable(nodes.get(new NodeId(name))).orElseThrow();
    }

    /// Returns all nodes.
    public List<SimulatedNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /// Defines a kind.
    public void kind(Kind kind) {
        put(Paths.kind(kind.id()), Json.write(kind));
    }

    /// Defines a group and places it.
    public GroupId group(String name, String kind, String owner, Resource... resources) {
        return group(name, kind, owner, Terms.NONE, resources);
    }

    /// Does the same, with terms.
    public GroupId group(String name, String kind, String owner, Terms terms, Resource... resources) {
        GroupId id = new GroupId(name);
        put(Paths.group(id), Json.write(new GroupDefinition(new KindId(kind), Collections.emptySortedMap(),
                List.of(resources), List.of(), Collections.emptySortedSet(), false, terms)));
        place(id, Placement.NONE.movedTo(new NodeId(owner), "test"));
        return id;
    }

    /// Takes the whole definition of a group away.
    public void undefine(GroupId group) {
        while (entry(Paths.group(group)).isPresent()) {
            List<NodePath> entries = new ArrayList<>(engine.committed(Paths.group(group)).keySet());
            Collections.reverse(entries);
            operator.perform(new CoordinationCall.Submit(new Token("undefine" + writes++), Transaction.of(entries
                    .stream().map(path -> new Op.Delete(path, Op.ANY_VERSION)).toArray(Op[]::new))));
            engine.runUntilIdle();
        }
    }

    /// Places a group by one write.
    public void place(GroupId group, Placement placement) {
        put(Paths.placement(group), Json.write(placement));
    }

    /// Moves a group by one write.
    public void move(GroupId group, String to) {
        place(group, placement(group).movedTo(new NodeId(to), "moved"));
    }

    /// Writes an entry as an operator who is always connected.
    public void put(NodePath path, Bytes content) {
        Op op = entry(path).isPresent() ? new Op.SetData(path, content, Op.ANY_VERSION) : new Op.Create(path, content);
        operator.perform(new CoordinationCall.Submit(new Token("put" + writes++), Transaction.of(op)));
        for (int i = 0; i < 100_000 && !entry(path).map(Versioned::data).equals(Optional.of(content)); i++) {
            engine.step();
        }
    }

    /// Deletes an entry as an operator who is always connected.
    public void remove(NodePath path) {
        operator.perform(new CoordinationCall.Submit(new Token("remove" + writes++), Transaction.of(
                new Op.Delete(path, Op.ANY_VERSION))));
        for (int i = 0; i < 100_000 && entry(path).isPresent(); i++) {
            engine.step();
        }
    }

    /// Returns what is committed.
    public Optional<Versioned> entry(NodePath path) {
        return Optional.ofNullable(engine.committed(path).get(path));
    }

    /// Returns what is committed, as a value.
    public <T> Optional<T> value(NodePath path, Class<T> type) {
        return entry(path).map(entry -> Json.read(entry.data(), type));
    }

    /// Returns the placement of a group.
    public Placement placement(GroupId group) {
        return value(Paths.placement(group), Placement.class).orElse(Placement.NONE);
    }

    /// Returns the owner of a group.
    public Optional<NodeId> owner(GroupId group) {
        return value(Paths.claim(group), Claim.class).map(Claim::node);
    }

    /// Returns what the owner reports of a group's resource; offline when it says nothing.
    public ResourceState state(GroupId group, String resource) {
        return owner(group).flatMap(node -> value(Paths.report(group, node), Report.class))
                .map(report -> report.states().getOrDefault(new ResourceId(resource),
                        ResourceState.OFFLINE)).orElse(ResourceState.OFFLINE);
    }

    /// Returns the machines on which something of the group is alive.
    public List<NodeId> activeOn(GroupId group) {
        return List.copyOf(new TreeSet<>(active.getOrDefault(group, new TreeMap<>()).values()));
    }

    /// Notes every change of claims and placements from now on; slow.
    public void trace() {
        traced = Optional.of("");
    }

    private void noteClaims() {
        String now = engine.committed(Paths.CLAIMS) + " " + engine.committed(Paths.GROUPS).entrySet().stream()
                .filter(e -> e.getKey().name().equals("placement")).toList();
        if (!traced.equals(Optional.of(now))) {
            traced = Optional.of(now);
            note(now);
        }
    }

    /// Lets one thing happen.
    public void step() {
        if (traced.isPresent()) {
            noteClaims();
        }
        List<SimulatedNode> ready = nodes.values().stream().filter(SimulatedNode::canStep).toList();
        int choice = random.nextInt(3);
        if (time.isDue() && choice == 0) {
            time.next();
        } else if (!ready.isEmpty() && choice != 2) {
            ready.get(random.nextInt(ready.size())).step();
        } else if (engine.step()) {
            time.pass(Duration.ofNanos(random.nextInt(1_500_000)));
        } else if (!ready.isEmpty()) {
            ready.get(random.nextInt(ready.size())).step();
        } else {
            time.next();
        }
    }

    /// Lets this much time go by.
    public void run(Duration span) {
        Instant end = time.now().plus(span);
        boolean[] over = {false};
        time.at(end, () -> over[0] = true);
        while (!over[0]) {
            step();
        }
    }

    /// Lets things happen until the condition holds.
    ///
    /// @throws AssertionError if it does not within this time
    public void await(String what, Duration within, BooleanSupplier condition) {
        Instant end = time.now().plus(within);
        boolean[] over = {false};
        time.at(end, () -> over[0] = true);
        while (!condition.getAsBoolean()) {
            if (over[0]) {
                throw new AssertionError("not within " + within + ": " + what + "\n" + String.join("\n", history)
                        + "\n" + nodes.values().stream().flatMap(n -> n.said().stream()).toList());
            }
            step();
        }
    }

    private MachineObserver observer(NodeId node) {
        return new MachineObserver() {
            @Override
            public void started(HeldKey key, SortedMap<String, String> environment) {
                history.add(time.now() + " " + node + " started " + key + " epoch "
                        + environment.getOrDefault("BATON_EPOCH", "-"));
                TreeMap<String, NodeId> there = active.computeIfAbsent(key.group(), _ -> new TreeMap<>());
                there.put(node + " " + key, node);
                if (new TreeSet<>(there.values()).size() > 1) {
                    breaches.add(time.now() + " " + key.group() + " is active at once: " + there.keySet());
                }
                boolean hasData = entry(Paths.group(key.group())).isPresent();
                if (hasData && !owner(key.group()).equals(Optional.of(node))) {
                    breaches.add(time.now() + " " + key + " starts on " + node + "; claimed by " + owner(key.group()));
                }
            }

            @Override
            public void ended(HeldKey key) {
                history.add(time.now() + " " + node + " ended " + key);
                active.getOrDefault(key.group(), new TreeMap<>()).remove(node + " " + key);
            }
        };
    }
}
