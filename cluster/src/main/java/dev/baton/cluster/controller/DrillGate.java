package dev.baton.cluster.controller;

import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.RunStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Drill;
import dev.baton.core.rules.FrozenDuringRun;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The gate `drill`: a run starts only where drills have passed for every group, on every node that may have it, in the
/// cluster as it is. One drill or several: a drill counts when nothing that a plan looks at and no definition has
/// changed since it began. That no time is asked is on purpose: what a drill shows ends with a change, not with a day.
final class DrillGate {

    private DrillGate() {}

    /// Returns why the plan may not be started; empty when its upgrade does not ask for drills.
    static List<Reason> against(Turn turn, Runs runs, Plan plan) {
        if (!plan.spec().gates().contains(UpgradeSpec.Gate.DRILL)) {
            return List.of();
        }
        Set<Step> passed = new HashSet<>();
        for (RunRecord record : RunBook.all(turn.tree())) {
            Optional<RunBook.Run> drill = record.ended().flatMap(_ -> runs.read(turn.tree(), record))
                    .filter(run -> counts(run, turn.image()));
            drill.ifPresent(run -> passed.addAll(run.plan().steps()));
        }
        Map<GroupId, Set<NodeId>> missing = new TreeMap<>();
        for (Drill.OfGroup group : Drill.of(turn.image(), List.of(), plan.spec().moveTakes()).groups()) {
            group.visits().stream().filter(node -> passed.stream().noneMatch(step ->
                    step instanceof Step.Move(var moved, _, var to) && moved.equals(group.group()) && to.equals(node)))
                    .forEach(node -> missing.computeIfAbsent(group.group(), _ -> new TreeSet<>()).add(node));
        }
        return missing.isEmpty() ? List.of() : List.of(new RequestReason.NotSo("gate drill of upgrade "
                + plan.spec().name(), "no drill has passed, in the cluster as it is, of " + missing.entrySet().stream()
                .map(entry -> entry.getKey() + " on " + entry.getValue().stream().map(NodeId::value)
                        .collect(Collectors.joining(" "))).collect(Collectors.joining(", ")), "baton drill"));
    }

    /// Whether the run is a drill that passed in a cluster like this one.
    private static boolean counts(RunBook.Run run, ClusterImage image) {
        RunBook.Stored first = run.plans().getFirst();
        return first.plan().spec().drills() && run.state().status() instanceof RunStatus.Finished
                && first.plan().basis().differences(PlanBasis.of(image)).isEmpty()
                && FrozenDuringRun.changes(first.start(), image).isEmpty();
    }
}
