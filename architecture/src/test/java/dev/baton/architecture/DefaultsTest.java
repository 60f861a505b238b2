package dev.baton.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.architecture.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of defaults has every fixed time of controller, runner and agent, as the code has it.
class DefaultsTest {

    private static final Pattern CONSTANT = Pattern.compile(
            "static final Duration ([A-Z_]+) *=\\s*Duration\\.of(Millis|Seconds|Minutes|Hours|Days)\\(([0-9_]+)\\)");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Za-z]+\\.[A-Z_]+) \\| (\\S+) \\| .{6,} \\|");

    private static Duration value(String unit, long number) {
        return switch (unit) {
            case "Millis" -> Duration.ofMillis(number);
            case "Seconds" -> Duration.ofSeconds(number);
            case "Minutes" -> Duration.ofMinutes(number);
            case "Hours" -> Duration.ofHours(number);
            case "Days" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException(unit);
        };
    }

    private static Duration written(String text) {
        if (text.endsWith("d")) {
            return Duration.ofDays(Long.parseLong(text.replace("d", "")));
        }
        return Duration.parse("PT" + (text.endsWith("ms")
                ? Long.parseLong(text.replace("ms", "")) / 1000.0 + "S" : text.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void the_page_has_every_fixed_time_and_no_other() throws IOException {
        Sources sources = Sources.read();
        TreeMap<String, Duration> code = new TreeMap<>();
        for (Source source : sources.all()) {
            String path = source.path().toString();
            boolean ours = (path.startsWith("agent/") || path.startsWith("cluster/")) && !source.isTest()
                    && !path.contains("/simulated/");
            Matcher constant = CONSTANT.matcher(String.join("\n", source.lines()));
            String name = source.path().getFileName().toString().replace(".java", "");
            while (ours && constant.find()) {
                code.put(name + "." + constant.group(1), value(constant.group(2),
                        Long.parseLong(constant.group(3).replace("_", ""))));
            }
        }
        TreeMap<String, Duration> page = new TreeMap<>();
        for (String line : Files.readAllLines(sources.root().resolve("docs/defaults.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                page.put(row.group(1), written(row.group(2)));
            }
        }
        assertThat(page).isEqualTo(code);
    }
}
