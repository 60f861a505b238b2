package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Orders;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.core.model.Command;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A group leaves the cluster's control only where all of it is offline and the order says so; while it is outside
/// nothing of it is started, asked or stopped. Users are silent when their check says so.
class DetachedJobsTest {

    private static final Duration SOON = Duration.ofSeconds(45);
    private static final NodeId N1 = new NodeId("n1");
    private static final Command SILENT = new Command("silent");

    private final World world = new World(3, LeaseTimings.QUICK);
    private final Orders orders = new Orders(world, N1, SOON);
    private final List<String> ran = new ArrayList<>();
    private final SimulatedNode n1 = world.node("n1");
    private int untilSilent = 3;
    private GroupId db = new GroupId("db");

    @BeforeEach
    void a_group_runs() {
        world.commands((line, _) -> switch (line) {
            case "version" -> Course.prints("1.0");
            case "format" -> Course.prints("1");
            case "silent" -> --untilSilent > 0 ? Course.fails("it talks") : Course.prints("");
            case "alone", "again", "silence", "letgo" -> new Course(Duration.ofSeconds(5), 0, "", () -> ran.add(line));
            default -> {
                ran.add(line.startsWith("exec ssh") ? line : "");
                yield line.contains("unreachable") ? new Course(Duration.ofSeconds(1), 255, "No route to host",
                        () -> { }) : Course.prints("");
            }
        });
        world.kind(Scenes.STRICT);
        db = world.group("db", "strict", "n1", Scenes.database());
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
        ran.clear();
    }

    @AfterEach
    void one_owner_only() {
        assertThat(world.breaches()).isEmpty();
    }

    private List<String> ran() {
        return ran.stream().filter(line -> !line.isEmpty()).toList();
    }

    private void offline(Optional<Detachment> detachment) {
        TreeSet<ResourceId> names = new TreeSet<>(Stream.of("database", "disk", "address").map(Scenes::id).toList());
        world.place(db, world.placement(db).withOffline(names, "test").withDetachment(detachment, "test"));
        world.await("offline", SOON, () -> names.stream().allMatch(name -> world.state(db, name.value())
                == ResourceState.OFFLINE));
    }

    private Work detach() {
        return new Work.Detach(db, new Command("alone"));
    }

    @Test
    void nothing_is_let_run_outside_the_cluster_while_the_group_is_the_clusters_or_anything_of_it_runs() {
        assertThat(orders.order("r.1.1", detach()).detail()).contains("law 1, single owner");
        offline(Optional.of(Detachment.QUIET));
        assertThat(orders.order("r.1.2", detach()).detail()).startsWith("db is not detached");
        assertThat(ran()).isEmpty();
        offline(Optional.of(Detachment.DETACHED));
        assertThat(orders.order("r.1.3", detach()).outcome()).isEqualTo(Outcome.DONE);
        assertThat(ran()).containsExactly("alone");
    }

    @Test
    void nothing_of_a_detached_group_starts_or_is_asked_whatever_else_is_ordered_and_whoever_lives() {
        offline(Optional.of(Detachment.DETACHED));
        orders.order("r.1.1", detach());
        world.place(db, world.placement(db).withOffline(new TreeSet<>(), "test"));
        world.run(SOON);
        assertThat(n1.host().alive()).isEmpty();
        n1.kill();
        n1.start();
        world.run(SOON);
        assertThat(n1.host().alive()).isEmpty();
        assertThat(world.owner(db)).contains(N1);
        offline(Optional.of(Detachment.DETACHED));
        assertThat(orders.order("r.2.1", new Work.Attach(db, new Command("again"))).outcome()).isEqualTo(Outcome.DONE);
        world.place(db, world.placement(db).withOffline(new TreeSet<>(), "test").withDetachment(Optional.empty(), ""));
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
    }

    @Test
    void users_are_silent_when_their_check_says_so_and_not_before() {
        assertThat(orders.order("r.1.1-1", quiesce(Optional.empty())).detail())
                .isEqualTo("its check says that it is silent");
        assertThat(untilSilent).isZero();
        assertThat(orders.order("r.1.1-2", new Work.Unquiesce(db, new Command("letgo"), Optional.of(SILENT),
                Optional.empty())).detail()).startsWith("its check still says that it is silent");
        untilSilent = 2;
        assertThat(orders.order("r.1.1-3", new Work.Unquiesce(db, new Command("letgo"), Optional.of(SILENT),
                Optional.empty())).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void users_outside_the_cluster_are_reached_by_ssh_which_asks_nobody_and_a_failure_to_reach_them_says_so() {
        assertThat(orders.order("r.1.1-1", quiesce(Optional.of("root@app1"))).outcome()).isEqualTo(Outcome.DONE);
        assertThat(ran()).hasSize(2).allSatisfy(line -> assertThat(line).startsWith("exec ssh -n -T -o BatchMode=yes")
                .contains(" -- 'root@app1' 'export BATON_EPOCH='\\''").contains("export BATON_GROUP='\\''db'\\''; "));
        assertThat(ran().getFirst()).endsWith("silence'");
        assertThat(ran().getLast()).endsWith("silent'");
        assertThat(orders.order("r.1.1-2", quiesce(Optional.of("unreachable"))).detail())
                .isEqualTo("ssh did not get to run it on unreachable, status 255: No route to host");
    }

    @Test
    void the_end_of_a_silence_waits_for_what_silences_also_where_the_daemon_died_in_between() {
        orders.put("r.1.1-1", quiesce(Optional.empty()));
        world.await("begun", SOON, () -> n1.host().disk().journal().contains("began r.1.1-1"));
        orders.put("r.9.1-1", new Work.Unquiesce(db, new Command("letgo"), Optional.empty(), Optional.empty()));
        world.run(Duration.ofSeconds(1));
        n1.kill();
        n1.start();
        assertThat(orders.await("r.9.1-1").outcome()).isEqualTo(Outcome.DONE);
        assertThat(orders.await("r.1.1-1").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(ran()).endsWith("letgo").hasSizeBetween(1, 2);
    }

    @Test
    void a_client_is_asked_until_it_has_its_answer_wherever_it_is_and_has_none_when_it_had_none_for_long() {
        untilSilent = 4;
        assertThat(orders.order("r.1.1-client", ask("silent", Optional.empty())).detail())
                .matches("a client of db has its answer, after 3\\d{3} ms");
        assertThat(untilSilent).isZero();
        assertThat(orders.order("r.1.2-client", ask("question", Optional.of("app1"))).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(ran()).singleElement().asString().startsWith("exec ssh ").endsWith("; question'");
        assertThat(orders.order("r.1.3-client", ask("question", Optional.of("unreachable"))).detail())
                .matches("a client of db has had no answer for 3\\d s: ssh did not get to run it on unreachable, "
                        + "status 255: No route to host");
    }

    private Work ask(String command, Optional<String> host) {
        return new Work.Ask(db, new Command(command), host, Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    private Work quiesce(Optional<String> host) {
        return new Work.Quiesce(db, new Command("silence"), Optional.of(SILENT), host);
    }
}
