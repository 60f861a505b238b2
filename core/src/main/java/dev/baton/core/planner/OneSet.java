package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason.NotSo;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.UpgradeSpec.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Groups whose data belongs together are saved together: who writes to any of them falls silent, all are saved, and
/// the silence ends. That is one stage, before the first change of a node, or before the first conversion of one of
/// them where all conversions come last; and one more at the end when one of them was converted. No group moves for it,
/// so that all other stages stay as they are.
final class OneSet {

    private static final String RULE = "one consistent set is saved while nobody writes";

    private static final Predicate<Stage> CHANGES = has(Step.Install.class).or(has(Step.Quiesce.class))
            .or(has(Step.Detach.class));

    private OneSet() {}

    /// Returns why the groups cannot be saved together; empty where they can, or where nobody asks for it.
    static List<Reason> against(ClusterImage image, UpgradeSpec spec) {
        List<GroupId> groups = spec.together().map(Together::groups).orElse(List.of());
        List<Reason> against = new ArrayList<>();
        for (GroupId id : groups) {
            Optional<GroupImage> group = Optional.ofNullable(image.groups().get(id));
            if (group.isEmpty()) {
                against.add(new NotSo(RULE, "the cluster has no group " + id, "leave it out of `backup-together:`"));
            } else if (image.kindOf(group.get()).backup().isEmpty()) {
                against.add(new NotSo(RULE, "kind " + group.get().kind() + " does not say how " + id + " is saved",
                        "add `backup:` with `run` to the kind, or leave " + id + " out of `backup-together:`"));
            } else if (group.get().owner().isEmpty() || !group.get().placement().managed()) {
                against.add(new NotSo(RULE, id + (group.get().owner().isEmpty() ? " has no owner that could save it"
                        : " is " + group.get().placement().unmanaged().orElseThrow().text()),
                        "bring it online under the cluster's control, or leave it out of `backup-together:`"));
            }
        }
        if (against.isEmpty() && !groups.isEmpty() && groups.stream().allMatch(id -> users(image, id).isEmpty())) {
            against.add(new NotSo(RULE, "no kind of " + names(groups) + " says who writes to them",
                    "add `quiesce:` under `backup:` of a kind, as under `detach:`"));
        }
        return against;
    }

    /// Returns the plan with its sets, if any are asked for. Who was left silent is let go first, whatever is asked.
    static Plan around(ClusterImage start, Plan plan) {
        List<Stage> stages = new ArrayList<>(leftSilent(start));
        if (stages.isEmpty() && plan.spec().together().isEmpty()) {
            return plan;
        }
        stages.addAll(plan.spec().together().map(asked -> withSets(start, plan, asked)).orElse(plan.stages()));
        return stages.equals(plan.stages()) ? plan
                : new Plan(plan.spec(), plan.revision(), plan.basis(), Stage.numbered(stages));
    }

    private static List<Stage> withSets(ClusterImage start, Plan plan, Together asked) {
        Predicate<Stage> converts = converts(asked);
        boolean converted = plan.stages().stream().anyMatch(converts);
        boolean last = converted && plan.spec().convert() == UpgradeSpec.ConvertWhen.AT_END;
        Optional<Stage> first = plan.stages().stream().filter(last ? converts : CHANGES.or(converts)).findFirst()
                .filter(_ -> asked.first());
        List<Stage> stages = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            if (first.filter(stage::equals).isPresent()) {
                stages.add(stage(start, asked, last ? "before the conversion" : "before the upgrade"));
            }
            stages.add(stage);
        }
        if (asked.owed() || converted) {
            boolean finalizes = !stages.isEmpty() && has(Step.Finalize.class).test(stages.getLast());
            stages.add(stages.size() - (finalizes ? 1 : 0), stage(start, asked, "after the conversion"));
        }
        return stages;
    }

    /// An attempt that was cut off has left users silent, or half of them: they are let go first.
    private static List<Stage> leftSilent(ClusterImage start) {
        return start.groups().values().stream().filter(group -> start.kindOf(group).detach().isEmpty()
                        && group.placement().detachment().equals(Optional.of(Detachment.QUIET)))
                .map(group -> new Stage(0, new Stage.Subject.SaveTogether(List.of(group.id())),
                        List.of(new Step.Unquiesce(group.id())), takes(start, group.id()),
                        "left silent by an attempt that was cut off")).toList();
    }

    private static Predicate<Stage> has(Class<? extends Step> kind) {
        return stage -> stage.steps().stream().anyMatch(kind::isInstance);
    }

    private static Predicate<Stage> converts(Together asked) {
        return stage -> stage.steps().stream().anyMatch(step -> step instanceof Step.Convert(var group, _, _)
                && asked.groups().contains(group));
    }

    private static Stage stage(ClusterImage image, Together asked, String when) {
        List<Step> steps = new ArrayList<>();
        Duration takes = Duration.ZERO;
        List<GroupId> silent = asked.groups().stream().filter(id -> !users(image, id).isEmpty()).toList();
        for (GroupId id : silent) {
            steps.add(new Step.Quiesce(id));
            takes = takes.plus(takes(image, id));
        }
        for (GroupId id : asked.groups()) {
            steps.add(new Step.Backup(id));
            takes = takes.plus(takes(image, id));
        }
        for (GroupId id : silent.reversed()) {
            steps.add(new Step.Unquiesce(id));
            takes = takes.plus(takes(image, id));
        }
        return new Stage(0, new Stage.Subject.SaveTogether(asked.groups()), steps, takes,
                "one consistent set " + when + ": nobody writes");
    }

    private static List<Kind.Quiesced> users(ClusterImage image, GroupId id) {
        return image.kindOf(image.group(id)).users();
    }

    private static Duration takes(ClusterImage image, GroupId id) {
        return image.kindOf(image.group(id)).silence().map(Kind.Silence::takes).orElse(Kind.SAVING_TAKES);
    }

    private static String names(List<GroupId> groups) {
        return String.join(", ", groups.stream().map(GroupId::value).toList());
    }
}
