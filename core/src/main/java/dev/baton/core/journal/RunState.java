package dev.baton.core.journal;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Where a run stands: its journal, folded.
///
/// @param status    of the run as a whole
/// @param by        who started it
/// @param plan      the plan that is carried out; empty while it is the one that the run began with
/// @param steps     one for each step of that plan
/// @param past      plans that the cluster has left, oldest first
/// @param proposal  a plan that may take the place of the present one
/// @param rollback  who turned the run back, and when
/// @param leaders   who carried it out, in order
/// @param measured  what it cost so far
/// @param undone    what was done to reach a safe state
/// @param last      the time of the last entry
public record RunState(RunStatus status, String by, Optional<SavedPlan> plan, List<StepState> steps, List<Past> past,
        Optional<Proposal> proposal, Optional<Rollback> rollback, List<NodeId> leaders,
        Measured measured, List<String> undone, Instant last) {

    public RunState {
        steps = List.copyOf(steps);
        past = List.copyOf(past);
        leaders = List.copyOf(leaders);
        undone = List.copyOf(undone);
    }

    /// A plan that the cluster has left.
    ///
    /// @param plan  empty for the one that the run began with
    /// @param steps as far as they came
    /// @param why   how it was left
    /// @param until when another plan took its place
    /// @param by    who took that plan
    public record Past(Optional<SavedPlan> plan, List<StepState> steps, String why, Instant until, String by) {
        public Past {
            steps = List.copyOf(steps);
        }
    }

    /// What a run cost.
    ///
    /// @param uncovered for how long each group had nobody to take it over; groups always covered are left out
    /// @param outages   of each group, in order, as the controller saw them
    /// @param clients   of each group, in order: when its clients had no answer, as one in their place saw it
    public record Measured(SortedMap<GroupId, Duration> uncovered, SortedMap<GroupId, List<Duration>> outages,
            SortedMap<GroupId, List<ClientsWait>> clients) {

        static final Measured NOTHING = new Measured(Collections.emptySortedMap(), Collections.emptySortedMap(),
                Collections.emptySortedMap());

        public Measured {
            uncovered = Collections.unmodifiableSortedMap(new TreeMap<>(uncovered));
            outages = Collections.unmodifiableSortedMap(new TreeMap<>(outages));
            clients = Collections.unmodifiableSortedMap(new TreeMap<>(clients));
        }

        Measured withUncovered(SortedMap<GroupId, Duration> more) {
            TreeMap<GroupId, Duration> sums = new TreeMap<>(uncovered);
            more.forEach((group, time) -> sums.merge(group, time, Duration::plus));
            return new Measured(sums, outages, clients);
        }

        Measured withOutage(GroupId group, Duration lasted) {
            return new Measured(uncovered, with(outages, group, lasted), clients);
        }

        Measured withWait(GroupId group, ClientsWait wait) {
            return new Measured(uncovered, outages, with(clients, group, wait));
        }

        private static <T> SortedMap<GroupId, List<T>> with(SortedMap<GroupId, List<T>> all, GroupId group, T one) {
            TreeMap<GroupId, List<T>> more = new TreeMap<>(all);
            more.merge(group, List.of(one), (before, last) -> Stream.concat(before.stream(), last.stream()).toList());
            return more;
        }
    }

    /// Clients had no answer for a while.
    ///
    /// @param watch by whom that was seen, of those who were put there one after the other
    public record ClientsWait(int watch, Duration lasted) {}

    /// The run was turned back.
    ///
    /// @param plans how many plans it had by then; those after are ways back
    public record Rollback(String by, int plans) {}

    /// A plan that may take the place of the present one.
    ///
    /// @param against what keeps the run from taking it by itself
    public record Proposal(SavedPlan plan, List<String> against) {
        public Proposal {
            against = List.copyOf(against);
        }
    }

    /// One step of the run.
    ///
    /// @param began    when its latest attempt began
    /// @param ended    when it succeeded, or its latest attempt failed
    /// @param before   what the latest attempt found when it began
    /// @param detail   what was seen when it succeeded; empty before
    /// @param forgiven attempts made before a person last continued the run, or before a node was last lost during one;
    ///                 they do not count against the next ones
    public record StepState(StepStatus status, Optional<Instant> began, Optional<Instant> ended, String before,
            String detail, int forgiven) {
        static final StepState PENDING =
                new StepState(new StepStatus.Pending(), Optional.empty(), Optional.empty(), "", "", 0);

        StepState begun(Entry.Began entry) {
            return new StepState(StepStatus.next(status, new StepStatus.Event.Began(entry.attempt())),
                    Optional.of(entry.at()), Optional.empty(), entry.before(), "", forgiven);
        }

        StepState ended(StepStatus.Event event, Instant at, String seen) {
            return new StepState(StepStatus.next(status, event), began, Optional.of(at), before, seen, forgiven);
        }

        StepState forgive() {
            return status instanceof StepStatus.Failed(var attempt, _)
                    ? new StepState(status, began, ended, before, detail, attempt) : this;
        }

        /// Returns how long it took; empty while it is not done.
        public Optional<Duration> took() {
            return began.flatMap(from -> ended.map(to -> Duration.between(from, to)));
        }
    }

    /// Returns a run of so many steps before its first entry.
    public static RunState fresh(int steps) {
        return new RunState(new RunStatus.Running(), "", Optional.empty(), pending(steps), List.of(), Optional.empty(),
                Optional.empty(), List.of(), Measured.NOTHING, List.of(), Instant.EPOCH);
    }

    private static List<StepState> pending(int steps) {
        return Collections.nCopies(steps, StepState.PENDING);
    }

    /// Returns the state after a whole journal.
    ///
    /// @param steps of the plan that the run began with
    /// @throws IllegalStateException if some entry is impossible where it stands
    public static RunState of(int steps, List<Entry> journal) {
        RunState now = fresh(steps);
        for (Entry entry : journal) {
            now = now.after(entry);
        }
        return now;
    }

    /// Returns the index of the first step that is not done; empty when all are.
    public Optional<Integer> current() {
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i).status() instanceof StepStatus.Done)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /// Returns the number of the plan that is carried out; the run began with number 1.
    public int planNumber() {
        return past.size() + 1;
    }

    /// Returns whether the plan that is carried out leads back to where the run began.
    public boolean onWayBack() {
        return rollback.filter(turned -> planNumber() > turned.plans()).isPresent();
    }

    /// Returns the state after one more entry.
    ///
    /// @throws IllegalStateException if the entry is impossible here
    public RunState after(Entry entry) {
        return switch (entry) {
            case Entry.Started(var at, var who) -> new RunState(status, who, plan, steps, past, proposal, rollback,
                    leaders,
                    measured, undone, at);
            case Entry.Led(var at, var leader) -> led(leader).at(at);
            case Entry.Began begin -> step(begin.step(), old -> old.begun(begin)).at(begin.at());
            case Entry.Succeeded(var at, var step, var detail) -> step(step, old -> old.ended(
                    new StepStatus.Event.Succeeded(), at, detail)).at(at);
            case Entry.Faulted(var at, var step, var why) -> step(step, old -> old.ended(
                    new StepStatus.Event.Faulted(why), at, "")).at(at);
            case Entry.Cut(var at, var step, var why) -> step(step, old -> old.ended(
                    new StepStatus.Event.Faulted(why), at, "").forgive()).at(at);
            case Entry.Stopped(var at, var step, var why) ->
                    status(new RunStatus.Event.StepStopped(step, why)).at(at);
            case Entry.PauseAsked(var at, var who) -> status(new RunStatus.Event.PauseAsked(who)).at(at);
            case Entry.Continued(var at, _) -> status(new RunStatus.Event.Continued()).forgive().at(at);
            case Entry.Overtaken(var at, var why) -> status(new RunStatus.Event.PlanOvertaken(why)).at(at);
            case Entry.Proposed(var at, var next, var against) -> proposed(new Proposal(next, against)).at(at);
            case Entry.Replanned(var at, var next, var who) -> replanned(at, next, who);
            case Entry.AbortAsked(var at, var who) -> status(new RunStatus.Event.AbortAsked(who)).at(at);
            case Entry.RollbackAsked(var at, var who) ->
                    status(new RunStatus.Event.RollbackAsked(who)).turned(new Rollback(who, planNumber())).at(at);
            case Entry.RolledBack(var at) -> status(new RunStatus.Event.OriginReached()).at(at);
            case Entry.Compensated(var at, var what) -> compensated(what).at(at);
            case Entry.Aborted(var at) -> status(new RunStatus.Event.SafeStateReached()).at(at);
            case Entry.Finished(var at) -> status(new RunStatus.Event.LastStepDone()).at(at);
            case Entry.Measured(var at, var more) -> measured(measured.withUncovered(more)).at(at);
            case Entry.OutageSeen(var at, var group, var lasted, _) ->
                    measured(measured.withOutage(group, lasted)).at(at);
            case Entry.ClientsWaited(var at, var group, var lasted, var watch) ->
                    measured(measured.withWait(group, new ClientsWait(watch, lasted))).at(at);
        };
    }

    /// A proposal is good only while nothing else happens to the run.
    private RunState status(RunStatus.Event event) {
        return new RunState(RunStatus.next(status, event), by, plan, steps, past, Optional.empty(), rollback, leaders,
                measured, undone, last);
    }

    private RunState step(int index, java.util.function.UnaryOperator<StepState> change) {
        List<StepState> changed = new ArrayList<>(steps);
        changed.set(index, change.apply(steps.get(index)));
        return new RunState(status, by, plan, changed, past, proposal, rollback, leaders, measured, undone,
                last);
    }

    private RunState forgive() {
        return new RunState(status, by, plan, steps.stream().map(StepState::forgive).toList(), past, proposal,
                rollback, leaders,
                measured, undone, last);
    }

    private RunState proposed(Proposal now) {
        if (!(status instanceof RunStatus.Overtaken)) {
            throw new IllegalStateException("a plan is proposed in " + status);
        }
        return new RunState(status, by, plan, steps, past, Optional.of(now), rollback, leaders, measured,
                undone, last);
    }

    private RunState replanned(Instant at, SavedPlan next, String who) {
        if (!(status instanceof RunStatus.Overtaken(var why))) {
            throw new IllegalStateException("a plan is replaced in " + status);
        }
        List<Past> more = new ArrayList<>(past);
        more.add(new Past(plan, steps, why, at, who));
        return new RunState(RunStatus.next(status, new RunStatus.Event.PlanReplaced()), by, Optional.of(next),
                pending(next.steps()), more, Optional.empty(), rollback, leaders, measured, undone, at);
    }

    private RunState turned(Rollback back) {
        return new RunState(status, by, plan, steps, past, proposal, Optional.of(back), leaders, measured,
                undone, last);
    }

    private RunState led(NodeId leader) {
        List<NodeId> more = new ArrayList<>(leaders);
        more.add(leader);
        return new RunState(status, by, plan, steps, past, proposal, rollback, more, measured, undone, last);
    }

    private RunState compensated(String what) {
        List<String> more = new ArrayList<>(undone);
        more.add(what);
        return new RunState(status, by, plan, steps, past, proposal, rollback, leaders, measured, more, last);
    }

    private RunState measured(Measured now) {
        return new RunState(status, by, plan, steps, past, proposal, rollback, leaders, now, undone, last);
    }

    private RunState at(Instant when) {
        return new RunState(status, by, plan, steps, past, proposal, rollback, leaders, measured, undone,
                when);
    }
}
