package dev.baton.cluster.runner;

import dev.baton.coordination.tree.JobOrder;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.Command;
import dev.baton.core.model.Hold;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The way back of one node whose change was begun and not tested: each product gets its old version again, the last
/// one first, by the `undo` of the upgrade; then the run lets go of the node. Level-triggered: it looks and orders what
/// is missing.
final class NodeUndo {

    private NodeUndo() {}

    /// An install that was begun on a node and not followed by its self-test.
    ///
    /// @param leg   of which plan
    /// @param index of the step
    private record Untested(Leg leg, int index, Step.Install install) {

        JobId job(Situation now) {
            return leg.job(now.run(), index, "undo");
        }

        JobId installing(Situation now) {
            return leg.job(now.run(), index, Integer.toString(Jobs.attempt(leg.states().get(index))));
        }
    }

    /// Returns what is done next for a node that the run holds; empty when the way back is barred: there is no `undo`,
    /// it failed, or the node is down.
    static Optional<Next> of(Situation now, NodeImage node, Hold ours) {
        for (Untested untested : untested(now, node.id()).reversed()) {
            JobId running = untested.installing(now);
            boolean going = now.isGoing(node.id(), running);
            if (going && node.up()) {
                return Optional.of(Next.rest("job " + running + " to end", Optional.empty()));
            }
            boolean old = node.version(untested.install().product()).filter(untested.install().from()::equals)
                    .isPresent();
            if (!old || going) {
                return node.up() ? undo(now, node, untested) : Optional.empty();
            }
        }
        return Optional.of(new Next.Engine(new EngineOrder.ReleaseNode(node.id(), ours.id())));
    }

    /// Returns the order to withdraw what was ordered for the way back of a node that is given up and is not under way:
    /// so it never is. What is under way keeps its order, so that everybody sees that the node is being changed.
    static Optional<Next> toWithdraw(Situation now, NodeId node) {
        return untested(now, node).stream().map(untested -> untested.job(now))
                .filter(job -> now.ordered(node, job).isPresent() && now.result(node, job).isEmpty())
                .findFirst().map(job -> new Jobs.Going(node, job).withdrawn());
    }

    /// Returns what is done for the node of a step that failed for good, where the upgrade wants it to be undone; empty
    /// when there is nothing left to do, or nothing can be done. What stayed on it offline comes up on the old version.
    static Optional<Next> afterFailure(Situation now, int failed) {
        boolean wanted = now.plan().spec().onFailure() == UpgradeSpec.OnFailure.UNDO_NODE_AND_STOP;
        if (!wanted || !(now.step(failed) instanceof Step.OnNode on) || untested(now, on.node()).isEmpty()) {
            return Optional.empty();
        }
        NodeImage node = now.image().node(on.node());
        return node.holds().values().stream().filter(now::owns).findFirst().map(ours -> of(now, node, ours))
                .orElseGet(() -> Compensation.onNode(now, node.id()));
    }

    /// Returns the job that brings the step's node back and has not ended.
    static Optional<JobId> going(Situation now, int index) {
        return now.step(index) instanceof Step.OnNode on ? untested(now, on.node()).stream()
                .map(untested -> untested.job(now)).filter(job -> now.isGoing(on.node(), job)).findFirst()
                : Optional.empty();
    }

    /// Returns the installs that were begun on the node and not followed by their self-tests, in whatever plan.
    private static List<Untested> untested(Situation now, NodeId node) {
        List<Untested> open = new ArrayList<>();
        for (Leg leg : now.legs()) {
            for (Plan.Position position : leg.plan().positions()) {
                StepStatus status = leg.states().get(position.index()).status();
                if (position.step() instanceof Step.Install install && install.node().equals(node)
                        && !(status instanceof StepStatus.Pending)) {
                    open.removeIf(before -> before.install().product().equals(install.product()));
                    open.add(new Untested(leg, position.index(), install));
                } else if (position.step() instanceof Step.SelfTest test && test.node().equals(node)
                        && status instanceof StepStatus.Done) {
                    open.removeIf(before -> before.install().product().equals(test.product()));
                }
            }
        }
        return open;
    }

    private static Optional<Next> undo(Situation now, NodeImage node, Untested untested) {
        Step.Install install = untested.install();
        Optional<Command> undo = now.plan().spec().product(install.product())
                .flatMap(UpgradeSpec.ProductUpgrade::undo);
        Optional<Command> probe = OfNodes.probe(now, install.product());
        if (undo.isEmpty() || probe.isEmpty()) {
            return Optional.empty();
        }
        Progress progress = Jobs.progress(now, untested.job(now), node.id(),
                Jobs.timeout(now.plan().spec().nodeTakes()),
                new JobOrder.Work.Install(install.product(), install.to(), install.from(), undo.get(), probe.get(),
                        OfNodes.services(now)),
                () -> Progress.waiting(node.id() + " to say that " + install.product() + " reads " + install.from()));
        return switch (progress) {
            case Progress.Work(var order) -> Optional.of(new Next.Work(order));
            case Progress.Engine(var order) -> Optional.of(new Next.Engine(order));
            case Progress.Waiting(var what, var until) -> Optional.of(Next.rest(what, until));
            case Progress.Person(var what) -> Optional.of(Next.forPerson(what));
            case Progress.Failed _, Progress.Cut _, Progress.Done _ -> Optional.empty();
        };
    }
}
