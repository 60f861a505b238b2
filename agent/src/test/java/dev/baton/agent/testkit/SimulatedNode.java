package dev.baton.agent.testkit;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentEvent;
import dev.baton.agent.AgentSettings;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.agent.simulated.SimulatedHost;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.Op;
import dev.baton.coordination.memory.MemoryEngine;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A simulated machine with a real agent on it. Events wait in a queue, effects in another; a frozen daemon takes from
/// neither, so that it may stand still between a decision and its effect.
public final class SimulatedNode {

    private AgentSettings settings;
    private final MemoryEngine engine;
    private final SimulatedHost host;
    private final Deque<AgentEvent> events = new ArrayDeque<>();
    private final Deque<AgentEffect> effects = new ArrayDeque<>();
    private final List<String> said = new ArrayList<>();
    private final List<HostCall> calls = new ArrayList<>();
    private Optional<Agent> agent = Optional.empty();
    private Optional<Coordination> client = Optional.empty();
    private Optional<AgentEffect.End> end = Optional.empty();
    private final Consumer<String> log;
    private final Consumer<String> breach;
    private final Map<String, Instant> sent = new HashMap<>();
    private Instant decided = Instant.EPOCH;
    private boolean frozen;

    /// @param log    told what happened here, one line each
    /// @param breach told of every deadline that the lease does not cover
    SimulatedNode(AgentSettings settings, MemoryEngine engine, SimulatedHost host, Consumer<String> log,
            Consumer<String> breach) {
        this.settings = settings;
        this.engine = engine;
        this.host = host;
        this.log = log;
        this.breach = breach;
    }

    /// Returns its name.
    public NodeId id() {
        return settings.node();
    }

    /// Returns its machine.
    public SimulatedHost host() {
        return host;
    }

    /// Returns what the agents of this node said so far.
    public List<String> said() {
        return said;
    }

    /// Returns what the agents of this node asked of the machine so far.
    public List<HostCall> calls() {
        return calls;
    }

    /// Returns the connection of the present daemon.
    public Coordination client() {
        return client.orElseThrow();
    }

    /// Returns how the last daemon ended, when it ended by itself.
    public Optional<AgentEffect.End> end() {
        return end;
    }

    /// Returns whether a daemon runs.
    public boolean hasDaemon() {
        return agent.isPresent();
    }

    /// Installs a build that speaks these levels; its daemon is the next that starts.
    public void install(LevelRange levels) {
        settings = settings.speaking(levels);
    }

    /// Returns what the build speaks that was installed last.
    public LevelRange speaks() {
        return settings.levels();
    }

    /// Starts the daemon.
    public void start() {
        log.accept("its daemon starts");
        end = Optional.empty();
        frozen = false;
        agent = Optional.of(new Agent(settings));
        client = Optional.of(engine.connect(settings.node().value(),
                event -> events.add(new AgentEvent.FromCoordination(event))));
        host.begin(event -> events.add(new AgentEvent.FromHost(event)));
    }

    /// The daemon is killed.
    public void kill() {
        log.accept("its daemon is dead");
        host.daemonDies();
        agent = Optional.empty();
        client.ifPresent(Coordination::close);
        client = Optional.empty();
        events.clear();
        effects.clear();
    }

    /// The whole machine is lost.
    public void lose() {
        kill();
        host.machineDies();
    }

    /// The daemon stands still, the guard does not.
    public void freeze() {
        log.accept("its daemon freezes");
        frozen = true;
    }

    /// The daemon goes on.
    public void thaw() {
        if (frozen) {
            log.accept("its daemon thaws");
        }
        frozen = false;
    }

    /// Tells the agent something on the daemon's behalf.
    public void tell(AgentEvent event) {
        events.add(event);
    }

    private void watch(CoordinationCall call) {
        if (call instanceof CoordinationCall.Submit(_, var transaction)) {
            for (Op op : transaction.ops()) {
                Bytes written = switch (op) {
                    case Op.Create(_, var data) -> data;
                    case Op.SetData(_, var data, _) -> data;
                    case Op.Delete _, Op.Check _ -> Bytes.EMPTY;
                };
                if (op.path().equals(Paths.heartbeat(id())) && !written.equals(Bytes.EMPTY)) {
                    Heartbeat beat = Json.read(written, Heartbeat.class);
                    sent.put(beat.incarnation() + "." + beat.seq(), decided);
                }
                if (op.path().isWithin(Paths.CLAIMS)) {
                    log.accept("asks " + op);
                }
            }
        }
    }

    /// The law of deadlines: none ends after the send time of the heartbeat that the tree holds, and its lease.
    private void watch(HostCall call) {
        if (call instanceof HostCall.SetDeadline(var deadline) && deadline.isAfter(host.bootTime())) {
            Heartbeat beat = Json.read(engine.committed(Paths.heartbeat(id())).firstEntry().getValue().data(),
                    Heartbeat.class);
            Instant at = sent.get(beat.incarnation() + "." + beat.seq());
            if (at == null || deadline.isAfter(at.plus(beat.leaseFor()))) {
                breach.accept("deadline " + deadline + " of " + id() + ", whose heartbeat was sent at " + at + ": "
                        + beat);
            }
        }
    }

    private void say(String sentence) {
        said.add(sentence);
        log.accept("says: " + sentence);
    }

    boolean canStep() {
        return agent.isPresent() && !frozen && (!effects.isEmpty() || !events.isEmpty());
    }

    /// Carries out one effect, or hands over one event.
    void step() {
        if (effects.isEmpty()) {
            decided = host.bootTime();
            effects.addAll(agent.orElseThrow().on(events.remove(), decided));
            return;
        }
        switch (effects.remove()) {
            case AgentEffect.ToCoordination(CoordinationCall call) -> {
                watch(call);
                client.orElseThrow().perform(call);
            }
            case AgentEffect.ToHost(HostCall call) -> {
                calls.add(call);
                watch(call);
                host.perform(call);
            }
            case AgentEffect.Said(_, var sentence) -> say(sentence);
            case AgentEffect.Ended(var how, var sentence) -> {
                say(sentence);
                kill();
                end = Optional.of(how);
            }
        }
    }
}
