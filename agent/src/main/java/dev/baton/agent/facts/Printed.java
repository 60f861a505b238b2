package dev.baton.agent.facts;

import dev.baton.agent.host.HostEvent;
import dev.baton.core.model.Version;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a probe printed.
public final class Printed {

    /// The same blanks that a version may not hold.
    private static final Pattern BLANKS = Pattern.compile("\\p{javaWhitespace}+");

    private Printed() {}

    /// Returns the version on the last line that is not blank: the whole line, or its first word that starts with a
    /// digit, so that `postgres (PostgreSQL) 15.13` reads 15.13. Empty when the probe failed or printed none.
    public static Optional<Version> version(HostEvent.RunEnded ended) {
        if (!ended.succeeded()) {
            return Optional.empty();
        }
        return lastLine(ended.output()).map(BLANKS::split).flatMap(words -> Arrays.stream(words).filter(word ->
                words.length == 1 ? Character.isLetterOrDigit(word.charAt(0)) : Character.isDigit(word.charAt(0)))
                .findFirst()).map(Version::new);
    }

    /// Returns the last line that is not blank, without blanks around it.
    public static Optional<String> lastLine(String output) {
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((_, line) -> line);
    }

    /// Returns how a command failed, for people: `status 1: no such file`.
    public static String failure(HostEvent.RunEnded ended) {
        return ended.timedOut() ? withLastLine("no end in time", ended.output())
                : failure(ended.status(), ended.output());
    }

    /// Returns how a command failed that was not ended by us, for people.
    public static String failure(int status, String output) {
        return withLastLine("status " + status, output);
    }

    private static String withLastLine(String what, String output) {
        return what + lastLine(output).map(line -> ": " + line).orElse("");
    }
}
