package dev.baton.cluster.controller;

import dev.baton.cluster.runner.EngineOrder;
import dev.baton.cluster.runner.Next;
import dev.baton.cluster.runner.NextPlan;
import dev.baton.cluster.runner.RunClock;
import dev.baton.cluster.runner.Runner;
import dev.baton.cluster.runner.Situation;
import dev.baton.cluster.runner.WorkOrder;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Op;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunStatus;
import dev.baton.core.journal.SavedPlan;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Carries the run on: asks the runner what is next, and translates it into transactions. This is the native engine's
/// side of the orders; another engine would have its own.
final class Runs {

    private final RunBook book = new RunBook();
    private final NextPlan.Made made = new NextPlan.Made();
    private final Drafts drafts = new Drafts();
    private final Function<NodeId, Optional<Instant>> heard;
    private final Sightings sightings = new Sightings();
    private final InClientsPlace clients = new InClientsPlace();
    private Optional<RunMeter> meter = Optional.empty();
    private Optional<Instant> journaled = Optional.empty();
    private Optional<Instant> next = Optional.empty();

    /// @param heard when a node was heard last, on the boot-time clock
    Runs(Function<NodeId, Optional<Instant>> heard) {
        this.heard = heard;
    }

    /// Returns the run that is on.
    Optional<RunId> active(TreeMirror tree) {
        return RunBook.active(tree).map(RunRecord::run);
    }

    /// Returns the run when the stage that is on, or half done, is about the group.
    Optional<RunId> worksOn(TreeMirror tree, GroupId group) {
        return RunBook.active(tree).filter(record -> book.read(tree, record).filter(run -> {
            Optional<Integer> current = run.state().current();
            List<Plan.Position> all = run.plan().positions();
            return current.isPresent() && all.stream().anyMatch(position -> position.stage().number()
                    == all.get(current.get()).stage().number() && position.step() instanceof Step.OnGroup on
                    && on.group().equals(group) && !(run.state().steps().get(position.index()).status()
                            instanceof StepStatus.Pending));
        }).isPresent()).map(RunRecord::run);
    }

    /// Returns how the run stands and what it is made of.
    Optional<RunBook.Run> read(TreeMirror tree, RunRecord record) {
        return book.read(tree, record);
    }

    Situation situation(Turn turn, RunBook.Run run) {
        return situation(book, run, turn.image(), turn.tree(), turn.self(), clock(turn, run), made);
    }

    static Situation situation(RunBook book, RunBook.Run run, ClusterImage image, TreeMirror tree, NodeId self,
            RunClock clock, NextPlan.Made made) {
        return new Situation(run.record().run(), run.plans().stream().map(RunBook.Stored::plan).toList(),
                run.proposed().map(RunBook.Stored::plan), run.state(), book.trace(run),
                run.plans().getFirst().start(), image, tree, self, clock, made);
    }

    /// Adds what the run does next to the turn, and returns whether leadership is to be handed over. Nothing is decided
    /// on a turn that already writes: the runner looks at a settled cluster.
    boolean decide(Turn turn) {
        boolean handsOver = runOn(turn);
        drafts.sweep(turn);
        return handsOver;
    }

    /// Returns the plans that are stored before anything names them.
    Drafts drafts() {
        return drafts;
    }

    private boolean runOn(Turn turn) {
        next = Optional.empty();
        Optional<RunBook.Run> open = RunBook.active(turn.tree()).flatMap(record -> book.read(turn.tree(), record));
        if (open.isEmpty()) {
            meter = Optional.empty();
            clients.sweep(turn);
            return false;
        }
        RunBook.Run run = open.get();
        if (meter.isEmpty()) {
            meter = Optional.of(new RunMeter(turn, journaled(turn, run), now(turn, run), heard, sightings));
        }
        RunMeter measuring = meter.get();
        measuring.look(turn, now(turn, run));
        if (!turn.writes().isEmpty()) {
            return false;
        }
        boolean mine = !run.state().leaders().isEmpty() && run.state().leaders().getLast().equals(turn.self());
        if (!mine) {
            append(turn, run, List.of(new Entry.Led(now(turn, run), turn.self())));
            return false;
        }
        if (clients.order(turn, run)) {
            return false;
        }
        return carryOn(turn, run, Runner.next(situation(turn, run)));
    }

