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

/// Where a run stands: its journal, folded.
///
/// @param status    of the run as a whole
/// @param by        who started it
/// @param steps     one for each step of the plan
/// @param leaders   who carried it out, in order
/// @param uncovered for how long each group had nobody to take it over; groups always covered are left out
/// @param outages   of each group, in order, as the controller saw them
/// @param undone    what was done to reach a safe state
/// @param last      the time of the last entry
public record RunState(RunStatus status, String by, List<StepState> steps, List<NodeId> leaders,
        SortedMap<GroupId, Duration> uncovered, SortedMap<GroupId, List<Duration>> outages, List<String> undone,
        Instant last) {

    public RunState {
        steps = List.copyOf(steps);
        leaders = List.copyOf(leaders);
        uncovered = Collections.unmodifiableSortedMap(new TreeMap<>(uncovered));
        outages = Collections.unmodifiableSortedMap(new TreeMap<>(outages));
        undone = List.copyOf(undone);
    }

    /// One step of the run.
    ///
    /// @param began    when its latest attempt began
    /// @param ended    when it succeeded, or its latest attempt failed
    /// @param before   what the latest attempt found when it began
    /// @param detail   what was seen when it succeeded; empty before
    /// @param forgiven attempts made before a person last continued the run; they do not count against the next ones
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
        return new RunState(new RunStatus.Running(), "", Collections.nCopies(steps, StepState.PENDING), List.of(),
                Collections.emptySortedMap(), Collections.emptySortedMap(), List.of(), Instant.EPOCH);
    }

    /// Returns the state after a whole journal.
    ///
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

    /// Returns the state after one more entry.
    ///
    /// @throws IllegalStateException if the entry is impossible here
    public RunState after(Entry entry) {
        return switch (entry) {
            case Entry.Started(var at, var who) -> new RunState(status, who, steps, leaders, uncovered, outages, undone,
                    at);
            case Entry.Led(var at, var leader) -> led(leader).at(at);
            case Entry.Began begin -> step(begin.step(), old -> old.begun(begin)).at(begin.at());
            case Entry.Succeeded(var at, var step, var detail) -> step(step, old -> old.ended(
                    new StepStatus.Event.Succeeded(), at, detail)).at(at);
            case Entry.Faulted(var at, var step, var why) -> step(step, old -> old.ended(
                    new StepStatus.Event.Faulted(why), at, "")).at(at);
            case Entry.Stopped(var at, var step, var why) ->
                    status(new RunStatus.Event.StepStopped(step, why)).at(at);
            case Entry.PauseAsked(var at, var who) -> status(new RunStatus.Event.PauseAsked(who)).at(at);
            case Entry.Continued(var at, _) -> status(new RunStatus.Event.Continued()).forgive().at(at);
            case Entry.AbortAsked(var at, var who) -> status(new RunStatus.Event.AbortAsked(who)).at(at);
            case Entry.Compensated(var at, var what) -> compensated(what).at(at);
            case Entry.Aborted(var at) -> status(new RunStatus.Event.SafeStateReached()).at(at);
            case Entry.Finished(var at) -> status(new RunStatus.Event.LastStepDone()).at(at);
            case Entry.Measured(var at, var more) -> measured(more).at(at);
            case Entry.OutageSeen(var at, var group, var lasted) -> outage(group, lasted).at(at);
        };
    }

    private RunState status(RunStatus.Event event) {
        return new RunState(RunStatus.next(status, event), by, steps, leaders, uncovered, outages, undone, last);
    }

    private RunState step(int index, java.util.function.UnaryOperator<StepState> change) {
        List<StepState> changed = new ArrayList<>(steps);
        changed.set(index, change.apply(steps.get(index)));
        return new RunState(status, by, changed, leaders, uncovered, outages, undone, last);
    }

    private RunState forgive() {
        return new RunState(status, by, steps.stream().map(StepState::forgive).toList(), leaders, uncovered, outages,
                undone, last);
    }

    private RunState led(NodeId leader) {
        List<NodeId> more = new ArrayList<>(leaders);
        more.add(leader);
        return new RunState(status, by, steps, more, uncovered, outages, undone, last);
    }

    private RunState compensated(String what) {
        List<String> more = new ArrayList<>(undone);
        more.add(what);
        return new RunState(status, by, steps, leaders, uncovered, outages, more, last);
    }

    private RunState measured(SortedMap<GroupId, Duration> added) {
        TreeMap<GroupId, Duration> sums = new TreeMap<>(uncovered);
        added.forEach((group, time) -> sums.merge(group, time, Duration::plus));
        return new RunState(status, by, steps, leaders, sums, outages, undone, last);
    }

    private RunState outage(GroupId group, Duration lasted) {
        TreeMap<GroupId, List<Duration>> all = new TreeMap<>(outages);
        List<Duration> more = new ArrayList<>(all.getOrDefault(group, List.of()));
        more.add(lasted);
        all.put(group, List.copyOf(more));
        return new RunState(status, by, steps, leaders, uncovered, all, undone, last);
    }

    private RunState at(Instant when) {
        return new RunState(status, by, steps, leaders, uncovered, outages, undone, when);
    }
}
