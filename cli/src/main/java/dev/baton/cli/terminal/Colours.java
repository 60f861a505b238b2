package dev.baton.cli.terminal;

import java.util.regex.Pattern;

/// Colour for the few words that must be seen first. It carries nothing that the words do not say.
final class Colours {

    private static final String RED = "\033[31m";
    private static final String YELLOW = "\033[33m";
    private static final String PLAIN = "\033[0m";
    private static final Pattern BAD = Pattern.compile("\\b(Failed|Down|NO FAILOVER|BROKEN|STOPPED|failed)\\b");
    private static final Pattern MIND =
            Pattern.compile("\\b(Pending|Partial|Paused|Closed|WAITING|unfenced|weak guard)\\b");

    private Colours() {}

    static String of(String line) {
        String bad = BAD.matcher(line).replaceAll(RED + "$1" + PLAIN);
        return MIND.matcher(bad).replaceAll(YELLOW + "$1" + PLAIN);
    }
}
