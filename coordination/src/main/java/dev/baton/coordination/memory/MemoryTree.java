package dev.baton.coordination.memory;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationEvent.Refusal;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The committed state: entries, and the number of the last transaction.
final class MemoryTree {

    /// What became of a transaction.
    sealed interface Outcome {

        /// Took effect.
        record Committed(List<Integer> versions, SortedSet<NodePath> written) implements Outcome {}

        /// Left everything as it was.
        record Rejected(int opIndex, Refusal why) implements Outcome {}
    }

    /// What one operation did: the version it leaves, or why it is refused.
    private sealed interface Result {

        record Left(int version) implements Result {}

        record Refused(Refusal why) implements Result {}
    }

    /// By the text of the path, so that all below `/a` is the range from `/a/` to `/a0` ('0' follows '/').
    private final NavigableMap<String, Versioned> entries = new TreeMap<>();

    private long transactions;

    MemoryTree() {
        entries.put(NodePath.ROOT.value(), new Versioned(Bytes.EMPTY, 0, 0));
    }

    Optional<Versioned> read(NodePath path) {
        return Optional.ofNullable(entries.get(path.value()));
    }

    SortedMap<NodePath, Versioned> within(NodePath subtree) {
        var found = new TreeMap<NodePath, Versioned>();
        read(subtree).ifPresent(entry -> found.put(subtree, entry));
        below(subtree).forEach((path, entry) -> found.put(new NodePath(path), entry));
        return found;
    }

    Outcome apply(Transaction transaction) {
        for (int i = 0; i < transaction.ops().size(); i++) {
            Op op = transaction.ops().get(i);
            if (op.path().equals(NodePath.ROOT) && !(op instanceof Op.Check)) {
                return new Outcome.Rejected(i, Refusal.FORBIDDEN);
            }
        }
        var before = new LinkedHashMap<String, Optional<Versioned>>();
        var versions = new ArrayList<Integer>();
        for (Op op : transaction.ops()) {
            before.putIfAbsent(op.path().value(), read(op.path()));
            switch (perform(op, transactions + 1)) {
                case Result.Left(int version) -> versions.add(version);
                case Result.Refused(Refusal why) -> {
                    before.forEach(this::restore);
                    return new Outcome.Rejected(versions.size(), why);
                }
            }
        }
        transactions++;
        var written = new TreeSet<NodePath>();
        for (Op op : transaction.ops()) {
            if (!(op instanceof Op.Check)) {
                written.add(op.path());
            }
        }
        return new Outcome.Committed(List.copyOf(versions), written);
    }

    private Result perform(Op op, long number) {
        NodePath path = op.path();
        Versioned present = entries.get(path.value());
        return switch (op) {
            case Op.Create create -> {
                if (!entries.containsKey(path.parent().value())) {
                    yield new Result.Refused(Refusal.NO_PARENT);
                }
                if (present != null) {
                    yield new Result.Refused(Refusal.EXISTS);
                }
                entries.put(path.value(), new Versioned(create.data(), 0, number));
                yield new Result.Left(0);
            }
            case Op.SetData set -> {
                if (present == null) {
                    yield new Result.Refused(Refusal.ABSENT);
                }
                if (differs(present, set.expectedVersion())) {
                    yield new Result.Refused(Refusal.VERSION);
                }
                entries.put(path.value(), new Versioned(set.data(), present.version() + 1, number));
                yield new Result.Left(present.version() + 1);
            }
            case Op.Delete delete -> {
                if (present == null) {
                    yield new Result.Refused(Refusal.ABSENT);
                }
                if (differs(present, delete.expectedVersion())) {
                    yield new Result.Refused(Refusal.VERSION);
                }
                if (!below(path).isEmpty()) {
                    yield new Result.Refused(Refusal.NOT_EMPTY);
                }
                entries.remove(path.value());
                yield new Result.Left(-1);
            }
            case Op.Check check -> {
                if (present == null) {
                    yield new Result.Refused(Refusal.ABSENT);
                }
                if (differs(present, check.expectedVersion())) {
                    yield new Result.Refused(Refusal.VERSION);
                }
                yield new Result.Left(check.expectedVersion());
            }
        };
    }

    private static boolean differs(Versioned present, int expectedVersion) {
        return expectedVersion != Op.ANY_VERSION && expectedVersion != present.version();
    }

    private void restore(String path, Optional<Versioned> entry) {
        entry.ifPresentOrElse(old -> entries.put(path, old), () -> entries.remove(path));
    }

    private Map<String, Versioned> below(NodePath path) {
        String prefix = path.equals(NodePath.ROOT) ? "" : path.value();
        return entries.subMap(prefix + "/", false, prefix + "0", false);
    }
}
