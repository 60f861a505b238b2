package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Groups that cannot be rolled at all leave the cluster's control before the first node is changed and come back after
/// the last: their users are silenced, the data is saved, the group is detached; at the end it is attached, failed over
/// to each node that may have it, and back, with the application's own check, and only then do its users use it again.
/// Between the two it stays where it is, and nodes are changed under it.
///
/// @param group as it is when this is written
record Detaching(ClusterImage image, UpgradeSpec spec, GroupImage group) {

    /// Returns whether the group goes this way in the upgrade: its kind says so, and the operator wants it to run.
    static boolean concerns(ClusterImage image, UpgradeSpec spec, GroupImage group) {
        Kind kind = image.kindOf(group);
        return kind.upgrade() == UpgradeMode.DETACH && kind.detach().isPresent() && group.owner().isPresent()
                && group.intent().online() && spec.product(kind.product()).isPresent();
    }

    /// Returns the stages of every such group before the first node is changed; none where no node has to be.
    static List<Stage> before(ClusterImage image, UpgradeSpec spec, boolean changes) {
        return all(image, spec, changes).stream().flatMap(each -> each.out().stream()).toList();
    }

    /// Returns the cluster as it is after these stages.
    static ClusterImage away(ClusterImage image, UpgradeSpec spec, boolean changes) {
        return after(image, before(image, spec, changes));
    }

    /// Returns the stages that bring every such group back.
    static List<Stage> afterwards(ClusterImage image, UpgradeSpec spec) {
        List<Stage> stages = new ArrayList<>();
        ClusterImage now = image;
        for (Detaching each : all(image, spec, true)) {
            List<Stage> back = new Detaching(now, spec, now.group(each.group.id())).back();
            stages.addAll(back);
            now = after(now, back);
        }
        return stages;
    }

    private static List<Detaching> all(ClusterImage image, UpgradeSpec spec, boolean changes) {
        return image.groups().values().stream().filter(group -> changes && concerns(image, spec, group))
                .map(group -> new Detaching(image, spec, group)).toList();
    }

    private static ClusterImage after(ClusterImage image, List<Stage> stages) {
        ClusterImage now = image;
        for (Stage stage : stages) {
            for (Step step : stage.steps()) {
                now = Projection.project(now, step);
            }
        }
        return now;
    }

    private List<Stage> out() {
        List<Stage> stages = new ArrayList<>();
        GroupId id = group.id();
        if (group.placement().detached()) {
            return stages;
        }
        if (group.placement().detachment().isEmpty()) {
            stages.add(stage("silence users of " + id, List.of(new Step.Quiesce(id)),
                    "from here until the silence ends"));
        }
        List<Step> backups = backups();
        if (!backups.isEmpty()) {
            stages.add(stage("back up " + saved(backups), backups, backups.size() > 1
                    ? "one consistent set: nobody writes" : ""));
        }
        List<Step> leaving = new ArrayList<>();
        if (!group.placement().offline().containsAll(group.resourceIds())) {
            leaving.add(new Step.TakeOffline(id, group.resourceIds()));
        }
        leaving.add(new Step.Detach(id));
        stages.add(stage("detach " + id + " on " + owner(), leaving,
                "it cannot be rolled: outside the cluster until every node is changed"));
        return stages;
    }

    private List<Stage> back() {
        List<Stage> stages = new ArrayList<>();
        GroupId id = group.id();
        if (group.placement().detachment().isEmpty()) {
            return stages;
        }
        TreeSet<ResourceId> left = new TreeSet<>(group.placement().offline());
        left.removeAll(group.intendedOffline());
        List<Step> returning = new ArrayList<>();
        if (group.placement().detached()) {
            returning.add(new Step.Attach(id));
        }
        if (!left.isEmpty()) {
            returning.add(new Step.BringOnline(id, left));
        }
        if (!returning.isEmpty()) {
            stages.add(stage("attach " + id + " on " + owner(), returning, ""));
        }
        stages.addAll(drill(after(image, stages)));
        stages.add(stage("unsilence users of " + id, List.of(new Step.Unquiesce(id)), ""));
        return stages;
    }

    /// To each other node that may have it now, and back; its users are silent, so that no outage is added.
    private List<Stage> drill(ClusterImage attached) {
        List<Stage> stages = new ArrayList<>();
        NodeId home = owner();
        NodeId at = home;
        GroupImage running = attached.group(group.id());
        List<NodeId> route = new ArrayList<>(Candidates.legal(attached, running, Purpose.PLANNED));
        route.remove(home);
        if (route.isEmpty()) {
            return stages;
        }
        route.add(home);
        for (NodeId next : route) {
            List<Step> steps = new ArrayList<>(List.of(new Step.Move(group.id(), at, next)));
            if (image.kindOf(group).answers()) {
                steps.add(new Step.Check(group.id()));
            }
            stages.add(new Stage(1, new Stage.Subject.DetachGroup(group.id(), "drill " + group.id() + "   " + at
                    + " -> " + next), steps, spec.moveTakes(), ""));
            at = next;
        }
        return stages;
    }

    /// The group itself and what it starts after, as far as their kinds say how, while nobody uses them.
    private List<Step> backups() {
        TreeSet<GroupId> set = new TreeSet<>(List.of(group.id()));
        group.terms().after().stream().filter(id -> image.groups().containsKey(id)).forEach(set::add);
        return set.stream().filter(id -> image.kindOf(image.group(id)).backup().isPresent()
                && image.group(id).owner().isPresent()).<Step>map(Step.Backup::new).toList();
    }

    private static String saved(List<Step> backups) {
        return String.join(" ", backups.stream().map(step -> ((Step.Backup) step).group().value()).toList());
    }

    private Stage stage(String what, List<Step> steps, String because) {
        return new Stage(1, new Stage.Subject.DetachGroup(group.id(), what), steps, takes(), because);
    }

    private Duration takes() {
        return detach().takes();
    }

    private Kind.Detach detach() {
        return image.kindOf(group).detach().orElseThrow();
    }

    private NodeId owner() {
        return group.owner().orElseThrow();
    }
}
