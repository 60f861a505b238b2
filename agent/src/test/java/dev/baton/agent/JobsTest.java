package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Orders;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Command;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Jobs are begun only when what they expect is so, and are never done twice.
class JobsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final NodeId N1 = new NodeId("n1");
    private static final ProductId APP = new ProductId("app");

    private final World world = new World(3, LeaseTimings.QUICK);
    private final Orders orders = new Orders(world, N1, SOON);
    private final List<String> ran = new ArrayList<>();
    private final SimulatedNode n1 = world.node("n1");
    private Duration probing = Duration.ZERO;
    private String version = "1.0";
    private String format = "1";
    private String installs = "2.0";
    private GroupId db = new GroupId("db");

    @BeforeEach
    void a_group_runs() {
        world.commands((line, _) -> switch (line) {
            case "version" -> new Course(probing, 0, version, () -> { });
            case "format" -> Course.prints(format);
            case "install" -> work(line, () -> version = installs);
            case "convert" -> work(line, () -> format = "2");
            case "test", "prepare" -> work(line, () -> { });
            case "backup" -> new Course(Duration.ofHours(3), 0, "", () -> ran.add(line));
            default -> Course.prints("");
        });
        world.kind(Scenes.STRICT);
        db = world.group("db", "strict", "n1", Scenes.database());
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
    }

    @AfterEach
    void one_owner_only() {
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void an_install_is_refused_while_the_node_is_not_closed() {
        assertThat(orders.order("r.1.1", install()).detail()).isEqualTo("n1 is not closed, so a group could start there"
                + " meanwhile (law 3, empty before install). hold n1 closed first.");
        assertThat(ran).isEmpty();
    }

    @Test
    void an_install_is_refused_while_the_node_is_not_empty() {
        close();
        JobResult result = orders.order("r.1.1", install());
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.detail()).startsWith("n1 still has db (law 3, empty before install)");
        assertThat(ran).isEmpty();
    }

    @Test
    void what_no_group_needs_is_installed_beside_what_runs_and_nothing_of_it_is_touched() {
        close();
        Work.Install other = new Work.Install(new ProductId("baton"), new Version("1.0"), new Version("2.0"),
                new Command("install"), new Command("version"), Optional.of(JobOrder.Services.STAY));
        assertThat(orders.order("r.1.1", other).outcome()).isEqualTo(Outcome.DONE);
        assertThat(world.state(db, "database")).isEqualTo(ResourceState.ONLINE);
        assertThat(ran).containsExactly("install");
    }

    @Test
    void what_a_group_runs_on_is_not_changed_under_it_whatever_the_order_says() {
        close();
        JobResult result = orders.order("r.1.1", new Work.Install(APP, new Version("1.0"), new Version("2.0"),
                new Command("install"), new Command("version"), Optional.of(JobOrder.Services.STAY)));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.detail()).startsWith("n1 still has db (law 3, empty before install)");
        assertThat(ran).isEmpty();
    }

    @Test
    void an_install_that_restarts_the_daemon_itself_is_done_once_the_next_life_reads_the_new_version() {
        close();
        Work.Install itself = new Work.Install(new ProductId("baton"), new Version("1.0"), new Version("2.0"),
                new Command("install"), new Command("version"), Optional.of(JobOrder.Services.STAY));
        orders.put("r.1.1", itself);
        world.await("installed", SOON, () -> !ran.isEmpty());
        n1.kill();
        n1.start();
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.DONE);
        assertThat(world.state(db, "database")).isEqualTo(ResourceState.ONLINE);
        assertThat(ran).containsExactly("install");
    }

    @Test
    void an_install_from_another_version_names_the_hop() {
        empty();
        version = "0.9";
        JobResult result = orders.order("r.1.1", install());
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.detail()).startsWith("n1 has app 0.9; this upgrade starts from 1.0 (law 6, source level)");
        assertThat(ran).isEmpty();
    }

    @Test
    void an_install_is_done_once_and_the_facts_follow() {
        empty();
        assertThat(orders.order("r.1.1", install()).outcome()).isEqualTo(Outcome.DONE);
        world.await("facts", SOON, () -> world.value(Paths.facts(N1), NodeFacts.class).orElseThrow().versions().get(APP)
                .equals(new Version("2.0")));
        assertThat(orders.order("r.1.2", install()).outcome()).isEqualTo(Outcome.ALREADY);
        assertThat(ran).containsExactly("install");
    }

    @Test
    void an_install_waits_for_another_that_runs() {
        empty();
        orders.put("r.1.1", install());
        world.await("begun", SOON, () -> n1.host().disk().journal().contains("began r.1.1"));
        assertThat(orders.order("r.1.2", install()).outcome()).isEqualTo(Outcome.ALREADY);
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.DONE);
        assertThat(ran).containsExactly("install");
    }

    @Test
    void an_install_that_does_not_reach_its_version_has_failed() {
        empty();
        installs = "1.0";
        JobResult result = orders.order("r.1.1", install());
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.detail()).startsWith("app reads 1.0, not 2.0");
    }

    @Test
    void a_job_whose_result_is_lost_from_the_tree_is_answered_again_and_not_done_again() {
        empty();
        orders.order("r.1.1", install());
        n1.kill();
        world.put(Paths.result(N1, new JobId("r.1.1")), Json.write(new JobResult(new JobId("r.1.1"), Outcome.BEGUN, "",
                "", Duration.ZERO)));
        n1.start();
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.DONE);
        assertThat(ran).containsExactly("install");
    }

    @Test
    void a_job_that_was_begun_and_cut_off_is_looked_at_and_not_done_again() {
        empty();
        orders.put("r.1.1", install());
        world.await("begun", SOON, () -> n1.host().disk().journal().contains("began r.1.1"));
        n1.lose();
        n1.start();
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(orders.await("r.1.1").detail()).contains("1.0");
        assertThat(ran).isEmpty();
    }

    @Test
    void an_installer_that_restarts_its_own_machine_is_done_when_the_probe_says_so() {
        empty();
        orders.put("r.1.1", install());
        world.await("installed", SOON, () -> !ran.isEmpty());
        n1.lose();
        n1.start();
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.DONE);
        assertThat(ran).containsExactly("install");
    }

    @Test
    void a_machine_restarts_when_it_is_empty_and_that_is_a_result() {
        empty();
        orders.put("r.1.1", new Work.Restart("boot1", Optional.empty()));
        world.await("down", SOON, () -> n1.host().bootId().equals("boot2"));
        n1.kill();
        n1.start();
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_machine_does_not_restart_while_that_leaves_fewer_votes_than_were_to_be_left() {
        empty();
        assertThat(orders.order("r.1.1", new Work.Restart("boot1", Optional.of(1))).detail())
                .contains("law 5, votes").contains("while n1 restarts 0 votes are left, and 1 decide");
        world.node("n2");
        world.await("n2 joins", SOON, () -> world.entry(Paths.heartbeat(new NodeId("n2"))).isPresent());
        orders.put("r.1.2", new Work.Restart("boot1", Optional.of(1)));
        world.await("down", SOON, () -> n1.host().bootId().equals("boot2"));
    }

    @Test
    void a_conversion_is_refused_until_it_is_committed_and_its_resources_are_as_it_needs_them() {
        Work convert = convert();
        version = "2.0";
        orders.order("r.0.1", new Work.SelfTest(APP, new Version("2.0"), new Command("version"), Optional.empty()));
        assertThat(orders.order("r.1.1", convert).detail()).contains("is not committed");
        converting("r.1.2");
        assertThat(orders.order("r.1.2", convert).detail()).contains("resource database of db is Online")
                .contains("baton resource offline db database");
        assertThat(ran).isEmpty();
    }

    @Test
    void a_conversion_is_refused_while_its_owner_is_not_upgraded() {
        world.place(db, world.placement(db).withOffline(new TreeSet<>(List.of(Scenes.id("database"))), "test"));
        world.await("offline", SOON, () -> world.state(db, "database") == ResourceState.OFFLINE);
        converting("r.1.1");
        assertThat(orders.order("r.1.1", convert()).detail())
                .startsWith("db is owned by n1, which has app 1.0; 2 is needed");
        assertThat(ran).isEmpty();
    }

    @Test
    void a_conversion_runs_under_the_claim_and_is_done_when_the_data_says_so() {
        world.place(db, world.placement(db).withOffline(new TreeSet<>(List.of(Scenes.id("database"))), "test"));
        version = "2.0";
        orders.order("r.0.1", new Work.SelfTest(APP, new Version("2.0"), new Command("version"), Optional.empty()));
        world.await("offline", SOON, () -> world.state(db, "database") == ResourceState.OFFLINE);
        converting("r.1.1");
        JobResult result = orders.order("r.1.1", convert());
        assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.DONE);
        assertThat(world.history()).anyMatch(line -> line.contains("n1 started db/900-convert"));
        converting("r.1.2");
        assertThat(orders.order("r.1.2", convert()).outcome()).isEqualTo(Outcome.ALREADY);
        assertThat(ran).containsExactly("convert");
        world.put(Paths.format(db), Json.write(new Format.At(new Version("2"))));
        world.place(db, world.placement(db).withOffline(new TreeSet<>(), "test"));
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
    }

    @Test
    void a_conversion_that_outlives_its_lease_is_cut_off_and_unknown() {
        converts();
        world.engine().faults().disconnect(n1.client());
        world.await("cut off", SOON, () -> n1.host().alive().isEmpty());
        assertThat(format).isEqualTo("1");
        world.engine().faults().reconnect(n1.client());
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void a_backup_whose_order_is_withdrawn_is_cut_off_and_its_group_is_free_to_go() {
        orders.put("r.1.1", new Work.Backup(db, new Command("backup")));
        world.await("begun", SOON, () -> world.history().stream().anyMatch(l -> l.contains("db/900-backup")));
        world.move(db, "n2");
        world.run(SOON);
        assertThat(world.owner(db)).contains(N1);
        world.remove(Paths.job(N1, new JobId("r.1.1")));
        world.await("let go", SOON, () -> world.owner(db).isEmpty());
        assertThat(ran).isEmpty();
        orders.put("r.1.2", new Work.Backup(db, new Command("backup")));
        assertThat(orders.await("r.1.2").outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void an_install_whose_order_is_withdrawn_before_it_begins_never_does() {
        empty();
        probing = Duration.ofSeconds(5);
        orders.put("r.1.1", install());
        world.run(Duration.ofSeconds(1));
        world.remove(Paths.job(N1, new JobId("r.1.1")));
        world.run(SOON);
        assertThat(ran).isEmpty();
        assertThat(n1.host().disk().journal()).noneMatch(line -> line.contains("began r.1.1"));
        assertThat(n1.said()).anyMatch(line -> line.contains("its order was withdrawn before it ran"));
    }

    @Test
    void an_install_whose_order_is_withdrawn_unseen_never_begins_either() {
        empty();
        probing = Duration.ofSeconds(5);
        orders.put("r.1.1", install());
        world.run(Duration.ofSeconds(1));
        world.engine().faults().lag(n1.client());
        world.remove(Paths.job(N1, new JobId("r.1.1")));
        world.run(SOON);
        world.engine().faults().catchUp(n1.client());
        assertThat(ran).isEmpty();
        assertThat(orders.result("r.1.1").filter(JobResult::done)).isEmpty();
        assertThat(n1.host().disk().journal()).as("it was about to").contains("began r.1.1");
        assertThat(n1.said()).anyMatch(line -> line.contains("its order was withdrawn before it ran"));
    }

    @Test
    void an_install_is_seen_to_be_begun_before_anything_is_installed() {
        empty();
        List<Optional<Outcome>> seen = new ArrayList<>();
        world.commands((line, _) -> {
            if (line.equals("install")) {
                seen.add(orders.result("r.1.1").map(JobResult::outcome));
            }
            return Course.prints(version);
        });
        orders.order("r.1.1", install());
        assertThat(seen).containsExactly(Optional.of(Outcome.BEGUN));
    }

    @Test
    void an_install_whose_order_is_withdrawn_while_it_runs_goes_on_to_its_end() {
        empty();
        orders.put("r.1.1", install());
        world.await("begun", SOON, () -> orders.result("r.1.1").isPresent());
        world.remove(Paths.job(N1, new JobId("r.1.1")));
        world.await("installed", SOON, () -> version.equals("2.0"));
    }

    @Test
    void a_conversion_whose_order_is_withdrawn_goes_on_to_its_end() {
        converts();
        world.remove(Paths.job(N1, new JobId("r.1.1")));
        world.await("ended", SOON, () -> format.equals("2"));
    }

    /// Lets n1 be in the middle of the conversion r.1.1.
    private void converts() {
        world.place(db, world.placement(db).withOffline(new TreeSet<>(List.of(Scenes.id("database"))), "test"));
        version = "2.0";
        orders.order("r.0.1", new Work.SelfTest(APP, new Version("2.0"), new Command("version"), Optional.empty()));
        world.await("offline", SOON, () -> world.state(db, "database") == ResourceState.OFFLINE);
        converting("r.1.1");
        orders.put("r.1.1", convert());
        world.await("converting", SOON, () -> world.history().stream().anyMatch(l -> l.contains("db/900-convert")));
    }

    private Course work(String line, Runnable effect) {
        return new Course(Duration.ofSeconds(line.equals("convert") ? 20 : 2), 0, "", () -> {
            ran.add(line);
            effect.run();
        });
    }

    private static Work install() {
        return new Work.Install(APP, new Version("1.0"), new Version("2.0"), new Command("install"),
                new Command("version"), Optional.empty());
    }

    private Work convert() {
        return new Work.Convert(db, new Version("1"), new Version("2"), new Command("convert"), new Command("format"));
    }

    private void converting(String job) {
        world.put(Paths.format(db), Json.write(new Format.Converting(new Version("1"), new Version("2"),
                new JobId(job))));
    }

    private void close() {
        Hold hold = new Hold(new HoldId("run"), "run r", "upgrade", Hold.Strength.CLOSED, Optional.empty());
        world.put(Paths.holds(N1), Json.write(new Holds(List.of(hold))));
    }

    private void empty() {
        close();
        world.place(db, new Placement(Optional.empty(), 2, new TreeSet<>(), "nowhere", Optional.of(N1)));
        world.await("empty", SOON, () -> world.owner(db).isEmpty());
    }
}
