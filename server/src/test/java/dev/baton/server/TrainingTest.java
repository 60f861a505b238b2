package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class TrainingTest {

    /// What it does not come to is loaded by every daemon later, which nobody would notice.
    @Test
    void the_training_run_of_the_start_up_cache_comes_to_its_end() {
        assertThatCode(Training::carryOut).doesNotThrowAnyException();
    }
}
