package dev.baton.core.plan;

import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;

class DurationsFuzzTest {

    @FuzzTest
    void a_duration_that_is_written_is_read_again(byte[] input) {
        read(IllegalArgumentException.class, () -> Durations.parse(text(input))).ifPresent(time -> {
            same(Durations.parse(Durations.text(time)), time);
            // Sums of a few are taken everywhere, in milliseconds and nanoseconds.
            same(time.multipliedBy(8).toNanos() / 8, time.toNanos());
        });
    }
}
