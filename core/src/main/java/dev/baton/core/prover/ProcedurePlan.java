package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.UpgradeSpec.ProductUpgrade;
import dev.baton.core.prover.Procedure.Act;
import dev.baton.core.rules.Conversion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A written procedure as a plan: each line that does something is a stage. From taking a group offline until all of it
/// is online again, or until something else is done, is one stage: one outage.
///
/// @param origins where each step was written
public record ProcedurePlan(Plan plan, List<Origin> origins) {

    public ProcedurePlan {
        origins = List.copyOf(origins);
    }

    /// Where a step was written.
    ///
    /// @param line   its line
    /// @param repeat the line that repeats it, when it is a repetition
    public record Origin(int line, Optional<Integer> repeat) {

        /// Returns the line at which a reader is when it is done.
        public int outer() {
            return repeat.orElse(line);
        }
    }

    /// Returns the plan that the procedure writes for this cluster. Nothing is added but what `upgrade` means and the
    /// versions that steps expect.
    ///
    /// @throws IllegalArgumentException if a line names something that the cluster does not have; the message names it
    public static ProcedurePlan of(Procedure procedure, UpgradeSpec spec, ClusterImage image) {
        Writer writer = new Writer(spec, image);
        for (Procedure.Line line : procedure.lines()) {
            if (line.act() instanceof Act.Repeat(var from, var to, var instead)) {
                for (int inner = from; inner <= to; inner++) {
                    writer.write(procedure.line(inner).act().with(instead),
                            new Origin(inner, Optional.of(line.number())));
                }
            } else {
                writer.write(line.act(), new Origin(line.number(), Optional.empty()));
            }
        }
        return new ProcedurePlan(new Plan(spec, image.revision(), PlanBasis.of(image), writer.stages), writer.origins);
    }

    private static final class Writer {
        private final UpgradeSpec spec;
        private final List<Stage> stages = new ArrayList<>();
        private final List<Origin> origins = new ArrayList<>();
        private Optional<GroupId> inOutage = Optional.empty();
        private ClusterImage image;

        Writer(UpgradeSpec spec, ClusterImage image) {
            this.spec = spec;
            this.image = image;
        }

        void write(Act act, Origin origin) {
            try {
                write(act).ifPresent(stage -> {
                    add(stage);
                    stage.steps().forEach(step -> {
                        origins.add(origin);
                        image = Projection.project(image, step);
                    });
                    inOutage = inOutage.filter(group -> !left(group).isEmpty());
                });
            } catch (IllegalArgumentException unknown) {
                String where = "line " + origin.line() + origin.repeat().map(line -> ", repeated by line " + line)
                        .orElse("");
                throw new IllegalArgumentException(where + ": " + unknown.getMessage(), unknown);
            }
        }

        /// Adds a stage, or joins it to the one before when both belong to one outage of a group.
        private void add(Stage stage) {
            Optional<GroupId> group = stage.steps().stream().filter(Step.OnGroup.class::isInstance)
                    .map(step -> ((Step.OnGroup) step).group()).findFirst();
            if (group.isPresent() && group.equals(inOutage)) {
                stages.add(joined(stages.removeLast(), stage));
                return;
            }
            inOutage = stage.steps().getFirst() instanceof Step.TakeOffline ? group : Optional.empty();
            stages.add(stage);
        }

        private static Stage joined(Stage first, Stage second) {
            List<Step> steps = new ArrayList<>(first.steps());
            steps.addAll(second.steps());
            return new Stage(first.number(), joined(first.subject(), second.subject()), steps,
                    first.takes().plus(second.takes()), "");
        }

        private static Stage.Subject joined(Stage.Subject first, Stage.Subject second) {
            return switch (second) {
                case Stage.Subject.Pause _, Stage.Subject.UpgradeNode _, Stage.Subject.UpgradeNodes _,
                        Stage.Subject.DetachGroup _, Stage.Subject.SaveTogether _, Stage.Subject.Canary _ -> first;
                case Stage.Subject.ConvertGroup(_, _, var to) -> first instanceof Stage.Subject.MoveGroup moved
                        ? new Stage.Subject.MoveGroup(moved.group(), moved.from(), moved.to(), Optional.of(to))
                        : second;
                case Stage.Subject.MoveGroup(var group, _, var to, _) -> first instanceof Stage.Subject.MoveGroup moved
                        ? new Stage.Subject.MoveGroup(group, moved.from(), to, moved.convertTo()) : second;
            };
        }

