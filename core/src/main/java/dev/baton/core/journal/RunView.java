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
/// @param digest     of the plan
/// @param status     `running`, `waiting`, `paused`, `stopped`, `aborting`, `aborted`, `finished`
/// @param waitingFor the one thing it waits for, when it waits; for people
/// @param started    wall-clock time
/// @param ended      wall-clock time, once it has
/// @param by         who started it
/// @param leaders    who carried it out, in order
/// @param outages    planned, over all groups
/// @param stages     in order
/// @param groups     by name
/// @param nodes      by name, witnesses left out
/// @param undone     what an abort did to reach a safe state
public record RunView(RunId run, String upgrade, String digest, String status, Optional<String> waitingFor,
        Instant started, Optional<Instant> ended, String by, List<NodeId> leaders, int outages,
        List<StageLine> stages, List<GroupLine> groups, List<NodeLine> nodes, List<String> undone) {

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

    /// @param planned   outages that the plan has for it
    /// @param seen      outages as the controller saw them
    /// @param uncovered for how long nobody could have taken it over
    public record GroupLine(GroupId group, Optional<NodeId> owner, String state, Format format, int planned,
            List<Duration> seen, Duration uncovered) {}

    /// @param now     versions that it reads
    /// @param targets versions that the upgrade wants
    public record NodeLine(NodeId node, SortedMap<ProductId, Version> now, SortedMap<ProductId, Version> targets) {}

    /// Returns the view of a run.
    ///
    /// @param image   the cluster now
    /// @param waiting what it waits for, when the runner says so
    /// @param now     wall-clock time
    public static RunView of(RunId run, String digest, Plan plan, RunState state, ClusterImage image,
            Instant started, Optional<Instant> ended, Optional<String> waiting, Instant now) {
        String status = state.status() instanceof RunStatus.Running && waiting.isPresent() ? "waiting"
                : state.status().word();
        return new RunView(run, plan.spec().name(), digest, status, waiting, started, ended, state.by(),
                state.leaders(), plan.outages(), stages(plan, state, now), groups(plan, state, image),
                nodes(plan.spec(), image), state.undone());
    }

    private static List<StageLine> stages(Plan plan, RunState state, Instant now) {
        List<StageLine> lines = new ArrayList<>();
        int index = 0;
        for (Stage stage : plan.stages()) {
            List<RunState.StepState> states = state.steps().subList(index, index + stage.steps().size());
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

    private static List<GroupLine> groups(Plan plan, RunState state, ClusterImage image) {
        List<GroupLine> lines = new ArrayList<>();
        for (GroupImage group : image.groups().values()) {
            int planned = (int) plan.stages().stream().filter(stage -> stage.outages().contains(group.id())).count();
            lines.add(new GroupLine(group.id(), group.owner(), group.state().word(), group.format(), planned,
                    state.outages().getOrDefault(group.id(), List.of()),
                    state.uncovered().getOrDefault(group.id(), Duration.ZERO)));
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
