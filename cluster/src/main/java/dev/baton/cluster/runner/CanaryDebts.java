package dev.baton.cluster.runner;

import dev.baton.core.journal.RunState;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Canary;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a run owes of its canary when it makes another plan. One that is out comes back first, if its place may have
/// it; then it visits each node that this run has changed, and that it has not come back from, as long as another node
/// is still to be changed.
///
/// @param stages  their numbers still open
/// @param against why it cannot go where it should
/// @param after   the cluster then
record CanaryDebts(List<Stage> stages, List<Reason> against, ClusterImage after) {

    CanaryDebts {
        stages = List.copyOf(stages);
        against = List.copyOf(against);
    }

    static CanaryDebts of(Situation now) {
        UpgradeSpec spec = now.plan().spec();
        CanaryDebts none = new CanaryDebts(List.of(), List.of(), now.image());
        Optional<GroupId> canary = spec.canary().map(UpgradeSpec.Canary::group)
                .filter(id -> now.image().groups().containsKey(id));
        if (canary.isEmpty()) {
            return none;
        }
        CanaryDebts owed = out(now, canary.get()).map(home -> none.with(List.of(Canary.back(now.image(), spec, home)),
                List.of())).orElse(none);
        boolean next = now.image().nodes().values().stream().anyMatch(node -> !node.witness() && outdated(spec, node));
        for (NodeId node : next ? changed(now, spec) : List.<NodeId>of()) {
            Canary.Visit visit = Canary.visit(owed.after, spec, node);
            owed = owed.with(visit.stages(), visit.against());
        }
        return owed;
    }

    private CanaryDebts with(List<Stage> more, List<Reason> reasons) {
        ClusterImage image = after;
        for (Stage stage : more) {
            image = Projection.project(image, stage.steps());
        }
        return new CanaryDebts(Stream.concat(stages.stream(), more.stream()).toList(),
                Stream.concat(against.stream(), reasons.stream()).toList(), image);
    }

    /// Returns the plan, made for the cluster after these stages, with them before it.
    Plan before(Situation now, Plan plan) {
        return stages.isEmpty() ? plan : new Plan(plan.spec(), now.image().revision(), PlanBasis.of(now.image()),
                Stream.concat(stages.stream(), plan.stages().stream()).toList());
    }

    /// Where the canary belongs that is out; empty where it is not, or where its place cannot have it now.
    private static Optional<NodeId> out(Situation now, GroupId canary) {
        Optional<Step.Move> out = Optional.empty();
        for (Leg leg : now.legs()) {
            List<Plan.Position> all = leg.plan().positions();
            for (Plan.Position position : all) {
                StepStatus status = leg.states().get(position.index()).status();
                if (!(status instanceof StepStatus.Pending) && position.step() instanceof Step.Move move
                        && move.group().equals(canary)) {
                    boolean leaves = position.stage().subject() instanceof Stage.Subject.Canary(_, _, _, var back)
                            && !back;
                    out = leaves ? Optional.of(move) : status instanceof StepStatus.Done ? Optional.empty() : out;
                }
            }
        }
        GroupImage group = now.image().group(canary);
        return out.filter(move -> group.owner().filter(move.to()::equals).isPresent()).map(Step.Move::from)
                .filter(home -> Candidates.against(now.image(), group, now.image().node(home), Purpose.PLANNED)
                        .isEmpty());
    }

    private static List<NodeId> changed(Situation now, UpgradeSpec spec) {
        TreeSet<NodeId> shown = new TreeSet<>();
        now.legs().forEach(leg -> shown.addAll(shown(leg)));
        List<NodeId> changed = new ArrayList<>();
        now.trace().nodes().forEach((id, progress) -> {
            NodeImage node = now.image().node(id);
            boolean whole = progress.changed() && !progress.changing() && !outdated(spec, node);
            if (whole && node.up() && !node.closed() && !node.witness() && !shown.contains(id)) {
                changed.add(id);
            }
        });
        return changed;
    }

    /// The nodes from which the canary came back, and all was well.
    private static List<NodeId> shown(Leg leg) {
        List<NodeId> shown = new ArrayList<>();
        int first = 0;
        for (Stage stage : leg.plan().stages()) {
            List<RunState.StepState> states = leg.states().subList(first, first + stage.steps().size());
            if (stage.subject() instanceof Stage.Subject.Canary canary && canary.back()
                    && states.stream().allMatch(state -> state.status() instanceof StepStatus.Done)) {
                shown.add(canary.tried());
            }
            first += stage.steps().size();
        }
        return shown;
    }

    private static boolean outdated(UpgradeSpec spec, NodeImage node) {
        return spec.products().stream().anyMatch(product -> node.version(product.product())
                .filter(version -> !version.equals(product.to())).isPresent());
    }
}
