package dev.baton.demo.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutageMeterTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final OutageMeter meter = new OutageMeter(Duration.ofMillis(10));

    @Test
    void an_outage_runs_from_the_last_good_to_the_next_good_operation() {
        goodAt(0, 10, 20);
        failed(5);
        goodAt(75, 80);
        assertThat(meter.ended()).containsExactly(
                new Outage(START.plusMillis(20), Duration.ofMillis(55), 5, true));
        assertThat(meter.open(nanos(500))).isEmpty();
    }

    @Test
    void two_outages_are_two_although_one_good_operation_lies_between() {
        goodAt(0);
        failed(5);
        goodAt(60);
        failed(5);
        goodAt(120);
        assertThat(meter.ended()).extracting(Outage::lasted)
                .containsExactly(Duration.ofMillis(60), Duration.ofMillis(60));
    }

    @Test
    void up_to_three_intervals_are_no_outage() {
        goodAt(0);
        failed(2);
        goodAt(30);
        assertThat(meter.ended()).isEmpty();
        assertThat(meter.failedOperations()).isEqualTo(2);
    }

    @Test
    void a_late_operation_that_succeeds_is_a_pause() {
        goodAt(0, 900);
        assertThat(meter.ended()).isEmpty();
        assertThat(meter.longestPause()).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void an_outage_that_goes_on_is_seen() {
        goodAt(0);
        failed(1);
        assertThat(meter.open(nanos(2_000))).contains(new Outage(START, Duration.ofMillis(2_000), 1, false));
    }

    @Test
    void nothing_is_counted_before_the_first_good_operation() {
        failed(10);
        goodAt(100);
        assertThat(meter.ended()).isEmpty();
        assertThat(meter.failedOperations()).isZero();
    }

    private void goodAt(long... millis) {
        for (long at : millis) {
            meter.good(nanos(at), START.plusMillis(at));
        }
    }

    private void failed(int times) {
        for (int i = 0; i < times; i++) {
            meter.failed();
        }
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
