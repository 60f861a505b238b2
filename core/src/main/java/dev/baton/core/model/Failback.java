package dev.baton.core.model;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a group that failed over returns to a preferred owner which may have it again: it is one more outage.
public sealed interface Failback {

    /// Returns whether it may return now.
    boolean allows(Instant now);

    /// Returns when that changes to yes next; empty when it is so, or never will be.
    Optional<Instant> next(Instant now);

    /// Returns it as files write it.
    String text();

    /// A person moves it.
    record Never() implements Failback {
        @Override
        public boolean allows(Instant now) {
            return false;
        }

        @Override
        public Optional<Instant> next(Instant now) {
            return Optional.empty();
        }

        @Override
        public String text() {
            return "never";
        }
    }

    /// As soon as the preferred owner may have it.
    record AtOnce() implements Failback {
        @Override
        public boolean allows(Instant now) {
            return true;
        }

        @Override
        public Optional<Instant> next(Instant now) {
            return Optional.empty();
        }

        @Override
        public String text() {
            return "at-once";
        }
    }

    /// Between two times of every day; over midnight when `until` is not after `from`.
    ///
    /// @param from  included
    /// @param until not included
    record Between(LocalTime from, LocalTime until, ZoneId zone) implements Failback {
        @Override
        public boolean allows(Instant now) {
            LocalTime time = now.atZone(zone).toLocalTime();
            return until.isAfter(from) ? !time.isBefore(from) && time.isBefore(until)
                    : !time.isBefore(from) || time.isBefore(until);
        }

        @Override
        public Optional<Instant> next(Instant now) {
            if (allows(now)) {
                return Optional.empty();
            }
            ZonedDateTime today = now.atZone(zone).with(from);
            Instant begins = today.toInstant();
            return Optional.of(begins.isAfter(now) ? begins : today.plusDays(1).toInstant());
        }

        @Override
        public String text() {
            return from + "-" + until + " " + zone;
        }
    }

    /// Returns the failback that a file says.
    ///
    /// @throws IllegalArgumentException if it is none of `never`, `at-once` and `22:00-02:00 Europe/Berlin`
    static Failback parse(String text) {
        if (text.equals("never")) {
            return new Never();
        }
        if (text.equals("at-once")) {
            return new AtOnce();
        }
        Matcher hours = Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})(?: +(\\S+))?").matcher(text);
        if (!hours.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no failback; write never, at-once, or hours such as "
                    + "22:00-02:00 Europe/Berlin");
        }
        try {
            String zone = hours.group(3);
            return new Between(LocalTime.parse(hours.group(1)), LocalTime.parse(hours.group(2)),
                    ZoneId.of(zone == null ? "UTC" : zone));
        } catch (java.time.DateTimeException none) {
            throw new IllegalArgumentException("'" + text + "' has no such time or time zone: " + none.getMessage(),
                    none);
        }
    }
}
