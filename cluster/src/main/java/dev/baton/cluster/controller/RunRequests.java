package dev.baton.cluster.controller;

import dev.baton.cluster.runner.Rollback;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunStatus;
import dev.baton.core.journal.SavedPlan;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.WindowFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What people ask of runs.
final class RunRequests {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    RunRequests(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer start(Plan plan) {
        Answer answer = started(plan);
        if (!(answer instanceof Answer.Accepted)) {
            runs.drafts().drop();
        }
        return answer;
    }

    private Answer started(Plan plan) {
        Optional<RunRecord> on = RunBook.active(turn.tree());
        List<Reason> reasons = new ArrayList<>();
        on.ifPresent(run -> reasons.add(new RequestReason.RunIsOn(run.run(), "a start of " + plan.spec().name())));
        plan.basis().differences(PlanBasis.of(turn.image())).forEach(difference -> reasons.add(
                new RequestReason.ClusterMoved(difference.planned(), difference.now())));
        reasons.addAll(Management.against(turn, "a run"));
        reasons.addAll(unreadable(plan));
        reasons.addAll(nowhere(plan));
        reasons.addAll(withoutWindow(plan));
        reasons.addAll(stillChanging());
        reasons.addAll(DrillGate.against(turn, runs, plan));
        if (plan.steps().isEmpty()) {
            reasons.add(new RequestReason.NotSo("a run has steps", "the plan of " + plan.spec().name()
                    + " has none: there is nothing to do", ""));
        }
        if (reasons.isEmpty()) {
            reasons.addAll(unproved(plan));
        }
        if (!reasons.isEmpty()) {
            return Refusal.because(reasons);
        }
        RunId run = name(plan);
        Blobs.Blob document = runs.drafts().of(turn, plan);
        if (document.pieces().size() > Blobs.MOST_PIECES) {
            return Refusal.because(List.of(new RequestReason.NotSo("a plan is kept by every voter", "with the cluster "
                    + "that it was made for it has " + document.pieces().size() + " pieces, and " + Blobs.MOST_PIECES
                    + " are kept", "upgrade fewer nodes in one run")));
        }
        if (!ask.dryRun() && Blobs.ahead(turn, document)) {
            return Requests.accepted("run " + run + " is being stored", Map.of());
        }
        RunRecord record = new RunRecord(run, plan.spec().name(), document.digest(), document.pieces().size(),
                ask.by(), turn.wallTime(), Optional.empty());
        List<Op> ops = RunBook.publish(turn, record, document, List.of(new Entry.Started(turn.wallTime(), ask.by()),
                new Entry.Led(turn.wallTime(), turn.self())));
        String line = "run " + run + " of " + plan.steps().size() + " steps is started";
        turn.write("run " + run, ops, List.of(), List.of(Requests.note(ask, EventKind.RUN_STARTED, run, line,
                Optional.empty())));
        return Requests.accepted(line, Map.of("run", run.value(), "plan",
                PlanDocument.digest(plan)));
    }

    /// Nobody is silenced on a node that is none.
    private List<Reason> nowhere(Plan plan) {
        ClusterImage image = turn.image();
        List<Reason> found = new ArrayList<>();
        plan.steps().stream().flatMap(step -> step instanceof Step.Quiesce(var group)
                ? Stream.of(image.kindOf(image.group(group))) : Stream.<Kind>empty()).distinct().forEach(kind ->
                kind.users().stream().flatMap(user -> user.node().stream())
                        .filter(node -> !image.nodes().containsKey(node))
                        .forEach(node -> found.add(new RequestReason.NotSo("users are silenced where they are", "kind "
                                + kind.id() + " silences them on " + node + ", which is no node of this cluster",
                                "name a node, owner or leader, or ssh:" + node))));
        return found;
    }

    /// Between two places where it may rest, a run goes on; that must fit into a window.
    private List<Reason> withoutWindow(Plan plan) {
        return WindowFit.of(turn.image(), plan).filter(fit -> !fit.fits()).stream().<Reason>map(fit ->
                new RequestReason.NotSo("a run rests only where every group is covered", fit.tooLong(),
                        "a longer window, or a plan with more places to rest: prefer: least-exposure")).toList();
    }

    /// What an earlier run ordered may still be going on, on a node that came back late.
    private List<Reason> stillChanging() {
        List<Reason> found = new ArrayList<>();
        for (NodeImage node : turn.image().nodes().values()) {
            for (NodePath path : turn.tree().children(Paths.jobs(node.id()))) {
                Optional<JobOrder> order = turn.tree().value(path, JobOrder.class)
                        .filter(job -> job.work().changesNode());
                boolean ended = order.flatMap(job -> turn.tree().value(Paths.result(node.id(), job.job()),
                        JobResult.class)).filter(JobResult::ended).isPresent();
                if (node.up() && order.isPresent() && !ended) {
                    found.add(new RequestReason.NotSo("law 7, one at a time", "job " + order.get().job() + " on "
                            + node.id() + ", of an earlier run, has not ended", "wait for its end: baton events -f"));
                }
            }
        }
        return found;
    }

    /// A version that nobody can read could never be verified.
    private List<Reason> unreadable(Plan plan) {
        List<Reason> found = new ArrayList<>();
        for (UpgradeSpec.ProductUpgrade product : plan.spec().products()) {
            boolean read = turn.image().kinds().values().stream()
                    .filter(kind -> kind.product().equals(product.product()))
                    .map(Kind::version).anyMatch(Optional::isPresent);
            if (!read) {
                found.add(new RequestReason.NotSo("verified before succeeded", "no kind says how the version of "
                        + product.product() + " is read", "add `version` to its kind"));
            }
        }
        return found;
    }

    /// Whoever made the plan, and whatever its maker said of it: it is proved here for the cluster as it is.
    private List<Reason> unproved(Plan plan) {
        return switch (Prover.prove(plan, turn.image())) {
            case Proof.Holds _ -> List.of();
            case Proof.Broken broken -> broken.reasons();
            case Proof.Unproven(var what) -> List.of(new RequestReason.NotSo("only a proved plan is carried out", what,
                    "plan again: baton plan"));
        };
    }

    private RunId name(Plan plan) {
        String base = plan.spec().name().replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        String stem = base.isEmpty() ? "run" : base;
        int number = 1;
        while (turn.version(Paths.run(new RunId(stem + "-" + number))) != TreeMirror.ABSENT) {
            number++;
        }
        return new RunId(stem + "-" + number);
    }

    /// What is asked of the run that is on.
    Answer ofTheRun(Request request) {
        Optional<RunBook.Run> open = RunBook.active(turn.tree()).flatMap(record -> runs.read(turn.tree(), record));
        if (open.isEmpty()) {
            return Refusal.notSo("there is one run at a time", "no run is on", "baton upgrade start");
        }
        RunBook.Run run = open.get();
        return switch (request) {
            case Request.ApproveRun(var plan) -> run.state().proposal().isPresent() ? approve(run,
                    run.state().proposal().get().plan(), plan) : approve(run);
            case Request.PauseRun _ -> run.state().status() instanceof RunStatus.Running
                    || run.state().status() instanceof RunStatus.Overtaken
                    ? write(run, new Entry.PauseAsked(runs.now(turn, run), ask.by()), "rests after the step that is on")
                    : wrong(run, "is paused");
            case Request.ResumeRun _ -> switch (run.state().status()) {
                case RunStatus.Paused _, RunStatus.Stopped _ -> write(run, new Entry.Continued(runs.now(turn, run),
                        ask.by()), "goes on");
                case RunStatus.Running _, RunStatus.Overtaken _, RunStatus.Aborting _, RunStatus.Aborted _,
                        RunStatus.RolledBack _, RunStatus.Finished _ -> wrong(run, "is continued");
            };
            case Request.AbortRun _ -> run.state().status() instanceof RunStatus.Aborting ? wrong(run, "is aborted")
                    : write(run, new Entry.AbortAsked(runs.now(turn, run), ask.by()), "is aborted");
            case Request.RollbackRun _ -> rollback(run);
            case Request.ApplyConfiguration _, Request.RestoreState _, Request.MoveGroup _, Request.GroupIntent _,
                    Request.ResourceIntent _, Request.UpgradeGroup _, Request.ClearFailure _, Request.UnmanageGroup _,
                    Request.ManageGroup _, Request.RestoreGroup _, Request.PauseNode _,
                    Request.DrainNode _, Request.ResumeNode _, Request.BeginMaintenance _, Request.EndMaintenance _,
                    Request.ConfirmDead _, Request.EvictNode _, Request.LeaveNode _, Request.GiveVote _,
                    Request.TakeVote _, Request.OfferJoin _,
                    Request.Join _, Request.FinalizeLevel _,
                    Request.StartRun _ ->
                    throw new IllegalArgumentException(request + " is not about a run");
        };
    }

    private Answer rollback(RunBook.Run run) {
        boolean wrong = run.state().rollback().isPresent() || run.state().status() instanceof RunStatus.Aborting;
        if (wrong) {
            return wrong(run, "is rolled back");
        }
        RunBook.Stored first = run.plans().getFirst();
        List<Reason> against = new ArrayList<>(Rollback.against(first.start(), turn.image(), first.plan().spec()));
        if (runs.situation(turn, run).trace().finalized()) {
            against.addFirst(new RequestReason.NotSo("law 14, finalize last", "the run was finalized", ""));
        }
        return !against.isEmpty() ? Refusal.because(against) : write(run, new Entry.RollbackAsked(runs.now(turn, run),
                ask.by()), "turns back to where it began");
    }

    private Answer approve(RunBook.Run run) {
        Optional<Integer> current = run.state().current().filter(step -> run.plan().steps().get(step)
                instanceof Step.StopPoint && run.state().steps().get(step).status() instanceof StepStatus.Started);
        return current.map(step -> write(run, new Entry.Succeeded(runs.now(turn, run), step, "approved by " + ask.by()),
                "goes on past its stop point")).orElseGet(() -> Refusal.notSo("only a run that waits is approved",
                        "run " + run.record().run() + " does not wait for a person", "baton upgrade status"));
    }

    /// What was shown is what runs: the person names the plan that was shown, and it must still fit.
    private Answer approve(RunBook.Run run, SavedPlan proposed, Optional<String> named) {
        if (!named.equals(Optional.of(proposed.name()))) {
            return Refusal.notSo("what was shown is what runs", "run " + run.record().run()
                    + " asks for an approval of plan " + proposed.name()
                    + named.map(name -> ", not of plan " + name).orElse(""),
                    "look at it, then approve it: baton upgrade approve");
        }
        List<Reason> moved = new ArrayList<>();
        run.proposed().ifPresent(stored -> stored.plan().basis().differences(PlanBasis.of(turn.image()))
                .forEach(difference -> moved.add(new RequestReason.NotSo("what was shown is what runs", "plan "
                        + proposed.name() + " was made for a cluster where " + difference.planned() + "; now "
                        + difference.now(), "the run plans again by itself: baton upgrade status"))));
        return !moved.isEmpty() ? Refusal.because(moved) : write(run, new Entry.Replanned(runs.now(turn, run), proposed,
                ask.by()), "goes on with plan " + proposed.name());
    }

    private Answer wrong(RunBook.Run run, String what) {
        return Refusal.notSo("a run " + what + " where that means something", "run " + run.record().run() + " is "
                + run.state().status().word(), "baton upgrade status");
    }

    private Answer write(RunBook.Run run, Entry entry, String what) {
        String line = "run " + run.record().run() + " " + what;
        turn.write(line, RunBook.append(turn, run.record(), List.of(entry)), List.of(),
                List.of(Requests.note(ask, EventKind.RUN_ORDERED, run.record().run(), line, Optional.empty())));
        return new Answer.Accepted(List.of(line), new TreeMap<>(Map.of("run", run.record().run().value())));
    }
}
