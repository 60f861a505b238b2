package dev.baton.core.model;

/// Why something is not done: the rule, the facts that conflict, and what would make it legal. The same sentences
/// appear on the command line, in the API, in the console and in golden files.
public sealed interface Reason permits PlacementReason, ReplanReason, RequestReason, StepReason {

    /// Returns the rule in a few words, such as `law 2, fit`.
    String rule();

    /// Returns the facts that conflict, as one sentence without a full stop.
    String facts();

    /// Returns what would make it legal, as one sentence without a full stop; empty when nothing would.
    String wayOut();

    /// Returns the whole refusal as it is printed.
    default String text() {
        return facts() + " (" + rule() + ")." + (wayOut().isEmpty() ? "" : " " + wayOut() + ".");
    }
}
