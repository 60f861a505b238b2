package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.plan.Stage;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import org.junit.jupiter.api.Test;

/// The files of `examples/derby`, planned and proved for the cluster at rest.
class DerbyExampleTest {

    private static final Example DERBY = new Example("derby", "10.14.2.0", "10.14");

    @Test
    void every_node_is_upgraded_before_any_data_is_converted_in_six_outages_and_that_is_proved() {
        Planning planning = Planner.plan(DERBY.atRest(), DERBY.upgrade());
        assertThat(planning).isInstanceOfSatisfying(Planning.Planned.class, planned -> {
            assertThat(planned.plan().outages()).isEqualTo(6);
            assertThat(planned.plan().stages()).extracting(Stage::subject).filteredOn(
                    Stage.Subject.ConvertGroup.class::isInstance).hasSize(3)
                    .isEqualTo(planned.plan().stages().reversed().subList(0, 3).reversed().stream()
                            .map(Stage::subject).toList());
            assertThat(Prover.prove(planned.plan(), DERBY.atRest(), planned.report().exposureByGroup()))
                    .isInstanceOf(Proof.Holds.class);
        });
    }
}
