package dev.baton.cluster.runner;

import dev.baton.core.journal.RunState;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ReplanReason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.UpgradeSpec.ProductUpgrade;
import dev.baton.core.plan.WayBack;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The way back to where a run began: the versions and owners of then. It is a plan like any other, of the upgrade read
/// backwards: each product goes from its target to its version of then, by its `undo`. So it is proved, carried out,
/// interrupted and continued as every plan is; after accidents it is planned anew from the cluster as it is.
///
/// Where the cluster is as some prefix of the plan left it, the way back is that prefix undone step by step; otherwise,
/// after failovers, the planner finds one, and groups return to their owners of then at its end.
public final class Rollback {

    private Rollback() {}

    /// Returns why there is no way back any more; empty when there is one.
    ///
    /// @param origin the cluster when the run began
    /// @param image  the cluster now
    public static List<Reason> against(ClusterImage origin, ClusterImage image, UpgradeSpec spec) {
        List<Reason> against = new ArrayList<>();
        for (GroupImage group : origin.groups().values()) {
            GroupImage now = image.groups().getOrDefault(group.id(), group);
            if (group.format() instanceof Format.At && !now.format().equals(group.format())) {
                against.add(new RequestReason.NotSo("a rollback goes back to before the point of no return",
                        "the data of " + group.id() + " was " + group.format() + " when the run began, and is "
                                + now.format(),
                        "bring back the copy of then (baton group restore " + group.id()
                                + "), or go on: baton upgrade resume"));
            }
        }
        for (ProductUpgrade product : spec.products()) {
            boolean changed = image.nodes().values().stream().anyMatch(node -> node.version(product.product())
                    .filter(product.to()::equals).isPresent());
            Set<Version> then = versions(origin, product);
            if (changed && product.undo().isEmpty()) {
                against.add(new RequestReason.NotSo("what is installed is undone by the upgrade's own `undo`",
                        "upgrade " + spec.name() + " names no undo for " + product.product(), "baton upgrade abort"));
            }
            if (changed && then.size() > 1) {
                against.add(new RequestReason.NotSo("a rollback goes back to one version", "nodes had "
                        + product.product() + " " + then + " when the run began", "baton upgrade abort"));
            }
        }
        return against;
    }

    private static Set<Version> versions(ClusterImage origin, ProductUpgrade product) {
        TreeSet<Version> then = new TreeSet<>();
        origin.nodes().values().forEach(node -> node.version(product.product()).ifPresent(then::add));
        return then;
    }

    /// Makes the plan of the way back; a pure function.
    static NextPlan make(Situation now) {
        UpgradeSpec first = now.plans().getFirst().spec();
        List<Reason> against = against(now.origin(), now.image(), first);
        if (!against.isEmpty()) {
            return new NextPlan.None(against);
        }
        UpgradeSpec reversed = reversed(now.origin(), first);
        if (first.drills()) {
            return OfDrills.wayHome(now, homeward(now, new Plan(reversed, now.image().revision(),
                    PlanBasis.of(now.image()), List.of())));
        }
        NextPlan undone = undone(now, reversed).map(plan -> NextPlan.proved(now, plan, Optional.empty()))
                .orElseGet(() -> new NextPlan.None(List.of()));
        NextPlan way = switch (undone) {
            case NextPlan.Found found -> found;
            case NextPlan.None _ -> planned(now, reversed);
        };
        return asking(way);
    }

    /// A person is asked before a way back that costs outages.
    static NextPlan asking(NextPlan way) {
        return switch (way) {
            case NextPlan.Found(var plan, _) -> new NextPlan.Found(plan, plan.outages() == 0 ? List.of()
                    : List.of(new ReplanReason.WayBackOutages(plan.outages())));
            case NextPlan.None none -> none;
        };
    }

    /// The upgrade read backwards; the operator asked for it, so that no exposure is too long.
    private static UpgradeSpec reversed(ClusterImage origin, UpgradeSpec spec) {
        List<ProductUpgrade> products = spec.products().stream().map(product -> new ProductUpgrade(product.product(),
                VersionRange.parse(product.to().value()), versions(origin, product).stream().findFirst()
                        .orElse(product.to()), Optional.empty(), product.undo().orElse(product.install()),
                Optional.of(product.install()), product.selfTest(), product.takes())).toList();
        return new UpgradeSpec(spec.name(), products, spec.restart(), Preset.FEWEST_OUTAGES,
                UpgradeSpec.Failback.NEVER, UpgradeSpec.ConvertWhen.BY_HAND, spec.moveTakes(), Set.of(),
                Optional.empty(), Duration.ZERO, spec.onFailure());
    }

    /// The longest prefix of the only plan that leads to the cluster as it is, undone.
    private static Optional<Plan> undone(Situation now, UpgradeSpec reversed) {
        if (now.plans().size() > 1) {
            return Optional.empty();
        }
        List<Step> steps = now.plan().steps();
        List<Step> done = new ArrayList<>();
        ClusterImage image = now.trace().start();
        Optional<List<Step>> longest = same(image, now.image()) ? Optional.of(List.of()) : Optional.empty();
        for (int i = 0; i < steps.size() && begun(now.stateOf(i)); i++) {
            done.add(steps.get(i));
            image = Projection.project(image, steps.get(i));
            longest = same(image, now.image()) ? Optional.of(List.copyOf(done)) : longest;
        }
        return longest.map(prefix -> WayBack.of(now.plan().spec(), now.trace().start(), prefix))
                .filter(back -> back.blocked().isEmpty()).map(back -> new Plan(reversed, now.image().revision(),
                        PlanBasis.of(now.image()), stages(now, reversed, back.steps())));
    }

