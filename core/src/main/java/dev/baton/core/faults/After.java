package dev.baton.core.faults;

/// What becomes of the plan after an accident.
public sealed interface After {

    /// There is nothing left to do.
    record Finished() implements After {}

    /// It is planned again from there, and proved.
    ///
    /// @param stages  steps of the new plan, as plans are shown
    /// @param outages of these
    record Planned(int stages, int outages) implements After {}

    /// There is no plan from there, or none that is proved.
    ///
    /// @param why as a sentence without a full stop
    record Stuck(String why) implements After {}

    /// Returns how bad that is: the higher, the worse.
    default int badness() {
        return switch (this) {
            case Finished _ -> -1;
            case Planned(_, var outages) -> outages;
            case Stuck _ -> Integer.MAX_VALUE;
        };
    }
}
