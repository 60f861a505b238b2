package dev.baton.core.rehearsal;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of trying a plan out many times: one fault at a time, the run pauses until the node is back, nothing is
/// planned again.
///
/// @param assumptions what was taken for granted
/// @param half        half of the runs were over by then
/// @param ninety      90 % of the runs were over by then
/// @param ninetyNine  99 % of the runs were over by then
/// @param uncovered   share of runs in which a node failed whose groups nobody could take
/// @param within      how far the share may be from the true probability, 19 times out of 20 (Wilson)
/// @param closedForm  the same probability by formula: 1 - the product over stages of e^(-rate x exposed node-time),
///                    with
///                    and without a failed upgrade
/// @param covered     share of runs in which groups failed over
/// @param byGroup     for each group how likely it has an unplanned outage that nobody could shorten
/// @param worst       the stages by their share of the risk, largest first; those without any left out
public record Rehearsal(Assumptions assumptions, Duration half, Duration ninety, Duration ninetyNine, double uncovered,
        double within, double closedForm, double covered, SortedMap<GroupId, Double> byGroup, List<Share> worst) {

    public Rehearsal {
        byGroup = Collections.unmodifiableSortedMap(new TreeMap<>(byGroup));
        worst = List.copyOf(worst);
    }

    /// @param share of the whole risk, 0 to 1
    public record Share(Stage stage, double share) {}

    /// Tries the plan out.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static Rehearsal of(ClusterImage image, Plan plan, Assumptions assumptions) {
        List<Scene> scenes = Exposure.of(image, plan).stages().stream().map(Scene::of).toList();
        Tally tally = new Tally(assumptions.runs());
        Dice dice = new Dice(assumptions.seed());
        for (int run = 0; run < assumptions.runs(); run++) {
            tally.begin();
            scenes.forEach(scene -> scene.play(assumptions, dice, tally));
            tally.end(run);
        }
        double risk = scenes.stream().mapToDouble(scene -> scene.risk(assumptions)).sum();
        List<Share> worst = scenes.stream().filter(scene -> scene.risk(assumptions) > 0)
                .map(scene -> new Share(scene.stage, scene.risk(assumptions) / risk))
                .sorted((a, b) -> Double.compare(b.share, a.share)).toList();
        double share = (double) tally.uncovered / assumptions.runs();
        return new Rehearsal(assumptions, tally.percentile(50), tally.percentile(90), tally.percentile(99), share,
                wilson(share, assumptions.runs()),
                        1 - scenes.stream().mapToDouble(scene -> scene.spared(assumptions)).reduce(1, (a, b) -> a * b),
                (double) tally.covered / assumptions.runs(), tally.shares(), worst);
    }

    private static double wilson(double share, int runs) {
        double z = 1.96;
        return z / (1 + z * z / runs) * StrictMath.sqrt(share * (1 - share) / runs + z * z / (4.0 * runs * runs));
    }

    /// One stage as the exposure counts it.
    ///
    /// @param failing which nodes could fail: up, and not out for the change
    /// @param groups  which groups each of them has that nobody could take
    /// @param serving nodes with groups that others could take
    private record Scene(Stage stage, List<NodeId> failing, SortedMap<NodeId, Set<GroupId>> groups,
            Set<NodeId> serving) {

        static Scene of(Exposure.OfStage counted) {
            ClusterImage image = counted.image();
            List<NodeId> failing = image.nodes().values().stream().filter(node -> node.up() && !node.witness()
                    && !node.closed()).map(NodeImage::id).toList();
            TreeMap<NodeId, Set<GroupId>> groups = new TreeMap<>();
            Set<NodeId> serving = new HashSet<>();
            image.groups().values().forEach(group -> group.owner().filter(failing::contains).ifPresent(owner -> {
                if (counted.uncovered().contains(group.id())) {
                    groups.computeIfAbsent(owner, _ -> new HashSet<>()).add(group.id());
                } else if (group.intent().online()) {
                    serving.add(owner);
                }
            }));
            return new Scene(counted.stage(), failing, groups, serving);
        }

        private boolean upgrade() {
            return stage.subject() instanceof Stage.Subject.UpgradeNode
                    || stage.subject() instanceof Stage.Subject.UpgradeNodes;
        }

        /// How many uncovered outages to expect.
        double risk(Assumptions given) {
            double time = stage.takes().toMillis()
                    + (upgrade() ? given.upgradeFails() * given.fixTakes().toMillis() : 0);
            return groups.size() * time / given.nodeFailsEvery().toMillis();
        }

        /// How likely no uncovered outage is, as if durations did not vary.
        double spared(Assumptions given) {
            double rate = (double) groups.size() / given.nodeFailsEvery().toMillis();
            double longer = upgrade() ? 1 - given.upgradeFails()
                    + given.upgradeFails() * StrictMath.exp(-rate * given.fixTakes().toMillis()) : 1;
            return StrictMath.exp(-rate * stage.takes().toMillis()) * longer;
        }

        void play(Assumptions given, Dice dice, Tally tally) {
            double left = stage.takes().toMillis() * dice.around(given.variation());
            if (upgrade() && dice.unit() <= given.upgradeFails()) {
                left += given.fixTakes().toMillis();
            }
            while (!failing.isEmpty()) {
                double fault = dice.exponential((double) given.nodeFailsEvery().toMillis() / failing.size());
                if (fault >= left) {
                    break;
                }
                left -= fault;
                tally.millis += fault + dice.exponential((double) given.repairTakes().toMillis());
                NodeId failed = failing.get(dice.below(failing.size()));
                tally.fail(groups.getOrDefault(failed, Set.of()), serving.contains(failed));
            }
            tally.millis += left;
        }
    }

    /// What is counted while the plan is tried out.
    private static final class Tally {
        private final double[] makespans;
        private final TreeMap<GroupId, Integer> groups = new TreeMap<>();
        private final Set<GroupId> hit = new HashSet<>();
        private double millis;
        private boolean failedOver;
        private int uncovered;
        private int covered;

        Tally(int runs) {
            this.makespans = new double[runs];
        }

        void begin() {
            millis = 0;
            hit.clear();
            failedOver = false;
        }

        void fail(Set<GroupId> lost, boolean othersTake) {
            hit.addAll(lost);
            failedOver |= othersTake;
        }

        void end(int run) {
            makespans[run] = millis;
            uncovered += hit.isEmpty() ? 0 : 1;
            covered += failedOver ? 1 : 0;
            hit.forEach(group -> groups.merge(group, 1, Integer::sum));
        }

        Duration percentile(int percent) {
            double[] sorted = makespans.clone();
            Arrays.sort(sorted);
            return Duration.ofMillis((long) sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)]);
        }

        SortedMap<GroupId, Double> shares() {
            TreeMap<GroupId, Double> shares = new TreeMap<>();
            groups.forEach((group, count) -> shares.put(group, (double) count / makespans.length));
            return shares;
        }
    }
}
