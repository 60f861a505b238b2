package dev.baton.core.faults;

import dev.baton.core.model.NodeId;

/// What goes wrong while a plan is played.
public sealed interface Mishap {

    /// Nothing does.
    record None() implements Mishap {}

    /// A machine is lost with everything on it, in the middle of a step, and comes back after a while.
    ///
    /// @param stage number of the stage
    /// @param step  index of the step, from 0 over all stages
    record Loss(int stage, int step, NodeId node) implements Mishap {}

    /// The command of a step fails without having done anything.
    ///
    /// @param stage number of the stage
    /// @param step  index of the step, from 0 over all stages
    /// @param what  which command, such as `install`
    /// @param lasts whether it fails again and again until a person was asked and mended it, or only once
    record Failure(int stage, int step, String what, boolean lasts) implements Mishap {}

    /// Returns the number of the stage it is about; 0 when nothing goes wrong.
    default int at() {
        return switch (this) {
            case None _ -> 0;
            case Loss(var stage, _, _) -> stage;
            case Failure(var stage, _, _, _) -> stage;
        };
    }

    /// Returns it as tables say it.
    default String text() {
        return switch (this) {
            case None _ -> "nothing";
            case Loss(_, _, var node) -> node + " lost";
            case Failure(_, _, var what, var lasts) -> what + (lasts ? " keeps failing" : " fails");
        };
    }
}
