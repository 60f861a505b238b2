package dev.baton.core.screen;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Points of time, and durations to whole seconds, as reports have them.
final class Moments {

    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Moments() {}

    /// Returns `2026-11-20 12:00:43`, in UTC.
    static String full(Instant at) {
        return FULL.format(at);
    }

    /// Returns `12:00:43`, in UTC.
    static String time(Instant at) {
        return TIME.format(at);
    }

    /// Returns a duration as people say it, to whole seconds from the first second on.
    static String rounded(Duration time) {
        return Layout.spoken(time.toMillis() < 1_000 ? time : Duration.ofSeconds(time.plusMillis(500).toSeconds()));
    }
}
