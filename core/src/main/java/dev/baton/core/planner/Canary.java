package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason.NotSo;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The canary of an upgrade: a group that its operator named goes to each changed node and back, before the next node
/// begins. Out there it shows that the cluster works on that node; back again, that the node has left its data alone
/// and that it can fail back. The two are stages of their own, with an outage and a result each, also where a planned
/// move to that node would have come next: whether a group can come back is known only once it has.
///
/// After the last node nothing waits for an answer, so that no canary goes there.
public final class Canary {

    private static final String RULE = "law 12, proven before next";
    private static final String ANOTHER = "name another group in `canary:`, or leave it out: then a group without "
            + "clients visits each node";
    private static final int MOST_NAMED = 6;

    private Canary() {}

    /// A visit of one node.
    ///
    /// @param stages  there and back, their numbers still open; none where the group is on the node already
    /// @param against why there is none; empty where the stages say how
    public record Visit(List<Stage> stages, List<Reason> against) {
        public Visit {
            stages = List.copyOf(stages);
            against = List.copyOf(against);
        }

        private Visit(String facts, String wayOut) {
            this(List.of(), List.of(refusal(facts, wayOut)));
        }
    }

    private static NotSo refusal(String facts, String wayOut) {
        return new NotSo(RULE, facts, wayOut);
    }

    /// A plan whose canary goes wherever it should.
    ///
    /// @param against why it cannot; empty when it does
    record Sent(Plan plan, List<Reason> against) {}

    /// Returns the plan with a visit of each node for groups right after its change, but the last one's. It returns to
    /// where it was, so that all other stages stay as they are.
    ///
    /// @param start where the plan begins
    static Sent sent(ClusterImage start, Plan plan) {
        if (plan.spec().canary().isEmpty()) {
            return new Sent(plan, List.of());
        }
        List<Stage> stages = new ArrayList<>();
        List<Reason> against = new ArrayList<>();
        ClusterImage image = start;
        for (Stage stage : plan.stages()) {
            stages.add(stage);
            image = Projection.project(image, stage.steps());
            boolean next = plan.stages().subList(stage.number(), plan.stages().size()).stream()
                    .anyMatch(later -> !changed(start, later).isEmpty());
            for (NodeId node : next ? changed(start, stage) : List.<NodeId>of()) {
                Visit visit = visit(image, plan.spec(), node);
                stages.addAll(visit.stages());
                against.addAll(visit.against());
            }
        }
        return new Sent(new Plan(plan.spec(), plan.revision(), plan.basis(), Stage.numbered(stages)), against);
    }

    private static List<NodeId> changed(ClusterImage image, Stage stage) {
        List<NodeId> nodes = switch (stage.subject()) {
            case Stage.Subject.UpgradeNode(var node) -> List.of(node);
            case Stage.Subject.UpgradeNodes(var several) -> several;
            case Stage.Subject.MoveGroup _, Stage.Subject.Canary _, Stage.Subject.ConvertGroup _,
                    Stage.Subject.DetachGroup _, Stage.Subject.SaveTogether _, Stage.Subject.Pause _ -> List.of();
        };
        return nodes.stream().filter(node -> !image.node(node).witness()).toList();
    }

    /// Returns why the group can be no canary in whatever order the nodes are changed; empty where it may be, or where
    /// none is asked for.
    static List<Reason> against(Problem problem) {
        Optional<GroupId> canary = problem.spec.canary().map(UpgradeSpec.Canary::group);
        if (canary.isEmpty()) {
            return List.of();
        }
        GroupId id = canary.get();
        if (!problem.image.groups().containsKey(id)) {
            return List.of(refusal("the canary is " + id + ", and the cluster has no group of that name",
                    "name one that it has in `canary:`" + names(problem.image)));
        }
        GroupImage group = problem.image.group(id);
        int index = problem.indexOf(id);
        Kind kind = problem.kind(index);
        boolean named = problem.spec.product(kind.product()).isPresent();
        List<Reason> against = new ArrayList<>();
        if (!group.intent().online() || !group.intendedOffline().isEmpty()) {
            against.add(refusal("the canary " + id + " is kept offline" + (group.intent().online() ? " in part" : "")
                    + "; it would show nothing", "baton group online " + id + ", or " + ANOTHER));
        }
        if (named && kind.upgrade() != UpgradeMode.ROLLING) {
            against.add(refusal("the canary " + id + " is of kind " + kind.id() + ", which is upgraded "
                    + (kind.upgrade() == UpgradeMode.DETACH ? "detached" : "in place") + " and does not go from node "
                    + "to node meanwhile", ANOTHER));
        }
        if (named && kind.data() == DataMode.STRICT && problem.mustConvert(index)) {
            against.add(refusal("the data of the canary " + id + " is strict: a changed node opens it only once it is "
                    + "converted, and from then on it could not go back to a node that is not changed", ANOTHER));
        }
        return against;
    }

