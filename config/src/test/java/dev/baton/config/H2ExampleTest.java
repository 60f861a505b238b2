package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.plan.Preset;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProcedureProof;
import dev.baton.core.prover.ProcedureReader;
import dev.baton.core.prover.Prover;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files of `examples/h2`, which the demo runs, planned and proved for the cluster at rest.
class H2ExampleTest {

    private static final Example H2 = new Example("h2", "1.4.200", "1.4");

    @ParameterizedTest
    @CsvSource({"fewest-outages, 3", "documented, 6"})
    void the_upgrade_is_planned_with_this_many_outages_and_proved(String preset, int outages) {
        Planning planning = Planner.plan(H2.atRest(), H2.upgrade().withPreset(Preset.parse(preset)));
        assertThat(planning).isInstanceOfSatisfying(Planning.Planned.class, planned -> {
            assertThat(planned.plan().outages()).isEqualTo(outages);
            assertThat(Prover.prove(planned.plan(), H2.atRest(), planned.report().exposureByGroup()))
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
        List<String> lines = H2.text("written.steps").lines().filter(line -> !line.startsWith("#"))
                .map(line -> line.replace("through 7", "through " + through)).toList();
        return ProcedureProof.prove(ProcedureReader.read("written.steps", lines), H2.upgrade(), H2.atRest());
    }
}
