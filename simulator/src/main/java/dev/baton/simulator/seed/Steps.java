package dev.baton.simulator.seed;

import java.util.List;
import java.util.stream.Stream;

/// Kinds of steps, told from their words.
final class Steps {

    private static final List<String> KINDS = List.of("hold", "release", "prepare", "install", "restart", "rejoin",
            "self-test", "probe group", "hand leadership", "take offline", "bring online", "move", "back up", "convert",
            "wait for approval", "wait", "finalize", "silence", "unsilence", "detach", "attach", "check");

    /// What a run of a simulated upgrade is in the middle of, sooner or later.
    static final List<String> MET = List.of("hold", "release", "prepare", "install", "restart", "rejoin", "self-test",
            "probe group", "hand leadership", "take offline", "bring online", "move", "back up", "convert", "abort",
            "plan again");

    /// The same, and more often what is rare.
    static final List<String> RARE = Stream.concat(MET.stream(), Stream.of("prepare", "restart", "self-test",
            "bring online", "back up", "back up", "convert", "abort", "abort", "plan again", "wait",
            "wait for approval", "wait for approval")).toList();

    /// The same, and more often what is rare even so.
    static final List<String> WAITING = Stream.concat(RARE.stream(), Stream.of("wait", "wait", "wait")).toList();

    /// What a run is in the middle of that takes a group out of the cluster's control, and more often what only it has.
    static final List<String> OUT = Stream.concat(MET.stream(), Stream.of("silence", "silence", "unsilence",
            "unsilence", "detach", "detach", "attach", "attach", "check", "abort", "install", "plan again")).toList();

    /// What only such a run is in the middle of, and what is over soonest.
    static final List<String> SELDOM = List.of("silence", "unsilence", "unsilence", "detach", "attach",
            "check", "check", "bring online");

    /// What a run is in the middle of that saves groups together, and more often what only it has.
    static final List<String> SETS = Stream.concat(MET.stream(), Stream.of("silence", "silence", "unsilence",
            "unsilence", "back up", "back up", "abort", "plan again")).toList();

    /// What is over in an instant, at the end of a run.
    static final List<String> LAST = List.of("finalize");

    private Steps() {}

    static String kind(String text) {
        return KINDS.stream().filter(text::startsWith).findFirst().orElse(text);
    }
}
