package dev.baton.core.report;

import dev.baton.core.journal.Entry;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who said what about a run.
final class Decisions {

    private static final String RUN = "the run";
    private static final String APPROVED = "approved by ";

    private Decisions() {}

    static List<RunReport.Decision> of(Recorded recorded) {
        List<RunReport.Decision> found = new ArrayList<>();
        int plan = 1;
        for (Entry entry : recorded.journal()) {
            Plan present = recorded.plans().get(Math.min(plan, recorded.plans().size()) - 1).plan();
            of(entry, present).ifPresent(found::add);
            plan += entry instanceof Entry.Replanned ? 1 : 0;
        }
        return found;
    }

    private static Optional<RunReport.Decision> of(Entry entry, Plan plan) {
        return switch (entry) {
            case Entry.Started(_, var by) -> said(entry, by, "started it");
            case Entry.Led(_, var leader) -> said(entry, RUN, "carried out by " + leader);
            case Entry.Succeeded(_, var index, var detail) when plan.steps().get(index) instanceof Step.StopPoint(
                    var before) -> said(entry, detail.startsWith(APPROVED) ? detail.substring(APPROVED.length())
                            : detail, "approved " + before);
            case Entry.Stopped(_, var index, var why) -> said(entry, RUN, "stopped at: "
                    + plan.steps().get(index).describe() + ": " + why);
            case Entry.PauseAsked(_, var by) -> said(entry, by, "paused it");
            case Entry.Continued(_, var by) -> said(entry, by, "continued it");
            case Entry.AbortAsked(_, var by) -> said(entry, by, "aborted it");
            case Entry.RollbackAsked(_, var by) -> said(entry, by, "turned it back");
            case Entry.Overtaken(_, var why) -> said(entry, RUN, "left its plan: " + why);
            case Entry.Proposed(_, var next, var against) -> said(entry, RUN, "proposed plan " + next.name()
                    + (against.isEmpty() ? "" : " and asked: " + String.join("; ", against)));
            case Entry.Replanned(_, var next, var by) -> said(entry, by, "took plan " + next.name());
            case Entry.Compensated(_, var what) -> said(entry, RUN, "on its way to a safe state: " + what);
            case Entry.Began _, Entry.Succeeded _, Entry.Faulted _, Entry.Cut _, Entry.RolledBack _, Entry.Aborted _,
                    Entry.Finished _, Entry.Measured _, Entry.OutageSeen _,
                    Entry.ClientsWaited _ -> Optional.empty();
        };
    }

    private static Optional<RunReport.Decision> said(Entry entry, String who, String what) {
        return Optional.of(new RunReport.Decision(entry.at(), who, what));
    }
}
