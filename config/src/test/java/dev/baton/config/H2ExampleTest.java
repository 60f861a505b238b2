package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProcedureProof;
import dev.baton.core.prover.ProcedureReader;
import dev.baton.core.prover.Prover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files of `examples/h2`, which the demo runs, planned and proved for the cluster at rest.
class H2ExampleTest {

    private static final Path FOLDER = Path.of("..", "examples", "h2");
    private static final ProductId H2 = new ProductId("h2");

    @ParameterizedTest
    @CsvSource({"fewest-outages, 3", "documented, 6"})
    void the_upgrade_is_planned_with_this_many_outages_and_proved(String preset, int outages) {
        Planning planning = Planner.plan(atRest(), upgrade().withPreset(Preset.parse(preset)));
        assertThat(planning).isInstanceOfSatisfying(Planning.Planned.class, planned -> {
            assertThat(planned.plan().outages()).isEqualTo(outages);
            assertThat(Prover.prove(planned.plan(), atRest(), planned.report().exposureByGroup()))
                    .isInstanceOf(Proof.Holds.class);
        });
    }

    @Test
    void the_written_steps_are_broken_where_they_leave_two_steps_out() {
        ProcedureProof proof = written("7");
        assertThat(proof.text()).contains(
                "  after step 10   evs2 is Partial on node2 without database, its data still 1.4",
                "  after step 11   evs3 is Partial on node3 without database, its data still 1.4",
                "    step 8 (convert evs1) and 9 (bring online evs1) are not in \"repeat 1 through 7\"",
                "  nothing after them mends evs2 and evs3.  Shortest fix: \"repeat 1 through 9\".");
    }

    @Test
    void with_the_two_steps_repeated_too_they_hold_and_cost_six_outages() {
        ProcedureProof proof = written("9");
        assertThat(proof.proof()).isInstanceOf(Proof.Holds.class);
        assertThat(proof.written().plan().outages()).isEqualTo(6);
    }

    private static ProcedureProof written(String through) {
        List<String> lines = text("written.steps").lines().filter(line -> !line.startsWith("#"))
                .map(line -> line.replace("through 7", "through " + through)).toList();
        return ProcedureProof.prove(ProcedureReader.read("written.steps", lines), upgrade(), atRest());
    }

    private static UpgradeSpec upgrade() {
        return UpgradeFile.parse(source("upgrade.yaml"));
    }

    /// Every node up at 1.4.200, every group on its preferred owner, its data at 1.4.
    private static ClusterImage atRest() {
        ClusterDocument document = ClusterFile.parse(source("cluster.yaml"),
                kind -> Optional.of(source("kinds/" + kind + ".yaml")));
        ClusterImage image = ClusterImage.EMPTY.withSettings(document.settings());
        for (var kind : document.kinds()) {
            image = image.with(kind);
        }
        for (var node : document.nodes().entrySet()) {
            NodeFacts facts = node.getValue().witness() ? NodeFacts.UNKNOWN
                    : NodeFacts.UNKNOWN.with(H2, new Version("1.4.200"));
            image = image.with(NodeImage.defined(node.getKey(), node.getValue().address(), node.getValue().voter(),
                    node.getValue().witness()).withMembership(Membership.UP, 1, "boot").withFacts(facts));
        }
        for (var group : document.groups().entrySet()) {
            var it = group.getValue();
            GroupImage defined = GroupImage.defined(group.getKey(), it.kind(), it.resources(), it.preferred(),
                    it.possible(), it.critical(), new Format.At(new Version("1.4")));
            image = image.with(defined.settledOn(image.node(it.preferred().getFirst()),
                    Placement.NONE.movedTo(it.preferred().getFirst(), "placed for the first time")));
        }
        return image;
    }

    private static Source source(String name) {
        return new Source(name, text(name));
    }

    private static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
