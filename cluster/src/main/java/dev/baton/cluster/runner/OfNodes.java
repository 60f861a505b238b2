package dev.baton.cluster.runner;

import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.InPlace;
import dev.baton.core.rules.Votes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Steps about nodes: their orders, and how it shows that they are done.
final class OfNodes {

    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final Duration QUICK = Duration.ofMinutes(2);
    private static final Duration RETURN = Duration.ofMinutes(30);
    /// What an installer prints on a line of its own when the machine must restart.
    private static final String RESTART_REQUIRED = "baton: restart required";

    private OfNodes() {}

    static Duration patience(Situation now, Step.OnNode step) {
        return switch (step) {
            case Step.Install(_, var product, _, _) -> installTakes(now, product).plus(GRACE);
            case Step.Prepare(_, var product, _, _) -> installTakes(now, product).plus(GRACE);
            case Step.SelfTest(_, var product, _) -> installTakes(now, product).plus(GRACE);
            case Step.Restart _, Step.Rejoin _ -> RETURN;
            case Step.ProbeGroup _ -> QUICK.plus(GRACE);
            case Step.Hold _, Step.Release _, Step.HandOverLeadership _ -> Duration.ofMinutes(10);
        };
    }

    private static Duration installTakes(Situation now, ProductId product) {
        return Jobs.timeout(now.plan().spec().product(product).map(UpgradeSpec.ProductUpgrade::takes)
                .orElse(Duration.ZERO));
    }

    static Progress progress(Situation now, int index, Step.OnNode step) {
        NodeImage node = now.image().node(step.node());
        return switch (step) {
            case Step.Hold _ -> hold(now, node);
            case Step.Release _ -> release(now, node);
            case Step.Prepare(_, var product, _, var to) -> upgrade(now, product).flatMap(
                    UpgradeSpec.ProductUpgrade::prepare).map(command -> Jobs.progress(now, index, node.id(),
                            installTakes(now, product), new JobOrder.Work.Prepare(product, to, command),
                            () -> Progress.done("prepared"))).orElseGet(() -> Progress.done("nothing to prepare"));
            case Step.Install(_, var product, var from, var to) -> install(now, index, node, product, from, to);
            case Step.Restart(_, var onlyIfRequired, _) -> restart(now, index, node, onlyIfRequired);
            case Step.Rejoin _ -> node.up() ? Progress.done("life " + node.incarnation())
                    : Progress.waiting(node.id() + " to join again");
            case Step.SelfTest(_, var product, var expected) -> selfTest(now, index, node, product, expected);
            case Step.ProbeGroup _ -> Jobs.progress(now, index, node.id(), QUICK, new JobOrder.Work.ProbeGroup(),
                    () -> Progress.done("a group without clients ran here"));
            case Step.HandOverLeadership _ -> handedOver(now, node).orElseGet(() -> Progress.done("led by "
                    + now.self()));
        };
    }

    private static Optional<UpgradeSpec.ProductUpgrade> upgrade(Situation now, ProductId product) {
        return now.plan().spec().product(product);
    }

    private static Progress hold(Situation now, NodeImage node) {
        boolean held = node.holds().values().stream().anyMatch(now::owns);
        if (!held) {
            return new Progress.Engine(new EngineOrder.HoldNode(node.id(), new Hold(Projection.RUN_HOLD,
                    Hold.ownedBy(now.run()), "upgrade " + now.plan().spec().name(), Hold.Strength.CLOSED,
                    Optional.empty())));
        }
        List<GroupImage> owned = now.image().ownedBy(node.id()).stream()
                .filter(group -> !InPlace.mayStay(now.plan().spec(), now.image(), group)).toList();
        List<GroupId> came = owned.stream().filter(group -> !InPlace.ordered(now.image(), group)
                && group.placement().owner().filter(node.id()::equals).isPresent()).map(GroupImage::id).toList();
        if (!came.isEmpty()) {
            return new Progress.Cut(came + " came to " + node.id() + " before it was closed");
        }
        List<GroupId> there = owned.stream().map(GroupImage::id).toList();
        return there.isEmpty() ? Progress.done(closed(now, node))
                : Progress.waiting(there + " to leave " + node.id());
    }

    private static String closed(Situation now, NodeImage node) {
        List<GroupId> staying = now.image().ownedBy(node.id()).stream().map(GroupImage::id).toList();
        return staying.isEmpty() ? "closed; no claim names it" : "closed; " + staying + " stay"
                + (now.plan().spec().leavesServices() ? "" : ", offline as a whole");
    }

    private static Progress release(Situation now, NodeImage node) {
        return node.holds().values().stream().filter(now::owns).findFirst()
                .<Progress>map(hold -> new Progress.Engine(new EngineOrder.ReleaseNode(node.id(), hold.id())))
                .orElseGet(() -> Progress.done("released"));
    }

