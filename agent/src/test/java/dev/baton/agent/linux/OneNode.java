package dev.baton.agent.linux;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentEvent;
import dev.baton.agent.AgentSettings;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.agent.testkit.Scenes;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.memory.MemoryEngine;
import dev.baton.coordination.tree.ClusterLevel;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Report;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Terms;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/// The real agent on the real machine, with one group, before an engine in memory. Daemons come and go; what they hold
/// is the machine's.
final class OneNode {

    static final NodeId NODE = new NodeId("n1");
    static final GroupId GROUP = new GroupId("g");

    private final LeaseTimings timings;
    private final LinuxMachine machine = new LinuxMachine(LinuxMachine.ways().getFirst());
    private final LinkedBlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
    private final MemoryEngine engine = new MemoryEngine();
    private final Coordination operator = engine.connect("operator", _ -> { });
    private final StringBuilder said = new StringBuilder();
    private Optional<Life> life = Optional.empty();

    private record Life(Agent agent, LinuxHost host, Coordination client) {}

    OneNode(LeaseTimings timings, List<Resource> resources) {
        this(timings, _ -> resources);
    }

    /// @param resources of the group, which may name paths of the machine
    OneNode(LeaseTimings timings, java.util.function.Function<LinuxMachine, List<Resource>> resources) {
        this.timings = timings;
        Paths.DIRECTORIES.forEach(path -> put(path, Bytes.EMPTY));
        put(Paths.LEVEL, Json.write(ClusterLevel.at(1)));
        put(Paths.node(NODE), Json.write(new NodeDefinition("127.0.0.1", true, false, Amounts.NONE)));
        put(Paths.kind(Scenes.PLAIN.id()), Json.write(Scenes.PLAIN));
        put(Paths.group(GROUP), Json.write(new GroupDefinition(Scenes.PLAIN.id(), Collections.emptySortedMap(),
                resources.apply(machine), List.of(), Collections.emptySortedSet(), false, Terms.NONE)));
    }

    LinuxMachine machine() {
        return machine;
    }

    /// A daemon begins.
    void start() {
        events.clear();
        Coordination client = engine.connect("n1", event -> events.add(new AgentEvent.FromCoordination(event)));
        life = Optional.of(new Life(new Agent(AgentSettings.of(NODE, timings, "")),
                machine.start(event -> events.add(new AgentEvent.FromHost(event))), client));
    }

    /// The daemon dies.
    void crash() {
        life.ifPresent(now -> {
            now.host().close();
            now.client().close();
        });
        life = Optional.empty();
    }

    void place() {
        put(Paths.placement(GROUP), Json.write(Placement.NONE.movedTo(NODE, "test")));
    }

    /// Takes the group away and waits until the claim is gone.
    void release() {
        put(Paths.placement(GROUP), Json.write(new Placement(Optional.empty(), 9, new TreeSet<>(), "end",
                Optional.of(NODE))));
        until("released", () -> engine.committed(Paths.claim(GROUP)).isEmpty());
    }

    void close() {
        crash();
        machine.close();
    }

    /// Returns whether the daemon that lives now says that every resource is online.
    boolean online() {
        return value(Paths.report(GROUP, NODE), Report.class).filter(report ->
                report.incarnation() == beat().incarnation() && report.states().values().stream()
                        .allMatch(state -> state == ResourceState.ONLINE)).isPresent();
    }

    /// Returns what the node says of itself.
    NodeFacts facts() {
        return value(Paths.facts(NODE), NodeFacts.class).orElse(NodeFacts.UNKNOWN);
    }

    Heartbeat beat() {
        return value(Paths.heartbeat(NODE), Heartbeat.class).orElse(new Heartbeat(0, "", 0, Duration.ZERO, true));
    }

    private <T> Optional<T> value(NodePath path, Class<T> type) {
        return Optional.ofNullable(engine.committed(path).get(path)).map(entry -> Json.read(entry.data(), type));
    }

    private void put(NodePath path, Bytes content) {
        boolean there = engine.committed(path).containsKey(path);
        operator.perform(new CoordinationCall.Submit(new Token("put"), Transaction.of(there
                ? new Op.SetData(path, content, Op.ANY_VERSION) : new Op.Create(path, content))));
        engine.runUntilIdle();
    }

    /// The daemon's loop, until the condition holds.
    void until(String what, BooleanSupplier condition) {
        machine.until(what, () -> {
            engine.runUntilIdle();
            for (AgentEvent event = events.poll(); event != null; event = events.poll()) {
                handle(event);
                engine.runUntilIdle();
            }
            return condition.getAsBoolean();
        });
    }

    private void handle(AgentEvent event) {
        life.ifPresent(now -> now.agent().on(event, machine.bootTime()).forEach(effect -> perform(now, effect)));
    }

    /// Returns what its daemons have told people, a line each.
    String said() {
        return said.toString();
    }

    private void perform(Life now, AgentEffect effect) {
        switch (effect) {
            case AgentEffect.ToCoordination(var call) -> now.client().perform(call);
            case AgentEffect.ToHost(var call) -> now.host().perform(call);
            case AgentEffect.Said(_, String sentence) -> said.append(sentence).append('\n');
            case AgentEffect.Ended _ -> { }
        }
    }
}
