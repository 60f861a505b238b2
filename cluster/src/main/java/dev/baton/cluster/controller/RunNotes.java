package dev.baton.cluster.controller;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.EventKind;
import dev.baton.core.plan.Step;
import java.util.Optional;

/// What of a run's journal is told in the cluster's history.
final class RunNotes {

    private RunNotes() {}

    /// Returns the note about an entry; empty for what only the journal needs.
    static Optional<Note> of(RunBook.Run run, Entry entry) {
        String by = "run " + run.record().run();
        return switch (entry) {
            case Entry.Succeeded(_, var step, var detail) -> told(EventKind.RUN_STEP, run, by + " step " + (step + 1)
                    + " done: " + run.plan().steps().get(step).describe() + " (" + detail + ")");
            case Entry.Faulted(_, var step, var why) -> told(EventKind.RUN_STEP_FAILED, run, by + " step " + (step + 1)
                    + " failed: " + run.plan().steps().get(step).describe() + ": " + why);
            case Entry.Cut(_, var step, var why) -> told(EventKind.RUN_STEP_FAILED, run, by + " step " + (step + 1)
                    + " was cut off: " + run.plan().steps().get(step).describe() + ": " + why);
            case Entry.Overtaken(_, var why) -> told(EventKind.RUN_REPLANNED, run, by
                    + ": the cluster has left the plan: " + why);
            case Entry.Proposed(_, var plan, var against) -> told(against.isEmpty() ? EventKind.RUN_REPLANNED
                    : EventKind.RUN_WAITS, run, by + ": plan " + plan.name() + " leads on from here"
                            + (against.isEmpty() ? "" : "; a person decides, because " + String.join("; ", against)));
            case Entry.Replanned(_, var plan, var who) -> told(EventKind.RUN_REPLANNED, run, by + " goes on with plan "
                    + plan.name() + ", taken by " + who);
            case Entry.Stopped(_, var step, _) -> told(EventKind.RUN_WAITS, run, by + " stopped at step "
                    + (step + 1));
            case Entry.Began(_, var step, _, _) -> run.plan().steps().get(step) instanceof Step.StopPoint stop
                    ? told(EventKind.RUN_WAITS, run, by + " step " + (step + 1) + ": " + stop.describe()
                            + "; a person lets it go on: baton upgrade approve") : Optional.empty();
            case Entry.Led(_, var leader) -> told(EventKind.RUN_STEP, run, by + " is carried on by " + leader);
            case Entry.Finished _ -> told(EventKind.RUN_FINISHED, run, by + " is finished");
            case Entry.RollbackAsked(_, var who) -> told(EventKind.RUN_ORDERED, run, by + " turns back, asked by "
                    + who);
            case Entry.RolledBack _ -> told(EventKind.RUN_ROLLED_BACK, run, by
                    + " is rolled back: versions and owners are those of then");
            case Entry.Aborted _ -> told(EventKind.RUN_ABORTED, run, by
                    + " is aborted, the cluster is in a safe state");
            case Entry.Compensated(_, var what) -> told(EventKind.RUN_STEP, run, by + " on its way to a safe state: "
                    + what);
            case Entry.Started _, Entry.PauseAsked _, Entry.Continued _, Entry.AbortAsked _, Entry.Measured _,
                    Entry.OutageSeen _, Entry.ClientsWaited _ -> Optional.empty();
        };
    }

    private static Optional<Note> told(EventKind kind, RunBook.Run run, String text) {
        return Optional.of(note(kind, "run " + run.record().run(), run.record().run(), text));
    }

    /// Returns a note about something that a run did.
    static Note note(EventKind kind, String by, Object subject, String text) {
        return new Note(kind, by, subject.toString(), text, Optional.empty(), Optional.empty());
    }
}
