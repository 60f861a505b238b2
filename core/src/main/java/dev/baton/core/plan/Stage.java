package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A numbered line of a plan: a few steps that belong together, between which the run does not rest.
///
/// @param number  from 1
/// @param subject what the stage is about
/// @param steps   in order; at least one
/// @param takes   how long it takes, estimated
/// @param because why it is done so and here, for people; may be empty
public record Stage(int number, Subject subject, List<Step> steps, Duration takes, String because) {

    public Stage {
        steps = List.copyOf(steps);
    }

    /// What a stage is about; exposure and outages are counted by it.
    public sealed interface Subject {

        /// A node is out of service and comes back upgraded.
        record UpgradeNode(NodeId node) implements Subject {}

        /// Several nodes are out of service together and come back upgraded.
        record UpgradeNodes(List<NodeId> nodes) implements Subject {
            public UpgradeNodes {
                nodes = List.copyOf(nodes);
            }
        }

        /// A group changes its owner, and its format when `convertTo` names one: one outage.
        record MoveGroup(GroupId group, NodeId from, NodeId to, Optional<Version> convertTo) implements Subject {}

        /// A group goes to a changed node to show that it works there, or comes `back` to show that its data was left
        /// alone and that it can fail back: one outage each way.
        record Canary(GroupId group, NodeId from, NodeId to, boolean back) implements Subject {

            /// Returns the node that is tried.
            public NodeId tried() {
                return back ? from : to;
            }
        }

        /// A group changes its format where it is: one outage.
        record ConvertGroup(GroupId group, NodeId owner, Version to) implements Subject {}

        /// A group on its way out of the cluster's control, or back: one outage, from when it goes until its users
        /// are silenced no more. `what` says which step of that way it is.
        record DetachGroup(GroupId group, String what) implements Subject {}

        /// Groups are saved as one consistent set, while who writes to them is silent.
        record SaveTogether(List<GroupId> groups) implements Subject {
            public SaveTogether {
                groups = List.copyOf(groups);
            }
        }

        /// Nothing that a client could notice: waiting, approval, finalize.
        record Pause(String what) implements Subject {}
    }

    /// Returns the groups that have an outage of their own in this stage: those that it is about, and those that are
    /// given up while a restart takes the majority.
    public List<GroupId> outages() {
        List<GroupId> givenUp = givenUp();
        return givenUp.isEmpty() ? ordered() : Stream.concat(ordered().stream(), givenUp.stream()).distinct().toList();
    }

    /// Returns the groups that the stage itself stops, and starts again before it ends.
    public List<GroupId> ordered() {
        return switch (subject) {
            case Subject.MoveGroup(var group, _, _, _) -> List.of(group);
            case Subject.Canary(var group, _, _, _) -> List.of(group);
            case Subject.ConvertGroup(var group, _, _) -> List.of(group);
            case Subject.UpgradeNode _, Subject.DetachGroup _ -> steps.stream()
                    .filter(Step.TakeOffline.class::isInstance)
                    .map(step -> ((Step.TakeOffline) step).group()).distinct().toList();
            case Subject.UpgradeNodes _, Subject.SaveTogether _, Subject.Pause _ -> List.of();
        };
    }

    /// Returns the groups that their owners give up because the coordination engine has no majority (law 5).
    public List<GroupId> givenUp() {
        List<GroupId> all = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Restart(_, _, var givenUp)) {
                givenUp.forEach(one -> all.add(one.group()));
            }
        }
        return all;
    }

    /// Returns the groups whose clients notice something in this stage: those with an outage, and those that start
    /// after them.
    ///
    /// @param image of the plan's cluster; intents and order are read from it
    public SortedSet<GroupId> silent(ClusterImage image) {
        return Silence.of(image, outages());
    }

    /// Returns how many of its steps come before a node is changed; all where none is. A node that a cut-off run has
    /// changed already is out until it has rejoined.
    public int stepsUntilChanged() {
        int until = 0;
        while (until < steps.size() && !(steps.get(until) instanceof Step.Install
                || steps.get(until) instanceof Step.Restart || steps.get(until) instanceof Step.Rejoin)) {
            until++;
        }
        return until;
    }

    /// Returns whether the next stage belongs to this one, so that nothing rests between them: a group that is out to
    /// try a node comes back at once.
    public boolean goesOn() {
        return subject instanceof Subject.Canary(_, _, _, var back) && !back;
    }

    /// Returns the line of the plan, such as `move pg1 from node1 to node4`.
    public String title() {
        return switch (subject) {
            case Subject.UpgradeNode(var node) -> "upgrade " + node;
            case Subject.UpgradeNodes(var nodes) -> "upgrade together " + (nodes.size() > 4 ? nodes.size() + " nodes"
                    : nodes.stream().map(NodeId::value).collect(Collectors.joining(" ")));
            case Subject.MoveGroup(var group, var from, var to, var convert) -> "move " + group + "   " + from + " -> "
                    + to + convert.map(version -> ", convert to " + version).orElse("");
            case Subject.Canary(var group, var from, var to, var back) -> "canary " + (back ? "back " : "out ") + group
                    + "   " + from + " -> " + to;
            case Subject.ConvertGroup(var group, var owner, var to) ->
                    "convert " + group + " to " + to + " on " + owner;
            case Subject.DetachGroup(_, var what) -> what;
            case Subject.SaveTogether(var groups) -> "back up together " + (groups.size() > 4 ? groups.size()
                    + " groups" : groups.stream().map(GroupId::value).collect(Collectors.joining(" ")));
            case Subject.Pause(var what) -> what;
        };
    }

    /// Returns the same stages in this order, numbered from 1.
    public static List<Stage> numbered(List<Stage> stages) {
        List<Stage> numbered = new ArrayList<>();
        stages.forEach(stage -> numbered.add(new Stage(numbered.size() + 1, stage.subject, stage.steps, stage.takes,
                stage.because)));
        return numbered;
    }
}
