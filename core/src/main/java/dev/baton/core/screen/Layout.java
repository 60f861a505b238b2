package dev.baton.core.screen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Lines of at most 80 columns, and durations as people say them.
public final class Layout {
    static final int WIDTH = 80;
    private static final long BILLION = 1_000_000_000;

    private Layout() {}

    /// Returns the text filled up with spaces.
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /// Returns the words in lines: the first begins with `first`, the others with as many spaces; no line is longer
    /// than 80 columns unless a single word is. Every line is ended.
    static String fill(String first, String words) {
        StringBuilder text = new StringBuilder();
        lines(words, WIDTH - first.length()).forEach(line -> text
                .append(text.isEmpty() ? first : " ".repeat(first.length())).append(line).append('\n'));
        return text.isEmpty() ? first.stripTrailing() + "\n" : text.toString();
    }

    /// Returns the words in lines of at most so many columns; runs of spaces inside a line are kept.
    static List<String> lines(String words, int width) {
        List<String> lines = new ArrayList<>();
        String rest = words;
        while (rest.length() > width) {
            int cut = rest.lastIndexOf(' ', width);
            int end = cut > 0 ? cut : rest.indexOf(' ') < 0 ? rest.length() : rest.indexOf(' ');
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /// Returns a duration as people say it: `2 h 5 min`, `41 min 30 s`, `1.8 s`, `0`.
    public static String spoken(Duration time) {
        if (time.isZero()) {
            return "0";
        }
        if (time.toMinutes() == 0) {
            return time.toMillisPart() == 0 ? time.toSeconds() + " s"
                    : tenths(time.toMillis() / 1000.0) + " s";
        }
        if (time.toHours() == 0) {
            return time.toMinutes() + " min" + (time.toSecondsPart() == 0 ? "" : " " + time.toSecondsPart() + " s");
        }
        return time.toHours() + " h" + (time.toMinutesPart() == 0 ? "" : " " + time.toMinutesPart() + " min");
    }

    /// Returns an age in its largest unit: `41d`, `3h`, `2m`, `8s`.
    public static String age(Duration time) {
        return time.toDays() > 0 ? time.toDays() + "d"
                : time.toHours() > 0 ? time.toHours() + "h"
                : time.toMinutes() > 0 ? time.toMinutes() + "m" : time.toSeconds() + "s";
    }

    /// Returns minutes, with one decimal where they are not whole.
    static String minutes(Duration time) {
        double minutes = time.toMillis() / 60_000.0;
        return minutes == Math.rint(minutes) ? String.valueOf((long) minutes) : tenths(minutes);
    }

    /// Returns seconds, minutes or hours, not negative, less than a million and made of whole milliseconds, with one
    /// decimal, the half rounded up: as `%.1f` does, which has the JVM load what it knows of numbers in all countries.
    static String tenths(double time) {
        long tenths = (Math.round(time * BILLION) + BILLION / 20) / (BILLION / 10);
        return tenths / 10 + "." + tenths % 10;
    }

    /// Returns `1 node`, `3 nodes`.
    public static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
