package dev.baton.core.journal;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is shown of a run: while it goes on, and as its report afterwards.
///
/// @param run        its name
/// @param upgrade    what it carries out
/// @param digest     of the plan that is carried out
/// @param status     `running`, `waiting` (for a person), `replanning`, `rolling-back`, `paused`, `stopped`,
///                   `aborting`, `aborted`, `rolled-back`, `finished`
/// @param waitingFor the one thing it waits for, when it waits, be it for a moment; for people
/// @param started    wall-clock time
/// @param ended      wall-clock time, once it has
/// @param by         who started it
/// @param leaders    who carried it out, in order
/// @param outages    planned, over all groups: of the present plan, and of what was begun of those before
/// @param stages     of the present plan, in order
/// @param groups     by name
/// @param nodes      by name, witnesses left out
/// @param undone     what was done to reach a safe state, of an abort or before a new plan
/// @param past       plans that the cluster has left, oldest first
/// @param proposed   the plan that a person may approve now
/// @param canaries   what the canary has shown so far: of each node one line for there, one for back
public record RunView(RunId run, String upgrade, String digest, String status, Optional<String> waitingFor,
        Instant started, Optional<Instant> ended, String by, List<NodeId> leaders, int outages,
        List<StageLine> stages, List<GroupLine> groups, List<NodeLine> nodes, List<String> undone,
        List<PastPlan> past, Optional<ProposedPlan> proposed, List<CanaryLine> canaries) {

    public RunView {
        past = List.copyOf(past);
        canaries = List.copyOf(canaries);
    }

    /// Makes the view of a run without a canary.
    public RunView(RunId run, String upgrade, String digest, String status, Optional<String> waitingFor,
            Instant started, Optional<Instant> ended, String by, List<NodeId> leaders, int outages,
            List<StageLine> stages, List<GroupLine> groups, List<NodeLine> nodes, List<String> undone,
            List<PastPlan> past, Optional<ProposedPlan> proposed) {
        this(run, upgrade, digest, status, waitingFor, started, ended, by, leaders, outages, stages, groups, nodes,
                undone, past, proposed, List.of());
    }

    /// A plan under the name by which people know it.
    public record Named(String name, Plan plan) {}

    /// What a run waits for.
    ///
    /// @param person whether it goes on only after a person has acted
    public record Waiting(String what, boolean person) {}

    /// A plan that the cluster has left.
    ///
    /// @param why    how
    /// @param until  when another took its place
    /// @param by     who took that one
    /// @param stages as far as they came
    public record PastPlan(String digest, String why, Instant until, String by, List<StageLine> stages) {}

    /// A plan from the cluster as it is to the same end.
    ///
    /// @param against why the run does not take it by itself
    /// @param stages  in order
    /// @param outages that it would cost, one line each
    public record ProposedPlan(String digest, List<String> against, List<StageLine> stages, List<String> outages) {}

    /// @param state `done`, `now`, `failed` or `pending`
    /// @param takes as planned
    /// @param took  so far, or in all once it is done; empty before it begins
    public record StageLine(int number, String title, String state, Duration takes, Optional<Duration> took,
            List<StepLine> steps) {}

    /// @param state   `done`, `now`, `failed` or `pending`
    /// @param attempt 0 before the first
    /// @param detail  what was seen, or why it failed; may be empty
    public record StepLine(int index, String text, String state, int attempt, Optional<Duration> took,
            String detail) {}

    /// What came of a canary's way to a changed node, or back from there.
    ///
    /// @param node   the node that is tried
    /// @param back   whether it is the way back
    /// @param result `ok`, `failed`, `now`, or `left` where another plan has taken the place of that one
    /// @param detail what was seen, or why it failed; may be empty
    public record CanaryLine(GroupId group, NodeId node, boolean back, String result, String detail) {

        /// Returns it in words, such as `canary out: ok (evs1 to node1): it serves on node1`.
        public String text() {
            return "canary " + (back ? "back" : "out") + ": " + result + " (" + group + (back ? " from " : " to ")
                    + node + ")" + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /// @param planned   outages that the plan has for it
    /// @param seen      outages as the controller saw them
    /// @param clients   for how long its clients had no answer, each time, as one in their place saw it
    /// @param uncovered for how long nobody could have taken it over
    public record GroupLine(GroupId group, Optional<NodeId> owner, String state, Format format, int planned,
            List<Duration> seen, List<Duration> clients, Duration uncovered) {}

    /// @param now     versions that it reads
    /// @param targets versions that the upgrade wants
    public record NodeLine(NodeId node, SortedMap<ProductId, Version> now, SortedMap<ProductId, Version> targets) {}

    /// Returns the view of a run.
    ///
    /// @param plans    every plan of the run, oldest first; the last is carried out
    /// @param proposed the plan that may take its place
    /// @param image    the cluster now
    /// @param waiting  what it waits for, when the runner says so
    /// @param now      wall-clock time
    public static RunView of(RunId run, List<Named> plans, Optional<Named> proposed, RunState state,
            ClusterImage image, Instant started, Optional<Instant> ended, Optional<Waiting> waiting, Instant now) {
        Named present = plans.getLast();
        Optional<ProposedPlan> next = proposed.flatMap(named -> state.proposal().map(proposal -> proposed(named,
                proposal.against(), now)));
        return new RunView(run, present.plan().spec().name(), present.name(), status(state, waiting),
                waiting.map(Waiting::what), started, ended, state.by(), state.leaders(),
                planned(plans, state).values().stream().mapToInt(Integer::intValue).sum(),
                stages(present.plan(), state.steps(), now), groups(planned(plans, state), state, image),
                nodes(present.plan().spec(), image), state.undone(), past(plans, state), next,
                CanaryLines.of(plans.stream().map(Named::plan).toList(), state));
    }

    private static String status(RunState state, Optional<Waiting> waiting) {
        boolean person = waiting.filter(Waiting::person).isPresent();
        return switch (state.status()) {
            case RunStatus.Running _, RunStatus.Overtaken _ -> person ? "waiting"
                    : state.rollback().isPresent() ? "rolling-back" : state.status().word();
            case RunStatus.Paused _, RunStatus.Stopped _, RunStatus.Aborting _, RunStatus.Aborted _,
                    RunStatus.RolledBack _, RunStatus.Finished _ -> state.status().word();
        };
    }

    private static ProposedPlan proposed(Named named, List<String> against, Instant now) {
        List<RunState.StepState> pending = RunState.fresh(named.plan().steps().size()).steps();
        List<String> outages = named.plan().stages().stream().flatMap(stage -> stage.outages().stream()
                .map(group -> group + ", in step " + stage.number() + ": " + stage.title().replaceAll(" {2,}", " ")))
                .toList();
        return new ProposedPlan(named.name(), against, stages(named.plan(), pending, now), outages);
    }

    private static List<PastPlan> past(List<Named> plans, RunState state) {
        List<PastPlan> past = new ArrayList<>();
        for (int i = 0; i < state.past().size(); i++) {
            RunState.Past left = state.past().get(i);
            past.add(new PastPlan(plans.get(i).name(), left.why(), left.until(), left.by(),
                    stages(plans.get(i).plan(), left.steps(), left.until())));
        }
        return past;
    }

    /// Outages of the present plan, and of stages of earlier plans that were begun.
    private static SortedMap<GroupId, Integer> planned(List<Named> plans, RunState state) {
        TreeMap<GroupId, Integer> planned = new TreeMap<>();
        for (int i = 0; i < plans.size(); i++) {
            List<RunState.StepState> steps = i < state.past().size() ? state.past().get(i).steps() : state.steps();
            boolean present = i == plans.size() - 1;
            int first = 0;
            for (Stage stage : plans.get(i).plan().stages()) {
                boolean begun = steps.subList(first, first + stage.steps().size()).stream()
                        .anyMatch(step -> !(step.status() instanceof StepStatus.Pending));
                if (present || begun) {
                    stage.outages().forEach(group -> planned.merge(group, 1, Integer::sum));
                }
                first += stage.steps().size();
            }
        }
        return planned;
    }

    private static List<StageLine> stages(Plan plan, List<RunState.StepState> all, Instant now) {
        List<StageLine> lines = new ArrayList<>();
        int index = 0;
        for (Stage stage : plan.stages()) {
            List<RunState.StepState> states = all.subList(index, index + stage.steps().size());
            List<StepLine> steps = new ArrayList<>();
            for (int i = 0; i < states.size(); i++) {
                steps.add(line(index + i, stage.steps().get(i).describe(), states.get(i)));
            }
            Optional<Instant> began = states.getFirst().began();
            boolean done = states.stream().allMatch(step -> step.status() instanceof StepStatus.Done);
            Optional<Instant> until = done ? states.getLast().ended() : Optional.of(now);
            lines.add(new StageLine(stage.number(), stage.title(), word(states), stage.takes(),
                    began.flatMap(from -> until.map(to -> Duration.between(from, to))), steps));
            index += stage.steps().size();
        }
        return lines;
    }

    private static String word(List<RunState.StepState> states) {
        if (states.stream().allMatch(step -> step.status() instanceof StepStatus.Done)) {
            return "done";
        }
        if (states.stream().anyMatch(step -> step.status() instanceof StepStatus.Failed)) {
            return "failed";
        }
        return states.stream().allMatch(step -> step.status() instanceof StepStatus.Pending) ? "pending" : "now";
    }

    private static StepLine line(int index, String text, RunState.StepState step) {
        return switch (step.status()) {
            case StepStatus.Pending _ -> new StepLine(index, text, "pending", 0, Optional.empty(), "");
            case StepStatus.Started(var attempt) -> new StepLine(index, text, "now", attempt, Optional.empty(), "");
            case StepStatus.Failed(var attempt, var why) ->
                    new StepLine(index, text, "failed", attempt, step.took(), why);
            case StepStatus.Done _ -> new StepLine(index, text, "done", 1, step.took(), step.detail());
        };
    }

    private static List<GroupLine> groups(SortedMap<GroupId, Integer> planned, RunState state, ClusterImage image) {
        List<GroupLine> lines = new ArrayList<>();
        for (GroupImage group : image.groups().values()) {
            lines.add(new GroupLine(group.id(), group.owner(), group.state().word(), group.format(),
                    planned.getOrDefault(group.id(), 0),
                    state.measured().outages().getOrDefault(group.id(), List.of()),
                    state.measured().clients().getOrDefault(group.id(), List.of()).stream()
                            .map(RunState.ClientsWait::lasted).toList(),
                    state.measured().uncovered().getOrDefault(group.id(), Duration.ZERO)));
        }
        return lines;
    }

    private static List<NodeLine> nodes(UpgradeSpec spec, ClusterImage image) {
        TreeMap<ProductId, Version> targets = new TreeMap<>();
        spec.products().forEach(product -> targets.put(product.product(), product.to()));
        return image.members().stream()
                .map(node -> new NodeLine(node.id(), node.facts().versions(), targets)).toList();
    }
}
