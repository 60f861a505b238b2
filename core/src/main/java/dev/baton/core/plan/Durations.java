package dev.baton.core.plan;

import java.time.Duration;
import java.util.Locale;

/// Durations as files and screens have them: `30s`, `10m`, `2h`, `41 min 30 s`.
public final class Durations {

    /// No file means more; sums of many are still far from what milliseconds and nanoseconds can count.
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Durations() {}

    /// Returns the short form: `500ms`, `30s`, `10m`, `1m30s`, `2h`, `1h5m`.
    public static String text(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        if (time.toHours() > 0) {
            text.append(time.toHours()).append('h');
        }
        if (time.toMinutesPart() > 0) {
            text.append(time.toMinutesPart()).append('m');
        }
        if (time.toMillisPart() > 0) {
            double seconds = time.toSecondsPart() + time.toMillisPart() / 1000.0;
            text.append(seconds < 1 ? time.toMillisPart() + "ms" : trim(seconds) + "s");
        } else if (time.toSecondsPart() > 0) {
            text.append(time.toSecondsPart()).append('s');
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    /// Returns how many groups go without something for how long, in words: `1 group-minute`, `0.5 group-minutes`.
    public static String groupMinutes(Duration sum) {
        double minutes = sum.toMillis() / 60_000.0;
        String number = minutes == Math.rint(minutes) ? String.valueOf((long) minutes)
                : String.format(Locale.ROOT, "%.1f", minutes);
        return number + (number.equals("1") ? " group-minute" : " group-minutes");
    }

    private static String trim(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds).replaceFirst("0+$", "");
    }

    /// Returns the duration that the text names: numbers with `ms`, `s`, `m`, `h` or `d`, such as `1h30m`.
    ///
    /// @throws IllegalArgumentException if it names none, or more than ten years
    public static Duration parse(String text) {
        java.util.regex.Matcher part = java.util.regex.Pattern.compile("\\G([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)")
                .matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find()) {
            double unitMillis = switch (part.group(2)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                default -> 86_400_000;
            };
            sum = sum.plusMillis(Math.min(Math.round(Double.parseDouble(part.group(1)) * unitMillis),
                    LONGEST.toMillis() + 1));
            if (sum.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("'" + text + "' is longer than " + text(LONGEST));
            }
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("'" + text + "' is no duration; write for example 30s, 10m or 2h");
        }
        return sum;
    }
}
