package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// For how long groups have nobody to take them over while a plan is carried out, against one node's loss. Counted by
/// stage: while a node is upgraded, the cover without that node, or the worst while groups stay there offline; during a move or conversion the worse of the images
/// before and after (a tie: before), so that groups add up to the total.
///
/// @param stages one for each stage of the plan, in order
public record Exposure(List<OfStage> stages) {

    public Exposure {
        stages = List.copyOf(stages);
    }

    /// One stage's share.
    ///
    /// @param stage     the stage
    /// @param image     the image that was counted
    /// @param cover     of that image
    public record OfStage(Stage stage, ClusterImage image, Cover cover) {

        /// Returns the groups that nobody could take during the stage.
        public SortedSet<GroupId> uncovered() {
            return cover.uncovered();
        }
    }

    /// Returns the exposure of a plan that is carried out from `image` as it was planned.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static Exposure of(ClusterImage image, Plan plan) {
        List<OfStage> stages = new ArrayList<>();
        ClusterImage now = image;
        for (Stage stage : plan.stages()) {
            ClusterImage after = projectAll(now, stage.steps());
            stages.add(counted(stage, now, after));
            now = after;
        }
        return new Exposure(stages);
    }

    private static OfStage counted(Stage stage, ClusterImage before, ClusterImage after) {
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode _ -> {
                ClusterImage out = projectAll(before, untilChanged(stage.steps()));
                yield stage.outages().isEmpty() ? new OfStage(stage, out, Cover.of(out)) : worst(stage, before);
            }
            case Stage.Subject.MoveGroup _, Stage.Subject.ConvertGroup _ -> {
                Cover first = Cover.of(before);
                Cover second = Cover.of(after);
                yield second.uncovered().size() > first.uncovered().size()
                        ? new OfStage(stage, after, second) : new OfStage(stage, before, first);
            }
            case Stage.Subject.Pause _ -> new OfStage(stage, before, Cover.of(before));
        };
    }

    /// A node is changed under groups that stay there: the worst image between the steps, the first of equals.
    private static OfStage worst(Stage stage, ClusterImage before) {
        OfStage worst = new OfStage(stage, before, Cover.of(before));
        ClusterImage now = before;
        for (Step step : stage.steps()) {
            ClusterImage after = Projection.project(now, step);
            OfStage next = after.equals(now) ? worst : new OfStage(stage, after, Cover.of(after));
            worst = next.uncovered().size() > worst.uncovered().size() ? next : worst;
            now = after;
        }
        return worst;
    }

    private static List<Step> untilChanged(List<Step> steps) {
        return steps.stream().takeWhile(step -> !(step instanceof Step.Install || step instanceof Step.Restart))
                .toList();
    }

    private static ClusterImage projectAll(ClusterImage image, List<Step> steps) {
        ClusterImage now = image;
        for (Step step : steps) {
            now = Projection.project(now, step);
        }
        return now;
    }

    /// Returns how long each group has nobody to take it; groups that are always covered are left out.
    public SortedMap<GroupId, Duration> byGroup() {
        TreeMap<GroupId, Duration> sums = new TreeMap<>();
        for (OfStage stage : stages) {
            stage.uncovered().forEach(group -> sums.merge(group, stage.stage().takes(), Duration::plus));
        }
        return Collections.unmodifiableSortedMap(sums);
    }

    /// Returns the sum over all groups: group-minutes, as a duration.
    public Duration total() {
        return byGroup().values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /// Returns the groups that are without cover in some stage.
    public SortedSet<GroupId> exposed() {
        return new TreeSet<>(byGroup().keySet());
    }
}
