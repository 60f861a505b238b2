package dev.baton.agent.jobs;

import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Written;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Takes an order before anything that cannot be cut off is done about it: in one transaction the tree says that the
/// job is begun, and the order gets another version. Who wants to withdraw it deletes the version that he saw, so
/// either it is withdrawn and never begins, or everybody sees that it goes on until it has ended.
///
/// @param node whose order it is
record TakenOrder(Desk desk, TreeMirror mirror, NodeId node) {

    private static final Duration PAUSE = Duration.ofMillis(250);

    /// Takes the order; tries until one of the two is so.
    ///
    /// @param begun     what the tree says from then on
    /// @param then      comes when it is taken
    /// @param withdrawn comes when there is no such order any more
    void take(JobOrder order, JobResult begun, Runnable then, Runnable withdrawn) {
        NodePath path = Paths.job(node, order.job());
        Optional<Versioned> there = mirror.entry(path);
        if (there.isEmpty()) {
            withdrawn.run();
            return;
        }
        NodePath result = Paths.result(node, order.job());
        Op says = mirror.version(result) == TreeMirror.ABSENT ? new Op.Create(result, Json.write(begun))
                : new Op.SetData(result, Json.write(begun), mirror.version(result));
        Transaction transaction = new Transaction(List.of(
                new Op.SetData(path, there.get().data(), there.get().version()), says));
        desk.submit("take " + order.job(), transaction, written -> {
            if (written instanceof Written.Committed) {
                then.run();
            } else {
                desk.timer("take " + order.job(), PAUSE, () -> desk.sync("take " + order.job(),
                        _ -> take(order, begun, then, withdrawn)));
            }
        });
    }
}
