package dev.baton.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What one question and its answer say of a clock.
class ClockSkewTest {

    private static final Instant SENT = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void the_true_difference_is_within_half_the_round_trip_whenever_the_clock_was_read() {
        for (long difference : new long[] {-90_000, -7, 0, 3, 5_000}) {
            for (long roundTrip : new long[] {0, 1, 5, 1_999}) {
                for (long read = 0; read <= roundTrip; read += Math.max(1, roundTrip / 7)) {
                    ClockSkew skew = ClockSkew.of(SENT, Duration.ofMillis(roundTrip),
                            SENT.plusMillis(read + difference));
                    assertThat(skew.ahead().minusMillis(difference).abs()).isLessThanOrEqualTo(skew.within());
                    assertThat(skew.within()).isLessThanOrEqualTo(Duration.ofMillis(roundTrip / 2 + 1));
                    assertThat(skew.surelyBeyond(Duration.ofMillis(Math.abs(difference)))).isFalse();
                }
            }
        }
    }

    @Test
    void two_clocks_that_were_compared_with_one_are_compared_with_each_other() {
        ClockSkew first = new ClockSkew(Duration.ofMillis(800), Duration.ofMillis(10));
        ClockSkew second = new ClockSkew(Duration.ofMillis(-700), Duration.ofMillis(5));
        assertThat(first.minus(second)).isEqualTo(new ClockSkew(Duration.ofMillis(1_500), Duration.ofMillis(15)));
        assertThat(first.least()).isEqualTo(Duration.ofMillis(790));
        assertThat(first.most()).isEqualTo(Duration.ofMillis(810));
    }
}
