package dev.baton.cluster.runner;

import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.RunStatus;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a run does next. Steps are done one after the other: `Began` is durable, then the effect, then the cluster
/// shows it, then `Succeeded`. A step that passed is never looked at again. Nothing is remembered here, so that every
/// cut of the journal, with whatever the cluster shows by then, is a point from which any leader goes on. Where
/// accidents have led the cluster away from the plan, another plan takes its place ([Replanning]).
public final class Runner {

    private Runner() {}

    /// Returns the one thing to do now.
    public static Next next(Situation now) {
        return switch (now.state().status()) {
            case RunStatus.Finished _, RunStatus.Aborted _, RunStatus.RolledBack _ -> new Next.Over();
            case RunStatus.Aborting _ -> Compensation.next(now);
            case RunStatus.Stopped(var step, var why) -> OfDrills.home(now, now.step(step).describe() + " failed: "
                    + why).or(() -> NodeUndo.afterFailure(now, step)).orElseGet(() -> Next.forPerson("step "
                            + (step + 1) + " (" + now.step(step).describe() + ") failed: " + why + undone(now, step)
                            + "; baton upgrade resume  |  abort"));
            case RunStatus.Paused(var by) -> now.state().current().filter(step -> isOn(now, step))
                    .map(step -> goOn(now, step))
                    .orElseGet(() -> Next.forPerson("paused by " + by + "; baton upgrade resume"));
            case RunStatus.Overtaken(var why) -> Replanning.next(now, why);
            case RunStatus.Running _ -> now.state().current().map(step -> step(now, step)).orElseGet(() -> end(now));
        };
    }

    /// What became of the node whose change failed, for people.
    private static String undone(Situation now, int index) {
        boolean wanted = now.plan().spec().onFailure() == UpgradeSpec.OnFailure.UNDO_NODE_AND_STOP;
        if (!wanted || !(now.step(index) instanceof Step.OnNode on)) {
            return "";
        }
        NodeImage node = now.image().node(on.node());
        if (node.holds().values().stream().anyMatch(now::owns)) {
            return "; " + node.id() + " could not be undone and stays closed";
        }
        return "; " + node.id() + " has " + node.facts().versions().entrySet().stream()
                .map(there -> there.getKey() + " " + there.getValue()).collect(Collectors.joining(", "))
                + " and is open";
    }

    private static boolean isOn(Situation now, int step) {
        return now.stateOf(step).status() instanceof StepStatus.Started;
    }

    private static Next step(Situation now, int index) {
        return switch (now.stateOf(index).status()) {
            case StepStatus.Pending _ -> begin(now, index, 1);
            case StepStatus.Failed(var attempt, var why) -> Jobs.toWithdraw(now, false).orElseGet(() ->
                    attempt - now.stateOf(index).forgiven() >= StepChecks.attempts(now, now.step(index))
                    ? new Next.Write(List.of(new Entry.Stopped(now.now(), index, why)))
                    : begin(now, index, attempt + 1));
            case StepStatus.Started _ -> goOn(now, index);
            case StepStatus.Done _ -> throw new IllegalStateException("step " + index + " is done");
        };
    }

    private static Next begin(Situation now, int index, int attempt) {
        Optional<JobId> undoing = NodeUndo.going(now, index);
        if (undoing.isPresent()) {
            return Next.rest("job " + undoing.get() + " to end", Optional.empty());
        }
        Optional<Next> closed = attempt == 1 ? WindowGate.rest(now, index) : Optional.empty();
        if (closed.isPresent()) {
            return closed.get();
        }
        return StageGate.inTheWay(now, index).map(why -> left(now, why))
                .orElseGet(() -> new Next.Write(List.of(new Entry.Began(now.now(), index, attempt,
                        StepChecks.before(now, now.step(index))))));
    }

    /// Something is in the way of the plan: what is only on its way is waited for, a while.
    private static Next left(Situation now, String why) {
        Instant patience = now.state().last().plus(Settling.PATIENCE);
        return Settling.of(now).filter(_ -> now.now().isBefore(patience))
                .map(what -> Next.rest(what, Optional.of(patience)))
                .orElseGet(() -> new Next.Write(List.of(new Entry.Overtaken(now.now(), why))));
    }

    private static Next goOn(Situation now, int index) {
        Step step = now.step(index);
        RunState.StepState state = now.stateOf(index);
        Progress progress = StepChecks.progress(now, index);
        return switch (progress) {
            case Progress.Done(var detail) -> passed(now, index, detail);
            case Progress.Failed(var why) -> new Next.Write(List.of(new Entry.Faulted(now.now(), index, why)));
            case Progress.Cut(var why) -> new Next.Write(List.of(new Entry.Cut(now.now(), index, why)));
            case Progress.Person(var what) -> Next.forPerson(what);
            case Progress.Engine(var order) -> new Next.Engine(order);
            case Progress.Work(var order) -> new Next.Work(order);
            case Progress.Waiting(var what, var until) -> {
                Optional<Instant> late = StepChecks.patience(now, step)
                        .flatMap(patience -> state.began().map(began -> began.plus(patience)));
                if (late.filter(end -> !now.now().isBefore(end)).isPresent()) {
                    Duration waited = Duration.between(state.began().orElseThrow(), now.now());
                    yield new Next.Write(List.of(new Entry.Faulted(now.now(), index, "not within "
                            + waited.toSeconds() + " s: " + what)));
                }
                yield Next.rest(what, until.or(() -> late));
            }
        };
    }

    /// What follows a success without any effect between becomes durable with it.
    private static Next passed(Situation now, int index, String detail) {
        Entry success = new Entry.Succeeded(now.now(), index, detail);
        Situation later = now.with(now.state().after(success), passed(now.trace(), now.step(index)));
        List<Entry> entries = new ArrayList<>(List.of(success));
        if (later.state().status() instanceof RunStatus.Running && next(later) instanceof Next.Write(var more)) {
            entries.addAll(more);
        }
        return new Next.Write(entries);
    }

    /// Returns the trace after a step that succeeded.
    public static Trace passed(Trace trace, Step step) {
        return trace.then(step, Projection.project(trace.before(), step));
    }

    /// A node that is down may come back, and its groups return to it; a while later the rest has to do.
    private static Next back(Situation now, List<Rulebook.Broken> broken) {
        Instant patience = now.state().last().plus(Settling.PATIENCE);
        Optional<String> unsettled = Settling.of(now).filter(_ -> now.now().isBefore(patience));
        Optional<String> missing = Rollback.missing(now).or(() -> broken.stream().findFirst()
                .map(law -> law.reasons().getFirst().facts()));
        return unsettled.map(what -> Next.rest(what, Optional.of(patience)))
                .or(() -> missing.map(why -> left(now, why)))
                .orElseGet(() -> new Next.Write(List.of(new Entry.RolledBack(now.now()))));
    }

    /// Once it is finalized nothing is left to do, and no plan leads on: what accidents have done since to a node or a
    /// group is no business of the run.
    private static Next end(Situation now) {
        Trace trace = now.trace().at(now.image());
        List<Rulebook.Broken> broken = Rulebook.brokenAtEnd(trace);
        if (now.state().onWayBack()) {
            return back(now, broken);
        }
        if (broken.isEmpty() || trace.finalized()) {
            return new Next.Write(List.of(new Entry.Finished(now.now())));
        }
        return left(now, broken.getFirst().reasons().getFirst().facts());
    }
}
