package dev.baton.core.journal;

/// Where one step of a run stands.
public sealed interface StepStatus {

    /// Nothing of it was done.
    record Pending() implements StepStatus {}

    /// It is on, or was when the journal was cut.
    record Started(int attempt) implements StepStatus {}

    /// The attempt came to nothing; another may follow.
    record Failed(int attempt, String why) implements StepStatus {}

    /// It passed, and never runs again.
    record Done() implements StepStatus {}

    /// What happens to a step.
    sealed interface Event {
        record Began(int attempt) implements Event {}
        record Succeeded() implements Event {}
        record Faulted(String why) implements Event {}
    }

    /// The whole life of a step.
    ///
    /// @throws IllegalStateException if the event cannot happen in that status
    static StepStatus next(StepStatus status, Event event) {
        return switch (new At(status, event)) {
            case At(Pending _, Event.Began(var attempt)) when attempt == 1 -> new Started(1);
            case At(Failed(var last, _), Event.Began(var attempt)) when attempt == last + 1 -> new Started(attempt);
            case At(Started _, Event.Succeeded _) -> new Done();
            case At(Started(var attempt), Event.Faulted(var why)) -> new Failed(attempt, why);
            case At(var present, var impossible) ->
                    throw new IllegalStateException(impossible + " is impossible in " + present);
        };
    }

    /// A status and what happens in it.
    record At(StepStatus status, Event event) {}
}
