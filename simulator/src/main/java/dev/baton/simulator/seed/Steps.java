package dev.baton.simulator.seed;

import java.util.List;

/// Kinds of steps, told from their words.
final class Steps {

    private static final List<String> KINDS = List.of("hold", "release", "prepare", "install", "restart", "rejoin",
            "self-test", "probe group", "hand leadership", "take offline", "bring online", "move", "back up", "convert",
            "wait for approval", "wait", "finalize");

    /// What a run of a simulated upgrade is in the middle of, sooner or later.
    static final List<String> MET = List.of("hold", "release", "prepare", "install", "restart", "rejoin", "self-test",
            "probe group", "hand leadership", "take offline", "bring online", "move", "back up", "convert", "abort",
            "plan again");

    private Steps() {}

    static String kind(String text) {
        return KINDS.stream().filter(text::startsWith).findFirst().orElse(text);
    }
}
