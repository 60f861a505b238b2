package dev.baton.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.simulator.rehearsal.Rehearsed;
import org.junit.jupiter.api.Test;

/// A rehearsal can fail: code that breaks a law is found out on the plan that it would have carried out.
class RehearsedMutantTest {

    @Test
    void a_takeover_by_a_version_that_does_not_open_the_data_is_unsafe_in_a_rehearsal() {
        Mutant mutant = Mutants.all().stream().filter(each -> each.name().equals("placement on an unfit version"))
                .findFirst().orElseThrow();
        assertThat(MutantWorld.of(mutant).ending()).startsWith("UNSAFE: fit");
        assertThat(Rehearsed.ending()).doesNotContain("UNSAFE");
    }
}
