package dev.baton.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlanDocumentTest {

    private static Plan plan(String node) {
        UpgradeSpec spec = new UpgradeSpec("up", List.of(new UpgradeSpec.ProductUpgrade(new ProductId("h2"),
                VersionRange.parse(">=1.4 <2"), new Version("2.5"), Optional.empty(), new Command("install"),
                Optional.empty(), Optional.empty(), Duration.ofSeconds(3))), UpgradeSpec.Restart.NEVER,
                Preset.FEWEST_OUTAGES, UpgradeSpec.Failback.NEVER, UpgradeSpec.ConvertWhen.WITH_MOVE,
                Duration.ofSeconds(1), Set.of(UpgradeSpec.StopPoint.FINALIZE), Optional.of(Duration.ofMinutes(1)),
                Duration.ZERO, UpgradeSpec.OnFailure.STOP);
        return new Plan(spec, 7, PlanBasis.of(ClusterImage.EMPTY), List.of(new Stage(1,
                new Stage.Subject.UpgradeNode(new NodeId(node)), List.of(new Step.Hold(new NodeId(node))),
                Duration.ofSeconds(3), "first")));
    }

    @Test
    void a_saved_plan_is_read_as_it_was_written() {
        PlanDocument saved = PlanDocument.of(plan("node1"), ClusterImage.EMPTY);
        PlanDocument read = Json.read(Json.text(saved), PlanDocument.class);
        assertThat(read).isEqualTo(saved);
        assertThat(read.whole()).isTrue();
    }

    @Test
    void a_plan_that_was_edited_after_it_was_saved_is_not_whole() {
        PlanDocument saved = PlanDocument.of(plan("node1"), ClusterImage.EMPTY);
        assertThat(new PlanDocument(PlanDocument.KIND, saved.digest(), plan("node2"), ClusterImage.EMPTY).whole())
                .isFalse();
        assertThat(new PlanDocument("something else", saved.digest(), saved.plan(), ClusterImage.EMPTY).whole())
                .isFalse();
    }

    @Test
    void a_plan_that_was_saved_before_there_were_gates_is_read_and_keeps_its_digest() {
        String text = Json.text(PlanDocument.of(plan("node1"), ClusterImage.EMPTY));
        assertThat(text).doesNotContain("gates");
        assertThat(Json.read(text, PlanDocument.class).plan().spec().gates()).isEmpty();
    }

    @Test
    void a_gate_is_part_of_the_plan() {
        Plan plain = plan("node1");
        Plan gated = new Plan(plain.spec().withGates(Set.of(UpgradeSpec.Gate.DRILL)), plain.revision(), plain.basis(),
                plain.stages());
        PlanDocument saved = PlanDocument.of(gated, ClusterImage.EMPTY);
        assertThat(Json.read(Json.text(saved), PlanDocument.class)).isEqualTo(saved);
        assertThat(saved.digest()).isNotEqualTo(PlanDocument.digest(plain));
    }

    @Test
    void what_machines_need_is_part_of_the_plan_only_where_it_is_not_what_is_usual() {
        Plan plain = plan("node1");
        String text = Json.text(PlanDocument.of(plain, ClusterImage.EMPTY));
        assertThat(text).doesNotContain("needs");
        assertThat(Json.read(text, PlanDocument.class).plan().spec().machineNeeds())
                .isEqualTo(UpgradeSpec.Needs.USUAL);
        Plan usual = new Plan(plain.spec().withNeeds(UpgradeSpec.Needs.USUAL), plain.revision(), plain.basis(),
                plain.stages());
        assertThat(PlanDocument.digest(usual)).isEqualTo(PlanDocument.digest(plain));
        Plan roomy = new Plan(plain.spec().withNeeds(new UpgradeSpec.Needs(5, Duration.ofSeconds(2))),
                plain.revision(), plain.basis(), plain.stages());
        PlanDocument saved = PlanDocument.of(roomy, ClusterImage.EMPTY);
        assertThat(Json.read(Json.text(saved), PlanDocument.class)).isEqualTo(saved);
        assertThat(saved.digest()).isNotEqualTo(PlanDocument.digest(plain));
    }

    @Test
    void what_is_saved_together_is_part_of_the_plan_and_plans_and_kinds_from_before_there_were_sets_are_read() {
        Plan plain = plan("node1");
        List<GroupId> groups = List.of(new GroupId("orders"), new GroupId("stock"));
        Plan set = new Plan(plain.spec().withTogether(Optional.of(UpgradeSpec.Together.of(groups))), plain.revision(),
                plain.basis(), List.of(new Stage(1, new Stage.Subject.SaveTogether(groups),
                        List.of(new Step.Quiesce(groups.getFirst()), new Step.Backup(groups.getFirst())),
                        Duration.ZERO, "")));
        PlanDocument saved = PlanDocument.of(set, ClusterImage.EMPTY);
        assertThat(Json.read(Json.text(saved), PlanDocument.class)).isEqualTo(saved);
        assertThat(Json.text(PlanDocument.of(plain, ClusterImage.EMPTY))).doesNotContain("together");
        Kind alone = kind(new Kind.Backup(true, new Command("save"), Optional.of(new Command("restore"))));
        assertThat(Json.text(alone)).doesNotContain("silence");
        assertThat(Json.read(Json.text(alone), Kind.class)).isEqualTo(alone);
        Kind with = kind(new Kind.Backup(true, new Command("save"), Optional.empty(), Optional.of(new Kind.Silence(
                List.of(new Kind.Quiesced("leader", new Command("stop"), new Command("start"), Optional.empty())),
                Duration.ofMinutes(1)))));
        assertThat(Json.read(Json.text(with), Kind.class)).isEqualTo(with);
    }

    private static Kind kind(Kind.Backup backup) {
        return new Kind(new KindId("h2"), new ProductId("h2"), DataMode.COMPATIBLE, 2, true, false,
                UpgradeMode.ROLLING, Optional.empty(), Optional.of(backup), Optional.empty(), Optional.empty());
    }

    @Test
    void a_canary_is_part_of_the_plan_and_plans_kinds_and_runs_from_before_there_were_any_are_read() {
        Plan plain = plan("node1");
        assertThat(Json.text(PlanDocument.of(plain, ClusterImage.EMPTY))).doesNotContain("canary");
        GroupId group = new GroupId("evs1");
        NodeId from = new NodeId("node1");
        NodeId to = new NodeId("node2");
        Plan canary = new Plan(plain.spec().withCanary(group), plain.revision(), plain.basis(), List.of(new Stage(1,
                new Stage.Subject.Canary(group, from, to, true), List.of(new Step.Fingerprint(group, false),
                        new Step.Move(group, from, to), new Step.Fingerprint(group, true)), Duration.ZERO, "")));
        PlanDocument saved = PlanDocument.of(canary, ClusterImage.EMPTY);
        assertThat(Json.read(Json.text(saved), PlanDocument.class)).isEqualTo(saved);
        Kind kind = new Kind(new KindId("h2"), new ProductId("h2"), DataMode.COMPATIBLE, 2, true, false,
                UpgradeMode.ROLLING, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(Json.text(kind)).doesNotContain("fingerprint");
        assertThat(Json.read(Json.text(kind), Kind.class)).isEqualTo(kind);
        RunView view = new RunView(new RunId("r1"), "up", "0", "running", Optional.empty(), Instant.EPOCH,
                Optional.empty(), "ann", List.of(), 0, List.of(), List.of(), List.of(), List.of(), List.of(),
                Optional.empty());
        assertThat(Json.text(view)).doesNotContain("canaries");
        assertThat(Json.read(Json.text(view), RunView.class)).isEqualTo(view);
    }

    @Test
    void a_digest_is_seven_hexadecimal_digits_and_says_which_plan_it_is() {
        assertThat(PlanDocument.digest(plan("node1"))).matches("[0-9a-f]{7}")
                .isEqualTo(PlanDocument.digest(plan("node1"))).isNotEqualTo(PlanDocument.digest(plan("node2")));
    }
}
