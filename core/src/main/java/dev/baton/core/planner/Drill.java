package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Candidate;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A drill: one group after the other goes to each node that would take it over and may have it by plan, and is asked
/// there whether it serves; then it returns to where it was. Each node costs one move and the way home one more; fewer
/// are impossible, because a move ends on one node.
///
/// @param plan     what is carried out; no stages when there is nothing to visit
/// @param groups   in the order in which they are drilled; those that are not stand among them
/// @param outlooks for each stage what one more failure would do
/// @param exposure how long each group has nobody to take it over; others are left out
public record Drill(Plan plan, List<OfGroup> groups, List<PlanReport.Outlook> outlooks,
        SortedMap<GroupId, Duration> exposure) {

    public Drill {
        groups = List.copyOf(groups);
        outlooks = List.copyOf(outlooks);
        exposure = SharedMap.copyOf(exposure);
    }

    /// What a drill does with one group.
    ///
    /// @param home    where it is and ends; empty when it is nowhere
    /// @param against why it is not drilled at all; empty when it is
    /// @param others  every other node that is no witness, with what speaks against a visit
    /// @param asked   whether its kind has a command that asks the application; otherwise its monitors have the only
    ///                word
    public record OfGroup(GroupId group, Optional<NodeId> home, List<Reason> against, List<Candidate> others,
            boolean asked) {
        public OfGroup {
            against = List.copyOf(against);
            others = List.copyOf(others);
        }

        /// Returns the nodes that it visits, in order, its own left out.
        public List<NodeId> visits() {
            return against.isEmpty() ? others.stream().filter(Candidate::legal).map(Candidate::node).toList()
                    : List.of();
        }
    }

    /// Returns the drill of these groups in the cluster as it is: a pure function.
    ///
    /// @param wanted    by name; every group of the cluster when empty
    /// @param moveTakes how long a move takes
    /// @throws IllegalArgumentException if the image does not define one of them
    public static Drill of(ClusterImage image, Collection<GroupId> wanted, Duration moveTakes) {
        UpgradeSpec spec = UpgradeSpec.drill(moveTakes);
        List<OfGroup> groups = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        for (GroupId id : new TreeSet<>(wanted.isEmpty() ? image.groups().keySet() : wanted)) {
            OfGroup group = group(image, image.group(id));
            groups.add(group);
            stages.addAll(stages(group, stages.size(), moveTakes));
        }
        Plan plan = new Plan(spec, image.revision(), PlanBasis.of(image), stages);
        CoverHistory history = CoverHistory.of(image, plan);
        Exposure exposure = Exposure.of(history, plan);
        return new Drill(plan, groups, Outlooks.of(image, exposure, rests(plan, history)), exposure.byGroup());
    }

    private static List<Stage> stages(OfGroup group, int before, Duration takes) {
        List<Stage> stages = new ArrayList<>();
        List<NodeId> route = new ArrayList<>(group.visits());
        if (route.isEmpty()) {
            return stages;
        }
        NodeId at = group.home().orElseThrow();
        route.add(at);
        for (NodeId next : route) {
            List<Step> steps = new ArrayList<>(List.of(new Step.Move(group.group(), at, next)));
            if (group.asked()) {
                steps.add(new Step.Check(group.group()));
            }
            stages.add(new Stage(before + stages.size() + 1, new Stage.Subject.MoveGroup(group.group(), at, next,
                    Optional.empty()), steps, takes, ""));
            at = next;
        }
        return stages;
    }

    private static OfGroup group(ClusterImage image, GroupImage group) {
        Optional<NodeId> home = group.owner();
        List<Candidate> others = Candidates.of(image, group, Purpose.PLANNED).stream()
                .filter(candidate -> !home.equals(Optional.of(candidate.node())))
                .filter(candidate -> !image.node(candidate.node()).witness()).toList();
        boolean asked = image.kindOf(group).answers();
        List<Reason> against = new ArrayList<>(notRunning(group));
        if (against.isEmpty()) {
            others.stream().filter(Candidate::legal).findFirst().ifPresent(first -> against.addAll(
                    noWayHome(image, group, home.orElseThrow(), first.node())));
        }
        return new OfGroup(group.id(), home, against, others, asked);
    }

    /// What does not run as it is meant to has something else to be looked at first.
    private static List<Reason> notRunning(GroupImage group) {
        String rule = "a drill begins with what runs as it is meant to";
        if (!group.intent().online()) {
            return List.of(new RequestReason.NotSo(rule, group.id() + " is kept offline", "baton group online "
                    + group.id()));
        }
        if (!group.placement().managed()) {
            return List.of(group.placement().unmanaged().get().refusal(group.id(), ""));
        }
        boolean asMeant = group.owner().isPresent() && group.resourceIds().stream().allMatch(resource ->
                group.stateOf(resource) == meant(group, resource));
        return asMeant ? List.of() : List.of(new RequestReason.NotSo(rule, group.id() + " is " + group.state().word(),
                "baton why " + group.id()));
    }

    private static ResourceState meant(GroupImage group, ResourceId resource) {
        return group.intendedOffline().contains(resource) ? ResourceState.OFFLINE : ResourceState.ONLINE;
    }

    /// What keeps the group from returning, once it has left: a drill ends where it began.
    private static List<Reason> noWayHome(ClusterImage image, GroupImage group, NodeId home, NodeId first) {
        ClusterImage away = Projection.project(image, new Step.Move(group.id(), home, first));
        NodeImage there = away.node(home);
        return List.copyOf(Candidates.against(away, away.group(group.id()), there, Purpose.PLANNED));
    }

    private static List<SharedSet<GroupId>> rests(Plan plan, CoverHistory history) {
        List<SharedSet<GroupId>> rests = new ArrayList<>();
        int done = 0;
        for (Stage stage : plan.stages()) {
            done += stage.steps().size();
            rests.add(history.uncovered(done));
        }
        return rests;
    }

    /// Returns how many outages clients of each group notice; groups without any are left out.
    ///
    /// @param image that the drill was made for
    public SortedMap<GroupId, Integer> outages(ClusterImage image) {
        TreeMap<GroupId, Integer> outages = new TreeMap<>();
        plan.stages().forEach(stage -> stage.silent(image).forEach(group -> outages.merge(group, 1, Integer::sum)));
        return outages;
    }
}