    private static boolean same(ClusterImage one, ClusterImage other) {
        return PlanBasis.of(one).differences(PlanBasis.of(other)).isEmpty();
    }

    private static boolean begun(RunState.StepState state) {
        return !(state.status() instanceof StepStatus.Pending);
    }

    /// Steps about the same node, or the same group, that stand together are one stage; so are a node and what stays on
    /// it offline while it is changed.
    private static List<Stage> stages(Situation now, UpgradeSpec spec, List<Step> steps) {
        List<Stage> stages = new ArrayList<>();
        List<Step> open = new ArrayList<>();
        for (Step step : steps) {
            if (!open.isEmpty() && !about(now, open.getLast()).equals(about(now, step))) {
                stages.add(stage(spec, stages.size() + 1, open));
                open = new ArrayList<>();
            }
            open.add(step);
        }
        if (!open.isEmpty()) {
            stages.add(stage(spec, stages.size() + 1, open));
        }
        return stages;
    }

    private static String about(Situation now, Step step) {
        return switch (step) {
            case Step.OnNode on -> "node " + on.node();
            case Step.TakeOffline(var group, _) when staysOn(now, group).isPresent() ->
                    "node " + staysOn(now, group).get();
            case Step.BringOnline(var group, _) when staysOn(now, group).isPresent() ->
                    "node " + staysOn(now, group).get();
            case Step.OnGroup on -> "group " + on.group();
            case Step.Wait _, Step.StopPoint _, Step.Finalize _ -> "the run";
        };
    }

    private static Optional<NodeId> staysOn(Situation now, GroupId id) {
        GroupImage group = now.image().group(id);
        return now.image().kindOf(group).upgrade() == UpgradeMode.IN_PLACE_OFFLINE ? group.placement().owner()
                : Optional.empty();
    }

    private static Stage stage(UpgradeSpec spec, int number, List<Step> steps) {
        Optional<Step.Move> move = steps.stream().filter(Step.Move.class::isInstance).map(Step.Move.class::cast)
                .findFirst();
        String because = "the way back to where the run began";
        if (move.isPresent()) {
            return moving(spec, number, steps, move.get(), because);
        }
        Optional<Step.Install> change = steps.stream().filter(Step.Install.class::isInstance)
                .map(Step.Install.class::cast).findFirst();
        return change.isPresent()
                ? new Stage(number, new Stage.Subject.UpgradeNode(change.get().node()), steps, spec.nodeTakes(),
                        because)
                : new Stage(number, new Stage.Subject.Pause("undo: " + steps.getFirst().describe()), steps,
                        Duration.ZERO, because);
    }

    private static Stage moving(UpgradeSpec spec, int number, List<Step> steps, Step.Move move, String because) {
        return new Stage(number, new Stage.Subject.MoveGroup(move.group(), move.from(), move.to(), Optional.empty()),
                steps, spec.moveTakes(), because);
    }

    private static NextPlan planned(Situation now, UpgradeSpec reversed) {
        return switch (Planner.plan(now.image(), reversed)) {
            case Planning.Infeasible(var because, _) -> new NextPlan.None(because);
            case Planning.Planned(var plan, _) -> NextPlan.proved(now, homeward(now, plan), Optional.empty());
        };
    }

    /// The plan, and then groups back to their owners of then, as far as those may have them.
    static Plan homeward(Situation now, Plan plan) {
        ClusterImage image = now.image();
        for (Step step : plan.steps()) {
            image = Projection.project(image, step);
        }
        List<Stage> stages = new ArrayList<>(plan.stages());
        for (Step.Move move : Homeward.moves(now.origin(), image)) {
            stages.add(moving(plan.spec(), stages.size() + 1, List.of(move), move, "it was there when the run began"));
        }
        return new Plan(plan.spec(), plan.revision(), plan.basis(), stages);
    }

    /// Returns what is not as it was when the run began, among what a run may restore: versions, owners, formats, what
    /// is offline; empty when all is.
    static Optional<String> missing(Situation now) {
        for (GroupImage then : now.origin().groups().values()) {
            GroupImage group = now.image().groups().get(then.id());
            Optional<NodeId> home = then.owner().filter(node -> Homeward.welcome(now.image(), node));
            if (group != null && home.isPresent() && !group.owner().equals(home)) {
                return Optional.of(group.id() + " is on " + group.owner().map(NodeId::value).orElse("no node")
                        + ", not on " + home.get() + " where it began");
            }
        }
        for (NodeImage then : now.origin().nodes().values()) {
            NodeImage node = now.image().nodes().get(then.id());
            if (node != null && node.holds().values().stream().anyMatch(now::owns)) {
                return Optional.of(node.id() + " is still held by the run");
            }
        }
        return Optional.empty();
    }
}
