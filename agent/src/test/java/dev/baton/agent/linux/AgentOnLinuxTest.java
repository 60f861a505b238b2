package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Report;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real agent on the real machine: processes start, are restarted in place, outlive their daemon, and stop.
class AgentOnLinuxTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final GroupId GROUP = new GroupId("g");
    private static final LeaseTimings TIMINGS =
            new LeaseTimings(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(1));

    private final LinuxMachine machine = new LinuxMachine(LinuxMachine.ways().getFirst());
    private final LinkedBlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
    private final MemoryEngine engine = new MemoryEngine();
    private final Coordination operator = engine.connect("operator", _ -> { });
    private Coordination client = operator;
    private LinuxHost host = start();
    private Agent agent = new Agent(AgentSettings.of(NODE, TIMINGS, ""));

    @BeforeEach
    void a_group_runs() {
        Paths.DIRECTORIES.forEach(path -> put(path, Bytes.EMPTY));
        put(Paths.node(NODE), Json.write(new NodeDefinition("127.0.0.1", true, false, Amounts.NONE)));
        put(Paths.kind(Scenes.PLAIN.id()), Json.write(Scenes.PLAIN));
        put(Paths.group(GROUP), Json.write(new GroupDefinition(Scenes.PLAIN.id(), Collections.emptySortedMap(),
                List.of(sleeper("disk"), sleeper("database", "disk")), List.of(), Collections.emptySortedSet(),
                false, Terms.NONE)));
        put(Paths.placement(GROUP), Json.write(Placement.NONE.movedTo(NODE, "test")));
        until("online", this::online);
    }

    @AfterEach
    void nothing_is_left() {
        put(Paths.placement(GROUP), Json.write(new Placement(Optional.empty(), 9, new TreeSet<>(), "end",
                Optional.of(NODE))));
        until("released", () -> engine.committed(Paths.claim(GROUP)).isEmpty());
        assertThat(pids()).noneMatch(AgentOnLinuxTest::lives);
        host.close();
        machine.close();
    }

    @Test
    void a_killed_process_is_restarted_in_place_with_what_needs_it() {
        List<Long> first = pids();
        ProcessHandle.of(first.getFirst()).orElseThrow().destroyForcibly();
        until("restarted", () -> pids().size() == 4 && online());
        assertThat(pids()).doesNotHaveDuplicates();
    }

    @Test
    void what_runs_outlives_its_daemon_and_is_taken_over_by_the_next() {
        List<Long> first = pids();
        long life = beat().incarnation();
        host.close();
        client.close();
        events.clear();
        agent = new Agent(AgentSettings.of(NODE, TIMINGS, ""));
        host = start();
        until("taken over", () -> beat().incarnation() == life + 1 && online());
        assertThat(pids()).isEqualTo(first);
        assertThat(first).allMatch(AgentOnLinuxTest::lives);
    }

    private LinuxHost start() {
        client = engine.connect("n1", event -> events.add(new AgentEvent.FromCoordination(event)));
        return machine.start(event -> events.add(new AgentEvent.FromHost(event)));
    }

    private Resource sleeper(String name, String... needs) {
        TreeMap<String, String> with = new TreeMap<>();
        with.put("run", "read -r pid _ </proc/self/stat; echo $pid >>$DIR/pids; exec sleep 1000");
        with.put("ready", "test -s $DIR/pids");
        return new Resource(Scenes.id(name), "process", with,
                new TreeSet<>(List.of(needs).stream().map(Scenes::id).toList()), Duration.ofSeconds(10),
                Duration.ofSeconds(5), Duration.ofSeconds(1));
    }

    /// Numbers of all processes that were started so far.
    private List<Long> pids() {
        Path noted = Path.of(machine.settings().environment().get("DIR")).resolve("pids");
        try {
            return Files.exists(noted) ? Files.readAllLines(noted).stream().map(Long::parseLong).toList() : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean lives(long pid) {
        return ProcessStamp.of(pid).filter(ProcessStamp::lives).isPresent();
    }

    private boolean online() {
        return value(Paths.report(GROUP, NODE), Report.class).filter(report ->
                report.incarnation() == beat().incarnation() && report.states().size() == 2
                        && report.states().values().stream().allMatch(state -> state == ResourceState.ONLINE))
                .isPresent();
    }

    private Heartbeat beat() {
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
    private void until(String what, BooleanSupplier condition) {
        machine.until(what, () -> {
            engine.runUntilIdle();
            for (AgentEvent event = events.poll(); event != null; event = events.poll()) {
                agent.on(event, machine.bootTime()).forEach(this::perform);
                engine.runUntilIdle();
            }
            return condition.getAsBoolean();
        });
    }

    private void perform(AgentEffect effect) {
        switch (effect) {
            case AgentEffect.ToCoordination(var call) -> client.perform(call);
            case AgentEffect.ToHost(var call) -> host.perform(call);
            case AgentEffect.Said _, AgentEffect.Ended _ -> { }
        }
    }
}
