package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Course;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.GroupOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes acts out as the stages of a plan, each step with what it expects; every stage is projected before the next is
/// written.
///
/// A node's stage ends with the probe group *after* the release: a closed node starts nothing (law 3), and from the
/// release on the node takes failovers again, which is worth more than the probe. The next node waits for the probe all
/// the same, since it belongs to this stage (law 12).
final class StageWriter {
    private final Problem problem;
    private final UpgradeSpec spec;
    private final int wave;
    private final Script script;
    private ClusterImage image;
    private final Set<Integer> changed = new HashSet<>();
    private boolean installed;
    private boolean converted;

    StageWriter(Problem problem) {
        this(problem, 1, _ -> { });
    }

    /// @param wave   how many upgrades that follow each other make one stage
    /// @param reader as of [Script]
    StageWriter(Problem problem, int wave, Consumer<Course> reader) {
        this.wave = wave;
        this.script = new Script(problem.start, reader);
        this.problem = problem;
        this.spec = problem.spec;
        this.image = problem.start;
    }

    /// Returns the plan that carries out the acts.
    Plan write(List<Act> acts) {
        return write(acts, () -> PlanBasis.of(problem.start));
    }

    /// Returns the same; the basis of the image that the plan begins with is asked for at the end.
    Plan write(List<Act> acts, Supplier<PlanBasis> basis) {
        Because because = new Because(problem, acts);
        askBefore(acts);
        image.groups().keySet().forEach(this::setRightWhatWasLeft);
        detach();
        for (int i = 0; i < acts.size(); i++) {
            switch (acts.get(i)) {
                case Act.Upgrade(var node) -> {
                    List<NodeId> together = together(acts, i);
                    if (together.size() > 1) {
                        upgrade(together);
                        i += together.size() - 1;
                    } else {
                        upgrade(node, because.of(i));
                    }
                }
                case Act.Move(var group, var from, var to, var convert) -> {
                    Optional<Version> format = convert ? problem.formatWanted(group) : Optional.empty();
                    move(problem.groups.get(group).id(), problem.nodes.get(from).id(), problem.nodes.get(to).id(),
                            format, because.of(i));
                }
                case Act.Convert(var group) -> convert(problem.groups.get(group).id(),
                        problem.formatWanted(group).orElseThrow(), because.of(i));
            }
        }
        Detaching.afterwards(image, spec).forEach(this::add);
        if (spec.stopBefore().contains(UpgradeSpec.StopPoint.FINALIZE) && !script.stages().isEmpty()) {
            add(new Stage.Subject.Pause("finalize"), List.of(new Step.StopPoint("finalize"), new Step.Finalize()),
                    Duration.ZERO, "asked for: stop-before finalize");
        }
        return new Plan(spec, problem.start.revision(), basis.get(), script.stages());
    }

    /// Whether clients have answers is asked before anything is touched: a probe that finds none then is wrong itself.
    private void askBefore(List<Act> acts) {
        List<Step> asked = image.groups().values().stream().filter(group -> !asked(group).isEmpty()
                && group.state() instanceof GroupState.Online).flatMap(group -> asked(group).stream()).toList();
        if (!acts.isEmpty() && !asked.isEmpty()) {
            add(new Stage.Subject.Pause("ask in the clients' place"), asked, Duration.ZERO, "");
        }
    }

    /// Whether its clients have answers, of a group that is to serve as a whole.
    private List<Step> asked(GroupImage group) {
        return image.kindOf(group).clients().isPresent() && group.intendedOffline().isEmpty()
                && group.placement().detachment().isEmpty() ? List.of(new Step.Check(group.id())) : List.of();
    }

    /// What is detached is silent from then on: a person is asked before.
    private void detach() {
        List<Stage> leaving = Detaching.before(problem.start, spec, problem.changes());
        if (!leaving.isEmpty()) {
            stop(UpgradeSpec.StopPoint.FIRST_INSTALL, "the first group is detached");
            installed = true;
        }
        leaving.forEach(this::add);
    }