    /// Returns the run's time.
    Instant now(Turn turn, RunBook.Run run) {
        return clock(turn, run).now();
    }

    private RunClock clock(Turn turn, RunBook.Run run) {
        return RunClock.of(turn.wallTime(), run.state().last(), Duration.between(journaled(turn, run),
                turn.bootTime()));
    }

    /// When the journal was written, on the boot-time clock: when that was seen here, else as the walls say when this
    /// is asked first.
    private Instant journaled(Turn turn, RunBook.Run run) {
        Instant written = journaled.orElseGet(() -> turn.bootTime().minus(unled(turn, run)));
        journaled = Optional.of(written);
        return written;
    }

    /// How long ago the journal was written, by the clocks on the wall of its leader and this one.
    private static Duration unled(Turn turn, RunBook.Run run) {
        Duration passed = Duration.between(run.state().last(), turn.wallTime());
        return passed.isNegative() ? Duration.ZERO : passed;
    }

    /// Takes in what the mirror was told, whoever leads: when a journal was written, for what no leader counted is
    /// counted from there, and which groups are down.
    ///
    /// @param before what the mirror showed until then
    void on(CoordinationEvent event, ClusterImage before, TreeMirror tree, Instant bootTime) {
        switch (event) {
            // When that was written nobody here knows.
            case CoordinationEvent.Snapshot _ -> journaled = Optional.empty();
            case CoordinationEvent.Changed(var path, _) -> journaled = path.isWithin(Paths.RUNS)
                    ? Optional.of(bootTime) : journaled;
            case CoordinationEvent.Gone _ -> { }
            case CoordinationEvent.Stale _, CoordinationEvent.Done _, CoordinationEvent.Refused _,
                    CoordinationEvent.Unknown _, CoordinationEvent.ReadDone _, CoordinationEvent.Elected _,
                    CoordinationEvent.Deposed _ -> {
                return;
            }
        }
        sightings.on(before, tree.image(), bootTime);
    }

    /// What the run has cost since the journal was written last; of exposure nothing, unless `all`.
    private List<Entry> measured(Turn turn, RunBook.Run run, boolean all) {
        Instant now = now(turn, run);
        List<Entry> entries = new ArrayList<>(meter.orElseThrow().take(all, now));
        entries.addAll(InClientsPlace.seen(turn, run, now));
        return entries;
    }

    private boolean carryOn(Turn turn, RunBook.Run run, Next what) {
        switch (what) {
            case Next.Write(var entries) -> {
                List<Entry> all = measured(turn, run, true);
                all.addAll(entries);
                append(turn, run, all);
            }
            case Next.Engine(var order) -> {
                engine(turn, run, order);
                compensated(turn, run, order.describe());
            }
            case Next.Work(WorkOrder.HandOver()) -> {
                return true;
            }
            case Next.Work(var order) -> {
                work(turn, run, order);
                compensated(turn, run, order.describe());
            }
            case Next.Propose(var plan, var against) -> propose(turn, run, plan, against);
            case Next.Rest(_, var until, _) -> {
                next = until.map(at -> turn.bootTime().plus(Duration.between(now(turn, run), at)));
                List<Entry> seen = measured(turn, run, false);
                if (!seen.isEmpty()) {
                    append(turn, run, seen);
                }
            }
            case Next.Over() -> { }
        }
        return false;
    }

    private void compensated(Turn turn, RunBook.Run run, String what) {
        if (run.state().status() instanceof RunStatus.Aborting
                || run.state().status() instanceof RunStatus.Overtaken
                || run.state().status() instanceof RunStatus.Stopped) {
            append(turn, run, List.of(new Entry.Compensated(now(turn, run), what)));
        }
    }

