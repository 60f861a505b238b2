package dev.baton.core.report;

import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.time.Instant;

/// One attempt at a step of a run.
///
/// @param plan   number of its plan, from 1
/// @param made   that plan
/// @param number from 1
/// @param ended  of one that goes on, the time of the report
/// @param ending `done`, `failed`, `cut off`, or `left` when the run ended or turned away in the middle of it
/// @param said   what was seen, or why it came to nothing
record Attempt(int plan, Recorded.Made made, Plan.Position position, int number, Instant began, Instant ended,
        String ending, String said) {

    Step step() {
        return position.step();
    }

    Stage stage() {
        return position.stage();
    }

    boolean done() {
        return ending.equals("done");
    }

    /// Returns its stage as a person would name it.
    String stageName() {
        return (plan == 1 ? "step " : "plan " + plan + ", step ") + stage().number() + ": "
                + stage().title().replaceAll(" {2,}", " ");
    }

    Duration lasted() {
        return Duration.between(began, ended);
    }

    boolean touches(Instant from, Instant to) {
        return !began.isAfter(to) && !ended.isBefore(from);
    }

    /// Returns whether the plan says that the group's clients notice something in this stage.
    boolean silences(GroupId group) {
        return made.start().groups().containsKey(group) && stage().silent(made.start()).contains(group);
    }
}
