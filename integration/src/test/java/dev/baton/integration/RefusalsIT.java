package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.h2.H2Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What the real command refuses on a real cluster: rule, facts, way out, and nothing changed. In the order in which
/// one cluster can show it: the last ones convert.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RefusalsIT {

    private static final ResourceId DATABASE = new ResourceId("database");

    private static LiveCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = LiveCluster.begin("refusals", LiveCluster.SMALL);
    }

    @AfterAll
    static void every_row_is_there() throws IOException, SQLException {
        try (LiveCluster ended = cluster) {
            ended.judge();
        }
    }

    private static Command refused(String... arguments) throws IOException, InterruptedException {
        ClusterImage before = cluster.image();
        Map<String, Seen> seen = cluster.seen();
        Command command = cluster.baton(arguments);
        assertThat(command.exit()).as(command.toString()).isEqualTo(1);
        assertThat(command.err()).as(command.toString()).startsWith("baton: refused: ");
        before.groups().forEach((id, group) -> {
            assertThat(cluster.image().group(id).placement()).isEqualTo(group.placement());
            assertThat(cluster.image().group(id).claim()).isEqualTo(group.claim());
        });
        cluster.assertUntouched(seen, before.groups().values().stream().filter(group -> !(group.state()
                instanceof GroupState.Online)).map(group -> group.id().value()).toArray(String[]::new));
        return command;
    }

    @Test
    @Order(1)
    void a_move_to_the_present_owner_is_refused() throws IOException, InterruptedException {
        String owner = cluster.owner("evs1");
        assertThat(refused("group", "move", "evs1", owner, "--yes").said())
                .contains("evs1 is on " + owner + " already");
    }

    @Test
    @Order(2)
    void a_plan_whose_install_comes_first_is_refused_by_prove_and_by_start(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path saved = directory.resolve("plan.json");
        cluster.done("plan", "-f", cluster.local().upgradeFile().toString(), "-o", saved.toString());
        PlanDocument good = Json.read(Files.readString(saved), PlanDocument.class);
        String owner = cluster.owner("evs1");
        Path bad = directory.resolve("bad.json");
        Files.writeString(bad, Json.text(PlanDocument.of(installFirst(good.plan(), owner), good.image())));
        Command proof = cluster.baton("prove", bad.toString());
        assertThat(proof.exit()).as(proof.toString()).isEqualTo(1);
        assertThat(proof.out()).startsWith("BROKEN").contains(owner + " still has evs1")
                .contains("way out: move evs1 to another node").contains("x  install h2 2.5.252 on " + owner);
        assertThat(refused("upgrade", "start", bad.toString(), "--yes").said()).contains(owner + " still has evs1");
        assertThat(cluster.api().runs()).isEmpty();
    }

    /// The plan with the install of a node that is not empty before everything else.
    private static Plan installFirst(Plan plan, String owner) {
        Stage upgrade = plan.stages().stream().filter(stage -> stage.subject() instanceof Stage.Subject.UpgradeNode(
                var node) && node.value().equals(owner)).findFirst().orElseThrow();
        Step install = upgrade.steps().stream().filter(Step.Install.class::isInstance).findFirst().orElseThrow();
        List<Stage> stages = new ArrayList<>(plan.stages());
        stages.addFirst(new Stage(0, upgrade.subject(), List.of(install), upgrade.takes(), "by hand"));
        return new Plan(plan.spec(), plan.revision(), plan.basis(), stages);
    }

    @Test
    @Order(3)
    void a_move_is_done_when_the_owner_of_every_resource_has_changed() throws IOException, InterruptedException {
        Map<String, Seen> before = cluster.seen();
        String standby = new Machines(cluster).standby();
        cluster.done("group", "move", "evs1", standby, "--yes");
        assertThat(cluster.owner("evs1")).isEqualTo(standby);
        var group = cluster.group("evs1");
        assertThat(group.resourceIds()).hasSize(3).allSatisfy(resource ->
                assertThat(group.stateOf(resource)).isEqualTo(ResourceState.ONLINE));
        // On the disk: the lock of the data, and the database, are the new owner's.
        assertThat(Files.readString(cluster.data("evs1").resolve("disk.lock.holder"))).startsWith(standby + " ");
        assertThat(OwnerLog.of(cluster.data("evs1")).lines().getLast()).startsWith(standby + " ");
        cluster.awaitRows();
        cluster.assertOutages(before, "evs1", 1);
        cluster.assertUntouched(before, "evs1");
    }

    @Test
    @Order(4)
    void a_resource_that_is_offline_stays_offline_through_a_move() throws IOException, InterruptedException {
        cluster.done("resource", "offline", "evs1", "database", "--yes");
        String standby = new Machines(cluster).standby();
        cluster.done("group", "move", "evs1", standby, "--yes");
        var group = cluster.group("evs1");
        assertThat(group.owner().orElseThrow().value()).isEqualTo(standby);
        assertThat(group.state().word()).isEqualTo("Partial");
        assertThat(group.stateOf(DATABASE)).isEqualTo(ResourceState.OFFLINE);
        assertThat(group.stateOf(new ResourceId("disk"))).isEqualTo(ResourceState.ONLINE);
        cluster.done("resource", "online", "evs1", "database");
        cluster.awaitRows();
    }

    @Test
    @Order(5)
    void a_conversion_is_refused_while_the_owner_is_not_upgraded() throws IOException, InterruptedException {
        assertThat(refused("group", "upgrade", "evs1", "--yes").said()).contains("1.4");
    }

    @Test
    @Order(6)
    void a_conversion_wants_the_database_offline_and_the_disk_online() throws IOException, InterruptedException {
        String standby = new Machines(cluster).standby();
        cluster.local().workload().installOn(cluster.local().node(standby).directory(), H2Version.NEW.version());
        cluster.restart(standby);
        cluster.awaitWhole();
        cluster.await(standby + " reads its version", () -> cluster.image().node(new NodeId(standby))
                .version(new ProductId("h2")).filter(version -> version.toString().equals("2.5.252")).isPresent());
        String move = refused("group", "move", "evs1", standby, "--yes").said();
        assertThat(move).contains("1.4").contains("2.5.252").contains("law 2");
        cluster.done("resource", "offline", "evs1", "database", "--yes");
        cluster.done("group", "move", "evs1", standby, "--yes");
        cluster.done("resource", "offline", "evs1", "disk", "--yes");
        assertThat(refused("group", "upgrade", "evs1", "--yes").said()).contains("disk");
        cluster.done("resource", "online", "evs1", "disk");
        cluster.done("group", "upgrade", "evs1", "--yes");
        assertThat(cluster.local().workload().format("evs1")).isEqualTo("2.5");
        cluster.done("resource", "online", "evs1", "database");
        cluster.awaitRows(Set.of("evs1"));
    }

    @Test
    @Order(7)
    void a_node_that_cannot_open_the_format_is_refused() throws IOException, InterruptedException {
        String old = new Machines(cluster).standby();
        assertThat(refused("group", "move", "evs1", old, "--yes").said())
                .contains("law 2").contains("2.5").contains("1.4.200").contains(old);
    }

    @Test
    @Order(8)
    void a_conversion_of_a_group_whose_database_is_online_is_refused() throws IOException, InterruptedException {
        assertThat(refused("group", "upgrade", "evs1", "--yes").said()).contains("evs1");
    }
}
