package dev.baton.core.prover;

import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The written upgrade of four mail servers, replayed literally: it leaves two of three groups offline and unconverted.
class WrittenProcedureTest {

    private static final Version OLD = new Version("2000");
    private static final Version NEW = new Version("2003");

    private static final List<String> FIRST_NINE = List.of("by hand: open the administrator",
            "move evs1 from node1 to node4", "by hand: close the administrator", "upgrade node1",
            "take offline attendant of evs1", "move evs1 from node4 to node1", "ensure disk, name of evs1 online",
            "convert evs1", "bring online evs1");

    @Test
    void as_written_two_groups_end_offline_and_not_upgraded() {
        ProcedureProof proof = prove(written(7));
        assertThat(proof.proof()).isInstanceOfSatisfying(Proof.Broken.class, broken -> {
            assertThat(broken.law().number()).isEqualTo(15);
            assertThat(broken.at()).isEmpty();
        });
        assertThat(proof.findings()).extracting(ProcedureProof.Finding::line).containsExactly(10, 11);
        assertThat(proof.findings()).allSatisfy(finding -> assertThat(finding.missing())
                .extracting(Procedure.Line::number).containsExactly(8, 9));
        assertThat(String.join("\n", proof.text())).isEqualTo("""
                BROKEN   law 15, the end is the goal   (42 steps as written; no other law is broken on the way)

                  after step 10   evs2 is Partial on node2 without attendant, its data still 2000
                  after step 11   evs3 is Partial on node3 without attendant, its data still 2000
                    step 8 (convert evs1) and 9 (bring online evs1) are not in "repeat 1 through 7"
                  nothing after them mends evs2 and evs3.  Shortest fix: "repeat 1 through 9".""");
    }

    @Test
    void repeated_through_step_nine_it_holds() {
        ProcedureProof proof = prove(written(9));
        assertThat(proof.proof()).isInstanceOf(Proof.Holds.class);
        assertThat(proof.fix()).isEmpty();
        assertThat(proof.text().getFirst()).startsWith("PROVED   15 laws, ");
    }

    @Test
    void the_fix_that_is_offered_holds() {
        Procedure fixed = prove(written(7)).fix().orElseThrow().procedure();
        assertThat(prove(fixed).proof().holds()).isTrue();
        assertThat(fixed.line(11).text()).isEqualTo("repeat 1 through 9 with node3 for node1, evs3 for evs1");
    }

    @Test
    void repeated_through_step_eight_the_groups_are_converted_and_still_not_online() {
        ProcedureProof proof = prove(written(8));
        assertThat(proof.findings()).extracting(ProcedureProof.Finding::facts).containsExactly(
                "evs2 is Partial on node2 without attendant", "evs3 is Partial on node3 without attendant");
        assertThat(proof.fix().orElseThrow().instead()).isEqualTo("repeat 1 through 9");
    }

    @Test
    void as_mended_it_costs_six_outages() {
        ProcedureProof proof = prove(written(9));
        assertThat(proof.written().plan().outages()).isEqualTo(6);
        assertThat(proof.written().plan().stages()).hasSize(10);
        assertThat(Exposure.of(image(), proof.written().plan()).total()).isEqualTo(Duration.ofMinutes(747));
    }

    @Test
    void a_line_that_breaks_a_law_is_named() {
        ProcedureProof proof = prove(ProcedureReader.read("hasty", List.of("upgrade node1")));
        assertThat(proof.text()).containsExactly("BROKEN   law 2, fit   (at step 1: upgrade node1)", "",
                "  node1 has evs 2003, which cannot open the data of evs1 (2000); "
                        + "way out: bring evs on node1 to a version that opens 2000",
                "  node1 still has evs1; way out: move evs1 to another node");
    }

    @Test
    void a_line_inside_a_repetition_is_named_with_both_numbers() {
        ProcedureProof proof = prove(ProcedureReader.read("hasty", List.of("move evs1 from node1 to node4",
                "repeat 1 through 1 with evs2 for evs1, node2 for node1")));
        assertThat(proof.text().getFirst()).isEqualTo(
                "BROKEN   law 8, placement   (at step 1, repeated by step 2: move evs1 from node1 to node4)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"restart evs1", "move evs1 to node4", "repeat 1 through 3 with node2 for node1",
        "repeat 2 through 1 with node2 for node1", "repeat 1 through 1 with node2", "take offline of evs1"})
    void a_line_that_says_nothing_known_is_refused_with_its_number(String line) {
        assertThatThrownBy(() -> ProcedureReader.read("odd", List.of("upgrade node4", line)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("line 2, '" + line + "': ");
    }

    @Test
    void a_name_the_cluster_does_not_have_is_refused_with_its_line() {
        assertThatThrownBy(() -> prove(ProcedureReader.read("odd", List.of("upgrade node4", "upgrade node9"))))
                .hasMessage("line 2: the cluster has no node node9");
        assertThatThrownBy(() -> prove(ProcedureReader.read("odd", List.of("take offline store of evs1"))))
                .hasMessage("line 1: group evs1 has no resource store");
    }

    private static Procedure written(int through) {
        List<String> lines = new ArrayList<>(FIRST_NINE);
        lines.add("repeat 1 through " + through + " with node2 for node1, evs2 for evs1");
        lines.add("repeat 1 through " + through + " with node3 for node1, evs3 for evs1");
        lines.add("upgrade node4");
        return ProcedureReader.read("exchange-2003", lines);
    }

    private static ProcedureProof prove(Procedure procedure) {
        return ProcedureProof.prove(procedure, spec(), image());
    }

    private static ClusterImage image() {
        ClusterImage image = Scenes.fourNodes(DataMode.STRICT);
        for (int n = 1; n <= 4; n++) {
            NodeImage old = image.node(node(n));
            image = image.with(old.withFacts(old.facts().with(Scenes.PRODUCT, OLD)));
        }
        for (GroupImage group : List.copyOf(image.groups().values())) {
            image = image.with(group.withFormat(new Format.At(OLD)));
        }
        return image;
    }

    private static UpgradeSpec spec() {
        UpgradeSpec s = Scenes.upgrade();
        return new UpgradeSpec("exchange-2003", List.of(new UpgradeSpec.ProductUpgrade(Scenes.PRODUCT,
                VersionRange.parse(">=2000 <2003"), NEW, Optional.empty(), new Command("setup"), Optional.empty(),
                Optional.empty(), Duration.ofMinutes(60))), UpgradeSpec.Restart.ALWAYS, s.preset(), s.failback(),
                s.convert(), s.moveTakes(), s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure());
    }
}