        private Optional<Stage> write(Act act) {
            return switch (act) {
                case Act.ByHand _, Act.Repeat _ -> Optional.empty();
                case Act.Move(var group, var from, var to) -> stage(
                        new Stage.Subject.MoveGroup(group, from, to, Optional.empty()),
                        List.of(new Step.Move(group, from, to)), spec.moveTakes());
                case Act.Upgrade(var node) -> stage(new Stage.Subject.UpgradeNode(node), upgrade(image.node(node)),
                        spec.nodeTakes());
                case Act.TakeOffline(var group, var resources) -> {
                    resources.forEach(image.group(group)::resource);
                    yield stage(new Stage.Subject.Pause("take offline " + names(resources) + " of " + group),
                            List.of(new Step.TakeOffline(group, resources)), Duration.ZERO);
                }
                case Act.BringOnline(var group, var resources) -> {
                    resources.forEach(image.group(group)::resource);
                    TreeSet<ResourceId> wanted = new TreeSet<>(resources.isEmpty() ? left(group) : resources);
                    yield stage(new Stage.Subject.Pause("bring online " + names(wanted) + " of " + group),
                            List.of(new Step.BringOnline(group, wanted)), Duration.ZERO);
                }
                case Act.Backup(var group) -> stage(new Stage.Subject.Pause("back up " + image.group(group).id()),
                        List.of(new Step.Backup(group)), Duration.ZERO);
                case Act.Convert(var group) -> convert(image.group(group));
            };
        }

        private Optional<Stage> stage(Stage.Subject subject, List<Step> steps, Duration takes) {
            return Optional.of(new Stage(stages.size() + 1, subject, steps, takes, ""));
        }

        private SortedSet<ResourceId> left(GroupId id) {
            GroupImage group = image.group(id);
            TreeSet<ResourceId> left = new TreeSet<>(group.placement().offline());
            left.removeAll(group.intendedOffline());
            return left;
        }

        private List<Step> upgrade(NodeImage node) {
            NodeId id = node.id();
            List<Step> steps = new ArrayList<>(List.of(new Step.HandOverLeadership(id), new Step.Hold(id)));
            List<Step> tests = new ArrayList<>();
            for (ProductUpgrade product : spec.products()) {
                Version from = node.version(product.product()).orElseThrow(() -> new IllegalArgumentException(
                        id + " does not say which version of " + product.product() + " it has"));
                steps.add(new Step.Install(id, product.product(), from, product.to()));
                tests.add(new Step.SelfTest(id, product.product(), product.to()));
            }
            if (spec.restartsMachines()) {
                steps.add(Step.Restart.of(image, id, spec.restart() == UpgradeSpec.Restart.IF_REQUIRED));
            }
            steps.add(new Step.Rejoin(id));
            steps.addAll(tests);
            steps.add(new Step.Release(id));
            return steps;
        }

        private Optional<Stage> convert(GroupImage group) {
            Kind kind = image.kindOf(group);
            Version to = Conversion.target(image, group).orElseThrow(() -> new IllegalArgumentException(
                    group.id() + " has no owner whose version of " + kind.product() + " is known"));
            Version from = switch (group.format()) {
                case Format.At(var version) -> version;
                case Format.Converting(var version, _, _) -> version;
                case Format.Unread _ -> throw new IllegalArgumentException(
                        "nobody has read the data of " + group.id() + " yet");
            };
            return stage(new Stage.Subject.ConvertGroup(group.id(), group.owner().orElseThrow(), to),
                    List.of(new Step.Convert(group.id(), from, to)),
                    kind.convert().map(Kind.Convert::takes).orElse(Duration.ZERO));
        }

        private static String names(SortedSet<ResourceId> resources) {
            return String.join(", ", resources.stream().map(ResourceId::value).toList());
        }
    }
}