    private static String names(ClusterImage image) {
        return image.groups().isEmpty() || image.groups().size() > MOST_NAMED ? "" : ": " + image.groups().keySet()
                .stream().map(GroupId::value).collect(Collectors.joining(", "));
    }

    /// Returns the visit of a changed node by the upgrade's canary.
    ///
    /// @param image the cluster when it begins
    /// @throws IllegalArgumentException if the image does not define the node
    public static Visit visit(ClusterImage image, UpgradeSpec spec, NodeId node) {
        Optional<GroupId> canary = spec.canary().map(UpgradeSpec.Canary::group)
                .filter(id -> image.groups().containsKey(id));
        if (canary.isEmpty()) {
            return new Visit(List.of(), List.of());
        }
        GroupImage group = image.group(canary.get());
        if (!(group.state() instanceof GroupState.Online) || group.owner().isEmpty()) {
            return new Visit("the canary " + group.id() + " is to go to " + node + " and back, and is "
                    + group.state().word(), "baton why " + group.id());
        }
        NodeId home = group.owner().get();
        if (home.equals(node)) {
            return new Visit(List.of(), List.of());
        }
        ClusterImage away = Projection.project(image, new Step.Move(group.id(), home, node));
        List<Reason> against = new ArrayList<>(against(image, group.id(), node, "go to "));
        if (against.isEmpty()) {
            against.addAll(against(away, group.id(), home, "return from " + node + " to "));
        }
        return against.isEmpty() ? new Visit(List.of(out(image, spec, group, node), back(away, spec, home)), against)
                : new Visit(List.of(), against);
    }

    private static List<Reason> against(ClusterImage image, GroupId id, NodeId node, String what) {
        return Candidates.against(image, image.group(id), image.node(node), Purpose.PLANNED).stream()
                .<Reason>map(reason -> refusal("the canary " + id + " cannot " + what + node + ": " + reason.facts()
                        + " (" + reason.rule() + ")", reason.wayOut().isEmpty() ? ANOTHER : reason.wayOut() + "; or "
                                + ANOTHER)).toList();
    }

    private static Stage out(ClusterImage image, UpgradeSpec spec, GroupImage group, NodeId node) {
        Kind kind = image.kindOf(group);
        List<Step> steps = new ArrayList<>();
        if (kind.fingerprint().isPresent()) {
            steps.add(new Step.Fingerprint(group.id(), false));
        }
        steps.addAll(moved(kind, group, node));
        return new Stage(0, new Stage.Subject.Canary(group.id(), group.owner().orElseThrow(), node, false), steps,
                spec.moveTakes(), "before the next node begins: whether the cluster works on " + node);
    }

    /// Returns the way back of a canary that is out.
    ///
    /// @param away the cluster while it is out
    /// @param home where it was before
    /// @throws IllegalArgumentException if the upgrade has no canary, or nobody owns it
    public static Stage back(ClusterImage away, UpgradeSpec spec, NodeId home) {
        GroupImage group = spec.canary().map(canary -> away.group(canary.group()))
                .orElseThrow(() -> new IllegalArgumentException("upgrade " + spec.name() + " has no canary"));
        Kind kind = away.kindOf(group);
        List<Step> steps = new ArrayList<>(moved(kind, group, home));
        if (kind.fingerprint().isPresent()) {
            steps.add(new Step.Fingerprint(group.id(), true));
        }
        NodeId node = group.owner().orElseThrow(() -> new IllegalArgumentException(group.id() + " has no owner"));
        return new Stage(0, new Stage.Subject.Canary(group.id(), node, home, true), steps, spec.moveTakes(),
                "whether " + node + " has left it as it was, and it can fail back");
    }

    private static List<Step> moved(Kind kind, GroupImage group, NodeId to) {
        List<Step> steps = new ArrayList<>(List.of(new Step.Move(group.id(), group.owner().orElseThrow(), to)));
        if (kind.answers()) {
            steps.add(new Step.Check(group.id()));
        }
        return steps;
    }
}