    private void add(Stage stage) {
        add(stage.subject(), stage.steps(), stage.takes(), stage.because());
    }

    private void add(Stage.Subject subject, List<Step> steps, Duration takes, String because) {
        image = script.add(subject, steps, takes, because);
    }

    private void stop(UpgradeSpec.StopPoint point, String before) {
        if (spec.stopBefore().contains(point)) {
            add(new Stage.Subject.Pause("approve " + before), List.of(new Step.StopPoint(before)), Duration.ZERO,
                    "asked for: stop-before " + point.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /// A cut-off run can leave resources offline that the operator wants online, and online what only a conversion
    /// needed; groups that are still to be converted are set right with their conversion.
    private void setRightWhatWasLeft(GroupId id) {
        GroupImage group = image.group(id);
        if (group.placement().offline().isEmpty() && group.intent().online()
                && group.intent().offlineResources().isEmpty()) {
            return;
        }
        boolean leaves = Detaching.concerns(image, spec, group) && (group.placement().detachment().isPresent()
                || problem.changes());
        if (!leaves) {
            setRight(group);
        }
    }

    private void setRight(GroupImage group) {
        GroupId id = group.id();
        SortedSet<ResourceId> left = leftOffline(group);
        int index = problem.indexOf(id);
        boolean follows = problem.mustConvert(index) || problem.changedUnder(index);
        if (!left.isEmpty() && !follows && group.owner().isPresent()) {
            add(new Stage.Subject.Pause("bring " + id + " online"), List.of(new Step.BringOnline(id, left)),
                    spec.moveTakes(), "an earlier run left " + id + " partly offline");
        }
        TreeSet<ResourceId> running = new TreeSet<>(group.intendedOffline());
        running.removeAll(group.placement().offline());
        if (!running.isEmpty() && !follows && group.owner().isPresent()) {
            add(new Stage.Subject.Pause("take " + id + " offline again"), List.of(new Step.TakeOffline(id, running)),
                    spec.moveTakes(), "an earlier run left " + id + " partly online");
        }
    }

    private static SortedSet<ResourceId> leftOffline(GroupImage group) {
        TreeSet<ResourceId> left = new TreeSet<>(group.placement().offline());
        left.removeAll(group.intendedOffline());
        return left;
    }

    private void upgrade(int index, String because) {
        NodeId node = problem.nodes.get(index).id();
        stop(UpgradeSpec.StopPoint.EACH_NODE, "upgrade " + node);
        if (!installed) {
            stop(UpgradeSpec.StopPoint.FIRST_INSTALL, "the first install");
            installed = true;
        }
        NodeImage before = image.node(node);
        List<UpgradeSpec.ProductUpgrade> products = problem.outdated(before);
        List<Step> steps = new ArrayList<>();
        products.stream().filter(product -> product.prepare().isPresent()).forEach(product -> steps.add(
                new Step.Prepare(node, product.product(), version(before, product), product.to())));
        steps.add(new Step.HandOverLeadership(node));
        List<GroupImage> staying = spec.leavesServices() ? List.of() : image.ownedBy(node).stream()
                .filter(group -> !group.placement().detached()).toList();
        GroupOrder.goingDown(staying).forEach(group -> steps.addAll(goingOffline(group, follows(group, index))));
        steps.add(new Step.Hold(node));
        steps.addAll(changing(before, Projection.project(image, steps)));
        steps.add(new Step.Release(node));
        Duration takes = spec.nodeTakes();
        for (GroupImage group : GroupOrder.comingUp(staying)) {
            takes = takes.plus(follows(group, index) ? convertTakes(group.id()) : Duration.ZERO);
            steps.addAll(comingOnline(Projection.project(image, steps).group(group.id()), follows(group, index)));
        }
        changed.add(index);
        if (!before.witness()) {
            steps.add(new Step.ProbeGroup(node));
        }
        add(new Stage.Subject.UpgradeNode(node), steps, takes, because);
        soak();
    }

    /// The nodes of the upgrades from there on that make one wave: none has groups that stay there.
    private List<NodeId> together(List<Act> acts, int first) {
        List<NodeId> nodes = new ArrayList<>();
        for (int i = first; i < acts.size() && nodes.size() < wave; i++) {
            if (!(acts.get(i) instanceof Act.Upgrade(var node))
                    || !image.ownedBy(problem.nodes.get(node).id()).isEmpty()) {
                break;
            }
            nodes.add(problem.nodes.get(node).id());
        }
        return nodes;
    }

    private void upgrade(List<NodeId> nodes) {
        stop(UpgradeSpec.StopPoint.EACH_NODE, "upgrade " + nodes.size() + " nodes together");
        if (!installed) {
            stop(UpgradeSpec.StopPoint.FIRST_INSTALL, "the first install");
            installed = true;
        }
        List<List<Step>> parts = nodes.stream().map(node -> changing(image.node(node), image)).toList();
        List<Step> steps = new ArrayList<>();
        nodes.forEach(node -> problem.outdated(image.node(node)).stream()
                .filter(product -> product.prepare().isPresent()).forEach(product -> steps.add(new Step.Prepare(node,
                        product.product(), version(image.node(node), product), product.to()))));
        for (NodeId node : nodes) {
            steps.add(new Step.HandOverLeadership(node));
            steps.add(new Step.Hold(node));
        }
        parts.forEach(steps::addAll);
        nodes.forEach(node -> steps.add(new Step.Release(node)));
        nodes.stream().filter(node -> !image.node(node).witness())
                .forEach(node -> steps.add(new Step.ProbeGroup(node)));
        nodes.forEach(node -> changed.add(problem.indexOf(node)));
        add(new Stage.Subject.UpgradeNodes(nodes), steps, spec.nodeTakes(), "");
        soak();
    }

    /// What is done on a node that is held and empty.
    ///
    /// @param held the cluster then
    private List<Step> changing(NodeImage before, ClusterImage held) {
        NodeId node = before.id();
        List<Step> steps = new ArrayList<>();
        problem.outdated(before).forEach(product -> steps.add(
                new Step.Install(node, product.product(), version(before, product), product.to())));
        if (spec.restartsMachines()) {
            steps.add(Step.Restart.of(held, node, spec.restart() == UpgradeSpec.Restart.IF_REQUIRED));
        }
        steps.add(new Step.Rejoin(node));
        spec.products().stream().filter(product -> before.version(product.product()).isPresent()).forEach(product ->
                steps.add(new Step.SelfTest(node, product.product(), product.to())));
        return steps;
    }

    private void soak() {
        if (!spec.soakAfterNode().isZero()) {
            add(new Stage.Subject.Pause("soak " + Durations.text(spec.soakAfterNode())),
                    List.of(new Step.Wait(spec.soakAfterNode())), spec.soakAfterNode(), "");
        }
    }

    private static Version version(NodeImage node, UpgradeSpec.ProductUpgrade product) {
        return node.version(product.product()).orElseThrow();
    }

    /// Whether the data of a group that stays on the node follows as soon as the node is changed.
    private boolean follows(GroupImage group, int node) {
        int index = problem.indexOf(group.id());
        boolean all = IntStream.range(0, problem.nodes.size())
                .allMatch(n -> n == node || !problem.needs(n) || changed.contains(n));
        return problem.mustConvert(index) && problem.converts(index, node, true)
                && problem.mayConvertNow(index, node, all)
                && !group.format().equals(new Format.At(problem.formatWanted(index).orElseThrow()));
    }

    private List<Step> goingOffline(GroupImage group, boolean follows) {
        List<Step> steps = new ArrayList<>();
        if (follows) {
            stopBeforeConversion(group.id());
            if (backup(image.kindOf(group))) {
                steps.add(new Step.Backup(group.id()));
            }
        }
        if (group.intent().online()) {
            steps.add(new Step.TakeOffline(group.id(), group.resourceIds()));
        }
        return steps;
    }

    /// @param group as it is then: all of it is offline
    private List<Step> comingOnline(GroupImage group, boolean follows) {
        if (follows) {
            return converting(group, problem.formatWanted(problem.indexOf(group.id()))
                    .orElseThrow(), Optional.empty(), true);
        }
        SortedSet<ResourceId> left = leftOffline(group);
        List<Step> steps = new ArrayList<>();
        if (!left.isEmpty()) {
            steps.add(new Step.BringOnline(group.id(), left));
            steps.addAll(asked(group));
        }
        return steps;
    }

    private static boolean backup(Kind kind) {
        return kind.backup().map(Kind.Backup::required).orElse(false);
    }

    private void move(GroupId id, NodeId from, NodeId to, Optional<Version> format, String because) {
        if (format.isEmpty()) {
            Step move = new Step.Move(id, from, to);
            List<Step> asked = asked(image.group(id));
            add(new Stage.Subject.MoveGroup(id, from, to, format), asked.isEmpty() ? List.of(move)
                    : Stream.concat(Stream.of(move), asked.stream()).toList(), spec.moveTakes(), because);
            return;
        }
        stopBeforeConversion(id);
        add(new Stage.Subject.MoveGroup(id, from, to, format),
                converting(image.group(id), format.get(), Optional.of(new Step.Move(id, from, to)), false),
                spec.moveTakes().plus(convertTakes(id)), because);
    }

    private void convert(GroupId id, Version format, String because) {
        stopBeforeConversion(id);
        GroupImage group = image.group(id);
        add(new Stage.Subject.ConvertGroup(id, group.owner().or(() -> group.placement().owner()).orElseThrow(), format),
                converting(group, format, Optional.empty(), false), convertTakes(id), because);
    }

    private void stopBeforeConversion(GroupId id) {
        if (!converted) {
            stop(UpgradeSpec.StopPoint.FIRST_CONVERT, "the first conversion (" + id + ")");
            converted = true;
        }
    }

    private Duration convertTakes(GroupId id) {
        return image.kindOf(image.group(id)).convert().map(Kind.Convert::takes).orElse(Duration.ZERO);
    }

    /// @param ready whether all of it is offline already, and its data saved
    private List<Step> converting(GroupImage group, Version to, Optional<Step> move, boolean ready) {
        GroupId id = group.id();
        Kind kind = image.kindOf(group);
        Kind.Convert convert = kind.convert().orElseThrow();
        List<Step> steps = new ArrayList<>();
        if (backup(kind) && !ready) {
            steps.add(new Step.Backup(id));
        }
        if (!convert.offline().isEmpty() && !ready) {
            steps.add(new Step.TakeOffline(id, convert.offline()));
        }
        move.ifPresent(steps::add);
        TreeSet<ResourceId> offline = new TreeSet<>(group.placement().offline());
        offline.addAll(group.withDependants(convert.offline()));
        TreeSet<ResourceId> needed = new TreeSet<>(convert.online());
        needed.retainAll(offline);
        if (!needed.isEmpty()) {
            steps.add(new Step.BringOnline(id, needed));
        }
        steps.add(new Step.Convert(id, from(group.format()), to));
        offline.removeAll(group.intendedOffline());
        if (!offline.isEmpty()) {
            steps.add(new Step.BringOnline(id, offline));
        }
        TreeSet<ResourceId> again = new TreeSet<>(convert.online());
        again.retainAll(group.intendedOffline());
        if (!again.isEmpty()) {
            steps.add(new Step.TakeOffline(id, again));
        }
        if (backup(kind)) {
            steps.add(new Step.Backup(id));
        }
        steps.addAll(asked(group));
        return steps;
    }

    private static Version from(Format format) {
        return switch (format) {
            case Format.At(var version) -> version;
            case Format.Converting(var from, _, _) -> from;
            case Format.Unread _ -> throw new IllegalArgumentException("nobody has read the data yet");
        };
    }
}
