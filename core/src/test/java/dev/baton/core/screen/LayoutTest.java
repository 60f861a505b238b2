package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void a_tenth_is_rounded_as_a_format_rounds_it() {
        SplittableRandom random = new SplittableRandom(20_250_102);
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(1L << random.nextInt(1, 30));
            for (double time : new double[] {millis / 1000.0, millis / 60_000.0, millis / 60_000.0 / 60,
                millis % 1_000_000 * 50 / 1000.0}) {
                assertThat(Layout.tenths(time)).as("%s", time).isEqualTo(String.format(Locale.ROOT, "%.1f", time));
            }
        }
    }

    @Test
    void durations_are_said_as_people_say_them() {
        assertThat(Layout.spoken(Duration.ZERO)).isEqualTo("0");
        assertThat(Layout.spoken(Duration.ofMillis(1_750))).isEqualTo("1.8 s");
        assertThat(Layout.spoken(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Layout.spoken(Duration.ofSeconds(2_490))).isEqualTo("41 min 30 s");
        assertThat(Layout.spoken(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Layout.minutes(Duration.ofSeconds(270))).isEqualTo("4.5");
        assertThat(Layout.minutes(Duration.ofSeconds(300))).isEqualTo("5");
    }
}
