package dev.baton.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hours in which a run may work.
class WindowsTest {

    private static Instant at(String moment) {
        return Instant.parse(moment);
    }

    @Test
    void a_window_over_midnight_ends_on_the_next_day_by_the_clocks_of_its_place() {
        Windows windows = Windows.parse("Sat 22:00-02:00 Europe/Berlin");
        assertThat(windows.openUntil(at("2026-11-28T20:59:59Z"))).isEmpty();
        assertThat(windows.openUntil(at("2026-11-28T21:00:00Z"))).contains(at("2026-11-29T01:00:00Z"));
        assertThat(windows.openUntil(at("2026-11-29T00:59:59Z"))).contains(at("2026-11-29T01:00:00Z"));
        assertThat(windows.openUntil(at("2026-11-29T01:00:00Z"))).isEmpty();
        assertThat(windows.opensAfter(at("2026-11-29T01:00:00Z"))).isEqualTo(at("2026-12-05T21:00:00Z"));
        assertThat(windows.local(at("2026-12-05T21:00:00Z"))).isEqualTo("Sat 2026-12-05 22:00 Europe/Berlin");
        assertThat(windows.longest()).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void hours_that_touch_are_one() {
        Windows windows = Windows.parse("Sat 22:00-24:00 UTC; Sun 00:00-03:00 UTC; Wed 01:00-02:00 UTC");
        assertThat(windows.openUntil(at("2026-11-28T23:00:00Z"))).contains(at("2026-11-29T03:00:00Z"));
        assertThat(windows.longest()).isEqualTo(Duration.ofHours(5));
        assertThat(windows.opensAfter(at("2026-11-28T23:00:00Z"))).isEqualTo(at("2026-12-02T01:00:00Z"));
    }

    @Test
    void what_is_always_open_is_open_for_a_week_to_come() {
        Windows windows = Windows.parse("daily 00:00-24:00 UTC");
        Instant now = at("2026-11-26T08:00:00Z");
        assertThat(windows.openUntil(now)).hasValueSatisfying(end ->
                assertThat(Duration.between(now, end)).isGreaterThan(Duration.ofDays(7)));
        assertThat(windows.opensAfter(now)).isAfter(now);
    }

    @Test
    void an_hour_that_a_clock_skips_or_repeats_is_still_that_of_its_place() {
        Windows windows = Windows.parse("Sun 01:00-04:00 Europe/Berlin");
        assertThat(windows.openUntil(at("2026-03-29T00:30:00Z"))).contains(at("2026-03-29T02:00:00Z"));
        assertThat(windows.openUntil(at("2026-10-25T00:30:00Z"))).contains(at("2026-10-25T03:00:00Z"));
        assertThat(windows.longest()).isEqualTo(Duration.ofHours(3));
    }

    /// Against a look at the clock on the wall, through three weeks, which knows no spans.
    @ParameterizedTest
    @ValueSource(strings = {"Mon-Fri 01:30-05:00 America/New_York", "Sat,Sun 23:00-01:00 UTC",
            "Fri-Mon 20:00-06:00 Asia/Kolkata; Sat 05:00-09:00 UTC", "Sat,Fri-Mon 12:00-12:30 Australia/Lord_Howe"})
    void any_minute_is_inside_or_outside_as_a_clock_on_the_wall_says(String text) {
        Windows windows = Windows.parse(text);
        Instant first = at("2026-06-01T00:00:00Z");
        for (int minute = 0; minute < 21 * 24 * 60; minute += 7) {
            Instant now = first.plus(Duration.ofMinutes(minute));
            boolean inside = windows.all().stream().anyMatch(window -> inside(window, now));
            assertThat(windows.openUntil(now).isPresent()).as("%s at %s", text, now).isEqualTo(inside);
        }
    }

    private static boolean inside(Windows.Window window, Instant now) {
        var local = now.atZone(window.zone());
        boolean over = !window.to().isAfter(window.from());
        boolean late = !local.toLocalTime().isBefore(window.from());
        boolean early = local.toLocalTime().isBefore(window.to());
        return over ? (late && window.days().contains(local.getDayOfWeek()))
                || (early && window.days().contains(local.getDayOfWeek().minus(1)))
                : late && early && window.days().contains(local.getDayOfWeek());
    }

    @Test
    void what_is_written_is_read_again() {
        Windows windows = Windows.parse("Mon-Wed,Sat 09:05-17:00 Europe/Berlin ; Sun 00:00-24:00 UTC");
        assertThat(Windows.parse(windows.toString())).isEqualTo(windows);
        assertThat(windows.all().getFirst().days()).containsExactlyInAnyOrder(DayOfWeek.MONDAY, DayOfWeek.TUESDAY,
                DayOfWeek.WEDNESDAY, DayOfWeek.SATURDAY);
        assertThat(windows.all().getLast().zone()).isEqualTo(ZoneId.of("UTC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sat", "Sat 22:00-02:00", "Sat 25:00-02:00 UTC", "Sat 22:60-02:00 UTC",
            "Sunday 22:00-02:00 UTC", "Sat 22:00-02:00 Berlin", "Mon-Wed-Fri 22:00-02:00 UTC", ""})
    void what_is_no_window_is_refused(String text) {
        assertThatThrownBy(() -> Windows.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .message().isNotBlank();
    }
}
