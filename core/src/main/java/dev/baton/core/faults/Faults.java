package dev.baton.core.faults;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.WayBack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Every node that is up lost in the middle of every step of a plan, and every action failed once, one accident at a
/// time. After a loss the rules of placement say who takes what over; the node comes back, and the plan is made again
/// from there and proved. After a failed action its stage can be undone or cannot, and the plan is made again from
/// before the action. Processes, networks and time are not played: that is what the simulator is for ([Trial]).
///
/// @param losses   by stage, then by node: of the states within a stage the one that is worst for the node's groups
/// @param failures by stage
/// @param states   how many losses were looked at
/// @param actions  how many failed actions
public record Faults(List<Loss> losses, List<Failure> failures, int states, int actions) {

    /// More accidents are too many for anybody who waits.
    public static final int MOST = 20_000;

    public Faults {
        losses = List.copyOf(losses);
        failures = List.copyOf(failures);
    }

    /// A node that is lost, and comes back.
    ///
    /// @param stage    its number
    /// @param taken    what was on it, by who takes it over
    /// @param waits    what was on it and nobody may take: it comes up when the node is back
    /// @param majority whether the coordination engine can decide without the node
    /// @param after    what becomes of the plan then
    public record Loss(int stage, NodeId node, SortedMap<GroupId, NodeId> taken, SortedSet<GroupId> waits,
            boolean majority, After after) {
        public Loss {
            taken = Collections.unmodifiableSortedMap(new TreeMap<>(taken));
            waits = Collections.unmodifiableSortedSet(new TreeSet<>(waits));
        }
    }

    /// The actions of a stage, each failed for good in its turn.
    ///
    /// @param stage   its number
    /// @param actions how many
    /// @param noWayBack why the stage cannot be undone, once for each action after which it cannot
    /// @param after   the worst that becomes of the plan
    public record Failure(int stage, int actions, List<String> noWayBack, After after) {
        public Failure {
            noWayBack = List.copyOf(noWayBack);
        }
    }

    /// Returns how many accidents there are.
    public static long count(ClusterImage image, Plan plan) {
        return (long) plan.steps().size() * (image.nodes().size() + 1);
    }

    /// Returns what they would do.
    ///
    /// @throws IllegalArgumentException if there are more than [#MOST], or a step names something that the image does
    ///                                  not define
    public static Faults of(ClusterImage image, Plan plan) {
        if (count(image, plan) > MOST) {
            throw new IllegalArgumentException(count(image, plan) + " accidents are more than the " + MOST
                    + " that are looked at");
        }
        Onwards onwards = new Onwards(plan.spec());
        List<Loss> losses = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        int states = 0;
        int actions = 0;
        ClusterImage now = image;
        for (Stage stage : plan.stages()) {
            TreeMap<NodeId, Loss> worst = new TreeMap<>();
            List<ClusterImage> images = new ArrayList<>(List.of(now));
            for (Step step : stage.steps()) {
                for (NodeImage node : now.nodes().values()) {
                    if (node.up()) {
                        Loss loss = LossByRules.loss(stage.number(), now, step, node.id(), onwards);
                        worst.merge(node.id(), loss, Faults::worse);
                        states++;
                    }
                }
                now = Projection.project(now, step);
                images.add(now);
            }
            losses.addAll(worst.values());
            failure(plan, stage, images, onwards).ifPresent(failures::add);
            actions += (int) stage.steps().stream().filter(Faults::acts).count();
        }
        return new Faults(losses, failures, states, actions);
    }

    private static Loss worse(Loss one, Loss other) {
        int order = Boolean.compare(other.majority, one.majority);
        order = order == 0 ? Integer.compare(one.waits.size(), other.waits.size()) : order;
        order = order == 0 ? Integer.compare(one.after.badness(), other.after.badness()) : order;
        return order >= 0 ? one : other;
    }

    private static Optional<Failure> failure(Plan plan, Stage stage, List<ClusterImage> images, Onwards onwards) {
        List<String> stuck = new ArrayList<>();
        After worst = new After.Finished();
        int actions = 0;
        for (int i = 0; i < stage.steps().size(); i++) {
            Step step = stage.steps().get(i);
            if (acts(step)) {
                actions++;
                WayBack.of(plan.spec(), images.subList(0, i + 1), stage.steps().subList(0, i)).blocked()
                        .ifPresent(blocked -> stuck.add(blocked.why()));
                After after = onwards.from(images.get(i));
                worst = after.badness() > worst.badness() ? after : worst;
            }
        }
        return actions == 0 ? Optional.empty() : Optional.of(new Failure(stage.number(), actions, stuck, worst));
    }

    /// Whether the step does something that can fail.
    private static boolean acts(Step step) {
        return switch (step) {
            case Step.Prepare _, Step.Install _, Step.Restart _, Step.Rejoin _, Step.SelfTest _, Step.ProbeGroup _,
                    Step.TakeOffline _, Step.BringOnline _, Step.Move _, Step.Backup _, Step.Convert _, Step.Quiesce _,
                    Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _, Step.Fingerprint _ -> true;
            case Step.Hold _, Step.Release _, Step.HandOverLeadership _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> false;
        };
    }
}
