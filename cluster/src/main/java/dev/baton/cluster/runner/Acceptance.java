package dev.baton.cluster.runner;

import dev.baton.core.journal.RunState;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ReplanReason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.WayBack;
import dev.baton.core.prover.Proof;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.FrozenDuringRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Whether a new plan, proved, is within what the operator accepted with the plan before it; then the run takes it by
/// itself. It is when, compared with the plan before,
///
/// 1. no group has more outages still to come, a group that has failed over since at most one more;
/// 2. no group's time without failover, what it had so far included, is above the number that the upgrade accepts;
/// 3. nothing is done that cannot be undone and was not in the plan before;
/// 4. no vote is missed that the plan before did not say;
/// 5. no definition has changed since the plan before was made;
/// 6. where groups are to return, each ends where it was when the run began;
/// 7. the run has not had [#PLANS] plans already.
///
/// A pure function; every "no" is a [ReplanReason]. `docs/replanning.md` says the same in words.
final class Acceptance {

    /// Accidents enough for any night; more are a sign that the run goes round in circles.
    private static final int PLANS = 6;

    private Acceptance() {}

    /// @param end the cluster as the new plan leaves it
    static List<Reason> against(Situation now, Plan plan, Proof.Holds proof, ClusterImage end) {
        List<Reason> against = new ArrayList<>();
        outages(now, plan, against);
        exposure(now, plan, proof, against);
        noReturn(now, plan, against);
        votes(now, proof.announced(), against);
        FrozenDuringRun.changes(now.trace().start(), now.image()).forEach(definition ->
                against.add(new ReplanReason.DefinitionChanged(definition)));
        homes(now, plan, end, against);
        if (now.plans().size() >= PLANS) {
            against.add(new ReplanReason.TooOften(now.plans().size()));
        }
        return against;
    }

    private static void outages(Situation now, Plan plan, List<Reason> against) {
        Map<GroupId, Integer> left = left(now);
        Map<GroupId, Integer> planned = new TreeMap<>();
        plan.stages().forEach(stage -> stage.outages().forEach(group -> planned.merge(group, 1, Integer::sum)));
        planned.forEach((group, count) -> {
            int before = left.getOrDefault(group, 0);
            boolean failedOver = failedOver(now, group);
            if (count > before + (failedOver ? 1 : 0)) {
                against.add(new ReplanReason.MoreOutages(group, count, before, failedOver));
            }
        });
    }

    /// Outages of stages that are not done; one that is half done counts.
    static Map<GroupId, Integer> left(Situation now) {
        Map<GroupId, Integer> left = new TreeMap<>();
        int first = 0;
        for (Stage stage : now.plan().stages()) {
            List<RunState.StepState> states = now.state().steps().subList(first, first + stage.steps().size());
            if (!states.stream().allMatch(step -> step.status() instanceof StepStatus.Done)) {
                stage.outages().forEach(group -> left.merge(group, 1, Integer::sum));
            }
            first += stage.steps().size();
        }
        return left;
    }

    /// Whether the group is not where the plan before had it by now.
    private static boolean failedOver(Situation now, GroupId id) {
        GroupImage planned = now.trace().before().groups().get(id);
        return planned == null || !planned.placement().owner().equals(now.image().group(id).placement().owner());
    }

    private static void exposure(Situation now, Plan plan, Proof.Holds proof, List<Reason> against) {
        Optional<Duration> accepted = plan.spec().acceptedExposure();
        proof.exposure().forEach((group, planned) -> {
            Duration soFar = now.state().measured().uncovered().getOrDefault(group, Duration.ZERO);
            accepted.filter(limit -> soFar.plus(planned).compareTo(limit) > 0).ifPresent(limit ->
                    against.add(new ReplanReason.MoreExposure(group, soFar, planned, limit)));
        });
    }

    private static void noReturn(Situation now, Plan plan, List<Reason> against) {
        Set<String> known = new HashSet<>();
        now.plans().forEach(before -> before.steps().forEach(step -> known.add(oneWay(step))));
        ClusterImage image = now.image();
        for (Step step : plan.steps()) {
            Optional<WayBack.Blocked> blocked = WayBack.of(plan.spec(), image, List.of(step)).blocked();
            if (blocked.isPresent() && known.add(oneWay(step))) {
                against.add(new ReplanReason.NewNoReturn(step.describe(), blocked.get().why()));
            }
            image = Projection.project(image, step);
        }
    }

    /// What is one-way about a step, by which two steps of different plans are the same.
    private static String oneWay(Step step) {
        return switch (step) {
            case Step.Convert(var group, _, var to) -> "convert " + group + " to " + to;
            case Step.Install(var node, var product, _, var to) -> "install " + product + " " + to + " on " + node;
            case Step.Move(var group, var from, _) -> "move " + group + " away from " + from;
            case Step.Hold _, Step.Release _, Step.Prepare _, Step.Restart _, Step.Rejoin _, Step.SelfTest _,
                    Step.ProbeGroup _, Step.HandOverLeadership _, Step.TakeOffline _, Step.BringOnline _, Step.Backup _,
                    Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _, Step.Fingerprint _,
                    Step.Wait _, Step.StopPoint _, Step.Finalize _ -> step.kindWord();
        };
    }

    private static void votes(Situation now, Announcement said, List<Reason> against) {
        Announcement before = now.trace().announced();
        for (NodeId node : said.noMajority()) {
            if (!before.noMajority().contains(node)) {
                against.add(new ReplanReason.FewerVotes(node, false));
            }
        }
        for (NodeId node : said.thinVotes()) {
            if (!before.thinVotes().contains(node) && !before.noMajority().contains(node)) {
                against.add(new ReplanReason.FewerVotes(node, true));
            }
        }
    }

    private static void homes(Situation now, Plan plan, ClusterImage end, List<Reason> against) {
        if (plan.spec().failback() == UpgradeSpec.Failback.NEVER) {
            return;
        }
        now.origin().groups().values().forEach(group -> group.owner().filter(home -> end.groups()
                .containsKey(group.id()) && !end.group(group.id()).owner().equals(Optional.of(home)))
                .ifPresent(home -> against.add(new ReplanReason.NotBackHome(group.id(), home))));
    }
}