    /// The plan is stored in the transaction that proposes it, or in turns before that, hence before it can become
    /// current.
    private void propose(Turn turn, RunBook.Run run, Plan plan, List<Reason> against) {
        Blobs.Blob document = drafts.of(turn, plan);
        if (Blobs.ahead(turn, document)) {
            return;
        }
        Entry entry = new Entry.Proposed(now(turn, run), new SavedPlan(document.digest(), document.pieces().size(),
                plan.steps().size(), PlanDocument.digest(plan)), against.stream().map(Reason::facts).toList());
        List<Op> ops = new ArrayList<>(Blobs.store(turn, document));
        ops.addAll(RunBook.append(turn, run.record(), List.of(entry)));
        turn.write("plan " + document.digest(), ops, List.of(), RunNotes.of(run, entry).stream().toList());
    }

    /// Adds entries to the journal.
    static void append(Turn turn, RunBook.Run run, List<Entry> entries) {
        List<Note> notes = entries.stream().flatMap(entry -> RunNotes.of(run, entry).stream()).toList();
        turn.write("journal of " + run.record().run(), RunBook.append(turn, run.record(), entries), List.of(), notes);
    }

    private static void engine(Turn turn, RunBook.Run run, EngineOrder order) {
        String by = "run " + run.record().run();
        switch (order) {
            case EngineOrder.Place(var id, var node, var because) -> {
                GroupImage group = turn.image().group(id);
                turn.place(id, group.placement().movedTo(node, because), List.of(), List.of(),
                        RunNotes.note(EventKind.MOVE, by, id, id + " goes to " + node));
            }
            case EngineOrder.SetOffline(var id, var resources, var because) -> {
                GroupImage group = turn.image().group(id);
                Placement after = group.placement().withOffline(resources, because);
                turn.place(id, after, List.of(), List.of(), RunNotes.note(EventKind.RUN_STEP, by, id,
                        order.describe()));
            }
            case EngineOrder.SetDetachment(var id, var detachment, var because) -> {
                GroupImage group = turn.image().group(id);
                turn.place(id, group.placement().withDetachment(detachment, because), List.of(), List.of(),
                        RunNotes.note(EventKind.RUN_STEP, by, id, order.describe()));
            }
            case EngineOrder.HoldNode(var id, var hold) -> {
                NodeImage node = turn.image().node(id);
                Pauses.write(turn, node.withHold(hold), RunNotes.note(EventKind.HOLD_PLACED, by, id,
                        order.describe()));
            }
            case EngineOrder.ReleaseNode(var id, var hold) -> {
                NodeImage node = turn.image().node(id);
                Pauses.write(turn, node.withoutHold(hold), RunNotes.note(EventKind.HOLD_RELEASED, by, id,
                        order.describe()));
            }
        }
    }

    private static void work(Turn turn, RunBook.Run run, WorkOrder order) {
        String by = "run " + run.record().run();
        switch (order) {
            case WorkOrder.Do(NodeId node, var job) -> {
                List<Op> ops = List.of(turn.set(Paths.job(node, job.job()), job));
                turn.write("job " + job.job(), ops, List.<ClusterDelta>of(), List.of(
                        RunNotes.note(EventKind.RUN_STEP, by, node, order.describe())));
            }
            case WorkOrder.Convert(var group, var to, var job) -> Conversions.begin(turn, turn.image().group(group), to,
                    job, RunNotes.note(EventKind.CONVERSION, by, group, order.describe()));
            case WorkOrder.Withdraw(var node, var job) -> turn.write("job " + job, List.of(turn.delete(
                    Paths.job(node, job))), List.of(), List.of(RunNotes.note(EventKind.RUN_STEP, by, node,
                    order.describe())));
            case WorkOrder.HandOver() -> { }
        }
    }

    /// Returns when the run looks again although nothing changed, on the boot-time clock.
    Optional<Instant> next() {
        return next;
    }

    /// Forgets what a leader knows beside the tree.
    void forget() {
        meter = Optional.empty();
        next = Optional.empty();
        clients.forget();
    }
}
