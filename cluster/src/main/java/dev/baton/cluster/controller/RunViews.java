package dev.baton.cluster.controller;

import dev.baton.cluster.runner.Next;
import dev.baton.cluster.runner.NextPlan;
import dev.baton.cluster.runner.RunClock;
import dev.baton.cluster.runner.Runner;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.ControllerRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.report.RunReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs as screens and reports show them, from any mirror of the whole tree, on a leader or not.
///
/// Not thread-safe: keeps what it has read.
public final class RunViews {

    private final RunBook book = new RunBook();
    private final NextPlan.Made made = new NextPlan.Made();
    /// By the digest under which the tree has them.
    private final Map<String, String> names = new HashMap<>();

    /// Returns the names of all runs, oldest first.
    public List<RunId> all(TreeMirror tree) {
        return RunBook.all(tree).stream().map(RunRecord::run).toList();
    }

    /// Returns the run that is on.
    public Optional<RunId> active(TreeMirror tree) {
        return RunBook.active(tree).map(RunRecord::run);
    }

    /// Returns the view of a run; empty when there is none of that name, or it is not wholly visible here yet.
    ///
    /// @param now wall-clock time
    public Optional<RunView> of(TreeMirror tree, RunId name, Instant now) {
        return read(tree, name).map(run -> view(tree, run, now));
    }

    private RunView view(TreeMirror tree, RunBook.Run run, Instant now) {
        return RunView.of(run.record().run(), run.plans().stream().map(this::named).toList(),
                run.proposed().map(this::named), run.state(), tree.image(), run.record().started(),
                run.record().ended(), waitingFor(tree, run, now), now);
    }

    /// Returns the report of a run; empty as [#of] is.
    ///
    /// @param now wall-clock time
    public Optional<RunReport> report(TreeMirror tree, RunId name, Instant now) {
        return read(tree, name).flatMap(run -> RunBook.journal(tree, name).map(journal -> RunReport.of(
                view(tree, run, now), RunRecords.of(tree, run, journal, plan -> named(plan).name()), now)));
    }

    /// By which name people know a plan: the one under which it was shown and saved.
    private RunView.Named named(RunBook.Stored document) {
        return new RunView.Named(names.computeIfAbsent(document.digest(), _ -> PlanDocument.digest(document.plan())),
                document.plan());
    }

    /// Returns the present plan of a run; empty as [#of] is.
    public Optional<Plan> plan(TreeMirror tree, RunId name) {
        return read(tree, name).map(run -> run.plan());
    }

    /// Returns the journal of a run, oldest first; empty while the mirror does not show all of it.
    public List<Entry> journal(TreeMirror tree, RunId name) {
        return RunBook.journal(tree, name).orElse(List.of());
    }

    private Optional<RunBook.Run> read(TreeMirror tree, RunId name) {
        return tree.value(Paths.run(name), RunRecord.class).flatMap(record -> book.read(tree, record));
    }

    private Optional<RunView.Waiting> waitingFor(TreeMirror tree, RunBook.Run run, Instant now) {
        Optional<NodeId> leader = tree.value(Paths.CONTROLLER, ControllerRecord.class).map(ControllerRecord::node);
        if (leader.isEmpty() || run.record().ended().isPresent()) {
            return Optional.empty();
        }
        Next next = Runner.next(Runs.situation(book, run, tree.image(), tree, leader.get(), RunClock.at(now), made));
        return next instanceof Next.Rest(var what, _, var person) ? Optional.of(new RunView.Waiting(what, person))
                : Optional.empty();
    }
}
