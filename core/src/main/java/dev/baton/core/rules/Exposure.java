package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// For how long groups have nobody to take them over while a plan is carried out, against one node's loss. Counted by
/// stage: while a node is upgraded, the worst of the images between (a tie: the one without that node); during a move
/// or conversion the worse of the images before and after (a tie: before), so that groups add up to the total.
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
    /// @param uncovered the groups that nobody could take during the stage
    public record OfStage(Stage stage, ClusterImage image, SharedSet<GroupId> uncovered) {}

    /// Returns the exposure of a plan that is carried out from `image` as it was planned.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static Exposure of(ClusterImage image, Plan plan) {
        return of(CoverHistory.of(image, plan), plan);
    }

    /// Returns the exposure of a plan.
    ///
    /// @param history of that plan
    public static Exposure of(CoverHistory history, Plan plan) {
        List<OfStage> stages = new ArrayList<>();
        int first = 0;
        for (Stage stage : plan.stages()) {
            stages.add(ofStage(stage, history, first));
            first += stage.steps().size();
        }
        return new Exposure(stages);
    }

    private static OfStage ofStage(Stage stage, CoverHistory history, int first) {
        int counted = counted(stage, history, first, first + stage.steps().size());
        return new OfStage(stage, history.image(counted), history.uncovered(counted));
    }

    /// After how many steps the image that counts is reached.
    private static int counted(Stage stage, CoverHistory history, int first, int last) {
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode _, Stage.Subject.UpgradeNodes _ -> worst(history, first, last,
                    first + stage.stepsUntilChanged());
            case Stage.Subject.MoveGroup _, Stage.Subject.Canary _, Stage.Subject.ConvertGroup _,
                    Stage.Subject.DetachGroup _ ->
                history.uncovered(last).size() > history.uncovered(first).size() ? last : first;
            case Stage.Subject.SaveTogether _, Stage.Subject.Pause _ -> first;
        };
    }

    /// Two images may leave as many groups without cover, and other ones: the node is out for most of the time.
    private static int worst(CoverHistory history, int first, int last, int out) {
        int worst = out;
        for (int steps = first; steps <= last; steps++) {
            worst = history.uncovered(steps).size() > history.uncovered(worst).size() ? steps : worst;
        }
        return worst;
    }

    /// Returns how long each group has nobody to take it; groups that are always covered are left out.
    public SortedMap<GroupId, Duration> byGroup() {
        TreeMap<GroupId, Duration> sums = new TreeMap<>();
        stages.forEach(stage -> {
            if (!stage.uncovered().isEmpty()) {
                stage.uncovered().forEach(group -> sums.merge(group, stage.stage().takes(), Duration::plus));
            }
        });
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
