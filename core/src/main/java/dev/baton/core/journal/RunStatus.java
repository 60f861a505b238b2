package dev.baton.core.journal;

/// Where a run as a whole stands.
public sealed interface RunStatus {

    /// Steps are done one after the other.
    record Running() implements RunStatus {}

    /// It rests until a person continues it.
    record Paused(String by) implements RunStatus {}

    /// A step failed for good; it rests until a person continues or aborts it.
    record Stopped(int step, String why) implements RunStatus {}

    /// The cluster has left the plan; it settles, and a new plan is made.
    record Overtaken(String why) implements RunStatus {}

    /// It is on its way to a safe state.
    record Aborting(String by) implements RunStatus {}

    /// It ended early, in a safe state.
    record Aborted() implements RunStatus {}

    /// It ended where it began: versions and owners are those of then.
    record RolledBack() implements RunStatus {}

    /// It ended: every step is done.
    record Finished() implements RunStatus {}

    /// Returns the word that screens print.
    default String word() {
        return switch (this) {
            case Running _ -> "running";
            case Paused _ -> "paused";
            case Stopped _ -> "stopped";
            case Overtaken _ -> "replanning";
            case Aborting _ -> "aborting";
            case Aborted _ -> "aborted";
            case RolledBack _ -> "rolled-back";
            case Finished _ -> "finished";
        };
    }

    /// Returns whether nothing more will be done.
    default boolean ended() {
        return this instanceof Aborted || this instanceof RolledBack || this instanceof Finished;
    }

    /// What happens to a run.
    sealed interface Event {
        record PauseAsked(String by) implements Event {}
        record Continued() implements Event {}
        record StepStopped(int step, String why) implements Event {}
        record PlanOvertaken(String why) implements Event {}
        record PlanReplaced() implements Event {}
        record AbortAsked(String by) implements Event {}
        record RollbackAsked(String by) implements Event {}
        record OriginReached() implements Event {}
        record SafeStateReached() implements Event {}
        record LastStepDone() implements Event {}
    }

    /// The whole life of a run.
    ///
    /// @throws IllegalStateException if the event cannot happen in that status
    static RunStatus next(RunStatus status, Event event) {
        return switch (new At(status, event)) {
            case At(Running _, Event.PauseAsked(var by)) -> new Paused(by);
            case At(Running _, Event.StepStopped(var step, var why)) -> new Stopped(step, why);
            case At(Paused _, Event.StepStopped(var step, var why)) -> new Stopped(step, why);
            case At(Paused _, Event.Continued _) -> new Running();
            case At(Stopped _, Event.Continued _) -> new Running();
            case At(Running _, Event.PlanOvertaken(var why)) -> new Overtaken(why);
            case At(Overtaken _, Event.PlanReplaced _) -> new Running();
            case At(Overtaken _, Event.Continued _) -> new Running();
            case At(Overtaken _, Event.PauseAsked(var by)) -> new Paused(by);
            case At(Overtaken _, Event.AbortAsked(var by)) -> new Aborting(by);
            case At(Running _, Event.RollbackAsked(var by)) -> turned(by);
            case At(Paused _, Event.RollbackAsked(var by)) -> turned(by);
            case At(Stopped _, Event.RollbackAsked(var by)) -> turned(by);
            case At(Overtaken _, Event.RollbackAsked(var by)) -> turned(by);
            case At(Running _, Event.OriginReached _) -> new RolledBack();
            case At(Paused _, Event.OriginReached _) -> new RolledBack();
            case At(Running _, Event.AbortAsked(var by)) -> new Aborting(by);
            case At(Paused _, Event.AbortAsked(var by)) -> new Aborting(by);
            case At(Stopped _, Event.AbortAsked(var by)) -> new Aborting(by);
            case At(Aborting _, Event.SafeStateReached _) -> new Aborted();
            case At(Running _, Event.LastStepDone _) -> new Finished();
            case At(Paused _, Event.LastStepDone _) -> new Finished();
            case At(var present, var impossible) ->
                    throw new IllegalStateException(impossible + " is impossible in " + present);
        };
    }

    private static RunStatus turned(String by) {
        return new Overtaken(by + " asked for the way back");
    }

    /// A status and what happens in it.
    record At(RunStatus status, Event event) {}
}
