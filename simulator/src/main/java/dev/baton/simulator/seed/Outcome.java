package dev.baton.simulator.seed;

/// How a seed ended.
public sealed interface Outcome {

    /// Everything came to rest, and nothing was ever wrong.
    ///
    /// @param end how the run of the upgrade, or the last of several, ended
    record Well(End end) implements Outcome {}

    /// Something was so that must never be so.
    record Unsafe(String law, String text) implements Outcome {}

    /// Nothing was wrong, but after the troubles were over something did not come to its end in time.
    record Unfinished(String what) implements Outcome {}

    /// How a run ended.
    enum End {
        /// As planned, in spite of all.
        FINISHED,
        /// Accidents led it away from its plan, and it finished by another one that it made itself.
        REPLANNED_AND_FINISHED,
        /// It stopped and asked a person, and finished after that.
        ASKED_AND_FINISHED,
        /// It was aborted; another one of a new plan finished.
        ABORTED_AND_FINISHED_ANEW,
        /// It was aborted, and there was nothing more to do or no plan.
        ABORTED,
        /// There was no plan from the beginning.
        NO_PLAN,
        /// Data was changed by what the protocol does not protect against; up to there nothing was wrong.
        BEYOND_PROTECTION
    }

    /// Returns the name under which failures of one sort are counted, and compared when a seed is made smaller.
    default String sort() {
        return switch (this) {
            case Well _ -> "well";
            case Unsafe(var law, _) -> "unsafe: " + law;
            case Unfinished _ -> "unfinished";
        };
    }
}
