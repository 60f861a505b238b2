package dev.baton.cluster.runner;

import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The plan that leads on from where accidents have led a run: of the same upgrade, for the cluster as it is, proved,
/// and legal for a run that remembers what it has done so far. What the run owes by then (a changed node that has
/// carried no group, one that its canary has not come back from, a converted group without a backup) comes first.
public sealed interface NextPlan {

    /// @param against why the run does not take it by itself
    record Found(Plan plan, List<Reason> against) implements NextPlan {
        public Found {
            against = List.copyOf(against);
        }
    }

    /// @param because at least one
    record None(List<Reason> because) implements NextPlan {
        public None {
            because = List.copyOf(because);
        }
    }

    /// Remembers the last answer: planning is worth doing once for each cluster. Not thread-safe.
    final class Made {

        private record Known(RunId run, int plan, ClusterImage image, NextPlan answer) {}

        private Optional<Known> known = Optional.empty();

        NextPlan of(Situation now) {
            Optional<Known> same = known.filter(last -> last.run().equals(now.run())
                    && last.plan() == now.state().planNumber() && last.image().equals(now.image()));
            if (same.isEmpty()) {
                same = Optional.of(new Known(now.run(), now.state().planNumber(), now.image(), make(now)));
                known = same;
            }
            return same.get().answer();
        }
    }

    /// Makes the plan; a pure function. On a way back its next plan is one too.
    static NextPlan make(Situation now) {
        if (Replanning.turnsBack(now) || now.plan().spec().drills()) {
            return Rollback.make(now);
        }
        CanaryDebts canary = CanaryDebts.of(now);
        if (!canary.against().isEmpty()) {
            return new None(canary.against());
        }
        return switch (Planner.plan(canary.after(), spec(now))) {
            case Planning.Infeasible(var because, _) -> new None(because);
            case Planning.Planned(var plan, var report) -> now.state().onWayBack()
                    ? proved(now, Rollback.homeward(now, withDebts(now, plan)), Optional.empty())
                    : proved(now, withDebts(now, canary.before(now, plan)), canary.stages().isEmpty()
                            ? Optional.of(report.exposureByGroup()) : Optional.empty());
        };
    }

    /// @param reported what the plan's report says of its exposure, when it has one
    static NextPlan proved(Situation now, Plan plan, Optional<SortedMap<GroupId, Duration>> reported) {
        return switch (reported.map(said -> Prover.prove(plan, now.image(), said))
                .orElseGet(() -> Prover.prove(plan, now.image()))) {
            case Proof.Holds holds -> remembering(now, plan, holds);
            case Proof.Broken broken -> new None(broken.reasons());
            case Proof.Unproven(var what) -> new None(List.of(new RequestReason.NotSo(
                    "only a proved plan is carried out", what, "")));
        };
    }

    private static NextPlan remembering(Situation now, Plan plan, Proof.Holds holds) {
        Announcement said = Announcement.of(now.image(), plan);
        Trace trace = now.trace().replanned(plan.spec(), said, now.image());
        for (Step step : plan.steps()) {
            ClusterImage after = Projection.project(trace.before(), step);
            List<Reason> against = Rulebook.judge(trace, step, after).reasons();
            if (!against.isEmpty()) {
                return new None(against);
            }
            trace = trace.then(step, after);
        }
        Optional<String> missing = now.state().rollback().isPresent() ? Rollback.missing(now.at(trace.before()))
                : Optional.empty();
        if (missing.isPresent()) {
            return new None(List.of(new RequestReason.NotSo("a rollback ends where the run began",
                    "at the end of the way back " + missing.get(), "")));
        }
        return new Found(plan, Acceptance.against(now, plan, holds, trace.before()));
    }

    /// The same upgrade, less the stop points that a person has approved once and for all, and with what is left to do
    /// of backups that are made together; none on a way back.
    private static UpgradeSpec spec(Situation now) {
        Set<UpgradeSpec.StopPoint> stops = new HashSet<>(now.plan().spec().stopBefore());
        if (approved(now, Step.Install.class)) {
            stops.remove(UpgradeSpec.StopPoint.FIRST_INSTALL);
        }
        if (approved(now, Step.Convert.class)) {
            stops.remove(UpgradeSpec.StopPoint.FIRST_CONVERT);
        }
        return now.plan().spec().withStopBefore(stops).withTogether(together(now));
    }

    private static Optional<UpgradeSpec.Together> together(Situation now) {
        Optional<UpgradeSpec.Together> asked = now.plans().getFirst().spec().together()
                .filter(_ -> !now.state().onWayBack());
        boolean saved = false;
        boolean owed = false;
        for (Leg leg : asked.isPresent() ? now.legs() : List.<Leg>of()) {
            int next = 0;
            for (Stage stage : leg.plan().stages()) {
                int first = next;
                next += stage.steps().size();
                boolean set = stage.subject() instanceof Stage.Subject.SaveTogether
                        && stage.steps().stream().anyMatch(Step.Backup.class::isInstance)
                        && IntStream.range(first, next).allMatch(index -> done(leg, index));
                saved = saved || set;
                owed = !set && (owed || IntStream.range(first, next).anyMatch(index -> done(leg, index)
                        && leg.plan().steps().get(index) instanceof Step.Convert(var group, _, _)
                        && asked.get().groups().contains(group)));
            }
        }
        boolean first = !saved;
        boolean after = owed;
        return asked.map(set -> new UpgradeSpec.Together(set.groups(), first, after));
    }

    private static boolean done(Leg leg, int index) {
        return leg.states().get(index).status() instanceof StepStatus.Done;
    }

    /// Whether, in some plan, the stage with the first step of that kind was begun, or a person has approved it: its
    /// stop point stands right before it.
    private static boolean approved(Situation now, Class<? extends Step> kind) {
        for (Leg leg : now.legs()) {
            int first = 0;
            for (Stage stage : leg.plan().stages()) {
                if (stage.steps().stream().anyMatch(kind::isInstance)) {
                    boolean begun = !(leg.states().get(first).status() instanceof StepStatus.Pending);
                    boolean stop = first > 0 && leg.plan().steps().get(first - 1) instanceof Step.StopPoint
                            && leg.states().get(first - 1).status() instanceof StepStatus.Done;
                    if (begun || stop) {
                        return true;
                    }
                    break;
                }
                first += stage.steps().size();
            }
        }
        return false;
    }

    private static Plan withDebts(Situation now, Plan plan) {
        List<Stage> debts = new ArrayList<>();
        now.trace().nodes().forEach((id, progress) -> {
            NodeImage node = now.image().node(id);
            boolean owed = progress.changed() && !progress.changing() && !progress.carried();
            if (owed && node.up() && !node.witness() && !node.closed()) {
                debts.add(stage("probe " + id, new Step.ProbeGroup(id), id + " has carried no group since its change"));
            }
        });
        now.trace().owing().forEach(group -> debts.add(stage("back up " + group, new Step.Backup(group),
                group + " was converted and has no backup since")));
        List<Stage> numbered = Stage.numbered(Stream.concat(debts.stream(), plan.stages().stream()).toList());
        return numbered.equals(plan.stages()) ? plan : new Plan(plan.spec(), plan.revision(), plan.basis(), numbered);
    }

    private static Stage stage(String what, Step step, String because) {
        return new Stage(0, new Stage.Subject.Pause(what), List.of(step), Duration.ZERO, because);
    }
}
