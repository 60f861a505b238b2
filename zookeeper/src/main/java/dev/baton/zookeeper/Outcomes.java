package dev.baton.zookeeper;

import dev.baton.coordination.CoordinationEvent.Refusal;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.jspecify.annotations.Nullable;

/// Transactions in ZooKeeper's words, and its results in ours.
final class Outcomes {

    /// What became of a transaction.
    sealed interface Outcome {

        /// Took effect.
        record Committed(List<Integer> versions) implements Outcome {}

        /// Had no effect and will have none.
        record Rejected(int opIndex, Refusal why) implements Outcome {}

        /// May have had effect, or may still have.
        record Open() implements Outcome {}
    }

    private Outcomes() {}

    /// Returns the first operation on what is the engine's own, or -1.
    static int firstForbidden(Transaction transaction) {
        for (int i = 0; i < transaction.ops().size(); i++) {
            Op op = transaction.ops().get(i);
            boolean root = op.path().equals(NodePath.ROOT) && !(op instanceof Op.Check);
            if (root || InternalPaths.hide(op.path())) {
                return i;
            }
        }
        return -1;
    }

    /// @param names what the servers call an entry
    static List<org.apache.zookeeper.Op> translate(Transaction transaction, Function<NodePath, String> names) {
        return transaction.ops().stream().map(op -> translate(op, names.apply(op.path()))).toList();
    }

    private static org.apache.zookeeper.Op translate(Op op, String path) {
        return switch (op) {
            case Op.Create create -> org.apache.zookeeper.Op.create(path, create.data().toArray(),
                    Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            case Op.SetData set -> org.apache.zookeeper.Op.setData(path, set.data().toArray(), set.expectedVersion());
            case Op.Delete delete -> org.apache.zookeeper.Op.delete(path, delete.expectedVersion());
            case Op.Check check -> org.apache.zookeeper.Op.check(path, check.expectedVersion());
        };
    }

    static Outcome translate(Transaction transaction, Code code, @Nullable List<OpResult> results) {
        if (results == null) {
            return new Outcome.Open();
        }
        var versions = new ArrayList<Integer>();
        for (int i = 0; i < results.size(); i++) {
            Op op = transaction.ops().get(i);
            switch (results.get(i)) {
                case OpResult.ErrorResult error when error.getErr() != Code.OK.intValue() -> {
                    return refused(i, op, Code.get(error.getErr()));
                }
                case OpResult.ErrorResult _ -> versions.add(-1);
                case OpResult.SetDataResult set -> versions.add(set.getStat().getVersion());
                case OpResult.CreateResult _ -> versions.add(0);
                case OpResult.CheckResult _ ->
                        versions.add(op instanceof Op.Check check ? check.expectedVersion() : -1);
                case OpResult.DeleteResult _ -> versions.add(-1);
                case OpResult other -> throw new IllegalStateException("not a result of a transaction: " + other);
            }
        }
        return code == Code.OK ? new Outcome.Committed(List.copyOf(versions)) : new Outcome.Open();
    }

    private static Outcome refused(int opIndex, Op op, Code code) {
        return switch (code) {
            case NONODE -> new Outcome.Rejected(opIndex, op instanceof Op.Create ? Refusal.NO_PARENT : Refusal.ABSENT);
            case NODEEXISTS -> new Outcome.Rejected(opIndex, Refusal.EXISTS);
            case BADVERSION -> new Outcome.Rejected(opIndex, Refusal.VERSION);
            case NOTEMPTY -> new Outcome.Rejected(opIndex, Refusal.NOT_EMPTY);
            case NOAUTH, INVALIDACL, QUOTAEXCEEDED -> new Outcome.Rejected(opIndex, Refusal.FORBIDDEN);
            default -> new Outcome.Open();
        };
    }
}
