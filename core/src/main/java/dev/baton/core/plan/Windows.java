package dev.baton.core.plan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// When a run may work: hours of the week, by the clocks of a place. Hours that touch are one. Where a clock is set
/// forward or back, the local time of both ends counts.
///
/// @param all at least one, as they were written
public record Windows(List<Window> all) {

    private static final Pattern LINE = Pattern.compile(
            "(?<days>\\S+)\\s+(?<from>\\d\\d:\\d\\d)-(?<to>\\d\\d:\\d\\d)\\s+(?<zone>\\S+)");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm VV", Locale.ROOT);
    private static final String MIDNIGHT = "24:00";
    private static final String DAILY = "daily";
    /// Every window comes at least once in so many days, counted from the day before.
    private static final int DAYS = 9;
    private static final Instant SOME_MONDAY = Instant.parse("2024-01-15T00:00:00Z");

    /// @throws IllegalArgumentException if there is none
    public Windows {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no window: the upgrade could never work");
        }
    }

    /// Hours of some days of the week.
    ///
    /// @param text as written, such as `Sat 22:00-02:00 Europe/Berlin`
    /// @param days on which it begins
    /// @param from when it begins
    /// @param to   when it ends, on the next day unless later than `from`
    public record Window(String text, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        public Window {
            days = Set.copyOf(days);
        }

        Span on(LocalDate day) {
            LocalDate end = to.isAfter(from) ? day : day.plusDays(1);
            return new Span(ZonedDateTime.of(day, from, zone).toInstant(), ZonedDateTime.of(end, to, zone).toInstant());
        }
    }

    /// From the first moment up to, and without, the second.
    private record Span(Instant from, Instant to) {}

    /// Returns the windows that the text names, separated by semicolons: days (`Sat`, `Mon-Fri`, `Sat,Sun`, `daily`),
    /// hours, and the time zone by its name in the tz database.
    ///
    /// @throws IllegalArgumentException if it names none; the message says what is wrong
    public static Windows parse(String text) {
        List<Window> all = new ArrayList<>();
        for (String line : text.split(";")) {
            if (!line.isBlank()) {
                all.add(window(line.strip()));
            }
        }
        return new Windows(all);
    }

    private static Window window(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + line + "' is no window; write for example \"Sat 22:00-02:00 "
                    + "Europe/Berlin\"");
        }
        if (!ZoneId.getAvailableZoneIds().contains(parts.group("zone"))) {
            throw new IllegalArgumentException("'" + parts.group("zone") + "' is no time zone; write for example "
                    + "Europe/Berlin or UTC");
        }
        return new Window(line, days(parts.group("days")), time(parts.group("from"), line),
                parts.group("to").equals(MIDNIGHT) ? LocalTime.MIDNIGHT : time(parts.group("to"), line),
                ZoneId.of(parts.group("zone")));
    }

    private static LocalTime time(String text, String line) {
        int hour = Integer.parseInt(text.substring(0, 2));
        int minute = Integer.parseInt(text.substring(3));
        if (hour > 23 || minute > 59) {
            throw new IllegalArgumentException("'" + text + "' in '" + line + "' is no time of day");
        }
        return LocalTime.of(hour, minute);
    }

    private static Set<DayOfWeek> days(String text) {
        if (text.equals(DAILY)) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException("'" + part + "' is no range of days");
            }
            DayOfWeek last = day(ends[ends.length - 1]);
            DayOfWeek day = day(ends[0]);
            while (day != last) {
                days.add(day);
                day = day.plus(1);
            }
            days.add(last);
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.getDisplayName(TextStyle.SHORT, Locale.ROOT).equalsIgnoreCase(text)) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no day; use Mon Tue Wed Thu Fri Sat Sun, Mon-Fri, or "
                + DAILY);
    }

    /// Returns when the hours end in which `now` lies; empty outside all windows.
    public Optional<Instant> openUntil(Instant now) {
        return spans(now).stream().filter(span -> !now.isBefore(span.from()) && now.isBefore(span.to()))
                .map(Span::to).findFirst();
    }

    /// Returns when the next hours begin after `now`; where it is always open, when that was looked at last.
    public Instant opensAfter(Instant now) {
        List<Span> spans = spans(now);
        return spans.stream().map(Span::from).filter(from -> from.isAfter(now)).findFirst()
                .orElseGet(() -> spans.getLast().to());
    }

    /// Returns a moment by the clocks of the first window's place, such as `Sat 2026-11-28 22:00 Europe/Berlin`.
    public String local(Instant moment) {
        return LOCAL.format(moment.atZone(all.getFirst().zone()));
    }

    /// Returns how long the longest hours are, in a week in which no clock is set.
    public Duration longest() {
        return spans(SOME_MONDAY).stream().map(span -> Duration.between(span.from(), span.to()))
                .max(Comparator.naturalOrder()).orElseThrow();
    }

    /// What lies about `now`, in order, as far as a week ahead; what touches is one.
    private List<Span> spans(Instant now) {
        List<Span> spans = new ArrayList<>();
        for (Window window : all) {
            LocalDate first = now.atZone(window.zone()).toLocalDate().minusDays(1);
            for (int day = 0; day < DAYS; day++) {
                LocalDate date = first.plusDays(day);
                Span span = window.on(date);
                if (window.days().contains(date.getDayOfWeek()) && span.from().isBefore(span.to())) {
                    spans.add(span);
                }
            }
        }
        spans.sort(Comparator.comparing(Span::from));
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            if (merged.isEmpty() || merged.getLast().to().isBefore(span.from())) {
                merged.add(span);
            } else if (merged.getLast().to().isBefore(span.to())) {
                merged.set(merged.size() - 1, new Span(merged.getLast().from(), span.to()));
            }
        }
        return merged;
    }

    /// Returns them as [#parse] reads them.
    @Override
    public String toString() {
        return all.stream().map(Window::text).collect(Collectors.joining("; "));
    }
}