    /// The leader's own machine is not touched while it leads, unless nobody else could.
    private static Optional<Progress> handedOver(Situation now, NodeImage node) {
        boolean anybody = now.image().voters().isEmpty();
        boolean another = now.image().nodes().values().stream()
                .anyMatch(other -> (anybody || other.voter()) && other.up() && !other.id().equals(now.self()));
        return node.id().equals(now.self()) && another ? Optional.of(new Progress.Work(new WorkOrder.HandOver()))
                : Optional.empty();
    }

    private static Progress install(Situation now, int index, NodeImage node, ProductId product, Version from,
            Version to) {
        List<GroupImage> there = now.image().boundTo(node.id()).stream()
                .filter(group -> !InPlace.mayStay(now.plan().spec(), now.image(), group)).toList();
        if (!node.closed()) {
            return Progress.failed(new StepReason.NotClosed(node.id()).text());
        }
        if (!there.stream().allMatch(group -> InPlace.ordered(now.image(), group))) {
            return Progress.failed(new StepReason.NotEmpty(node.id(), there.stream().map(GroupImage::id).toList())
                    .text());
        }
        if (!there.isEmpty() && now.ordered(node.id(), now.job(index, Jobs.attempt(now, index))).isEmpty()) {
            return Progress.waiting(there.getFirst().id() + " to be offline");
        }
        Optional<Command> probe = probe(now, product);
        Optional<Command> command = upgrade(now, product).map(UpgradeSpec.ProductUpgrade::install);
        if (probe.isEmpty() || command.isEmpty()) {
            return Progress.failed("no kind says how the version of " + product + " is read");
        }
        if (endUnknown(now, index, node.id()) && node.up() && node.version(product).filter(to::equals).isPresent()) {
            return Progress.done(product + " reads " + to + "; how its job ended is not known");
        }
        return handedOver(now, node).orElseGet(() -> Jobs.progress(now, index, node.id(), installTakes(now, product),
                new JobOrder.Work.Install(product, from, to, command.get(), probe.get(), services(now)),
                reads(node, product, to)));
    }

    /// What is to become of what runs on the node meanwhile.
    static Optional<JobOrder.Services> services(Situation now) {
        return now.plan().spec().leavesServices() ? Optional.of(JobOrder.Services.STAY) : Optional.empty();
    }

    /// The version itself says whether an install is done whose agent died meanwhile; the self-test follows.
    private static boolean endUnknown(Situation now, int index, NodeId node) {
        return now.result(node, now.job(index, Jobs.attempt(now, index)))
                .filter(result -> result.outcome() == JobResult.Outcome.UNKNOWN).isPresent();
    }

    /// Returns the command that prints the installed version of a product.
    static Optional<Command> probe(Situation now, ProductId product) {
        return now.image().kinds().values().stream().filter(kind -> kind.product().equals(product))
                .map(Kind::version).flatMap(Optional::stream).findFirst();
    }

    private static Supplier<Progress> reads(NodeImage node, ProductId product, Version expected) {
        return () -> node.version(product).filter(expected::equals).isPresent()
                ? Progress.done(product + " reads " + expected)
                : Progress.waiting(node.id() + " to say that " + product + " reads " + expected);
    }

    private static Progress selfTest(Situation now, int index, NodeImage node, ProductId product, Version expected) {
        return probe(now, product).map(probe -> Jobs.progress(now, index, node.id(), installTakes(now, product),
                new JobOrder.Work.SelfTest(product, expected, probe,
                        upgrade(now, product).flatMap(UpgradeSpec.ProductUpgrade::selfTest)),
                reads(node, product, expected)))
                .orElseGet(() -> Progress.failed("no kind says how the version of " + product + " is read"));
    }

    /// Done when the machine has another boot, whatever became of the job.
    private static Progress restart(Situation now, int index, NodeImage node, boolean onlyIfRequired) {
        if (onlyIfRequired && !required(now, index, node.id())) {
            return Progress.done("not required");
        }
        String before = now.stateOf(index).before();
        if (node.up() && !node.bootId().equals(before)) {
            return Progress.done("boot " + node.bootId());
        }
        return handedOver(now, node).orElseGet(() -> Jobs.progress(now, index, node.id(), RETURN,
                new JobOrder.Work.Restart(before, left(now, node)),
                () -> Progress.waiting(node.id() + " to come back")));
    }

    /// How many votes must be left; the plan may have said that too few are.
    private static Optional<Integer> left(Situation now, NodeImage node) {
        Votes.Count votes = Votes.without(now.image(), node.id());
        return !node.voter() || now.trace().announced().noMajority().contains(node.id()) ? Optional.empty()
                : Optional.of(votes.needed());
    }

    /// Whether an install of this node, in the same stage, said that the machine must restart.
    private static boolean required(Situation now, int index, NodeId node) {
        for (int i = index - 1; i >= 0 && now.step(i) instanceof Step.OnNode on && on.node().equals(node); i--) {
            int step = i;
            for (int attempt = 1; attempt <= 9; attempt++) {
                Optional<JobResult> result = now.result(node, now.job(step, attempt));
                if (result.filter(said -> said.output().lines().anyMatch(RESTART_REQUIRED::equals)).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
