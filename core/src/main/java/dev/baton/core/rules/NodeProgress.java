package dev.baton.core.rules;

import dev.baton.core.model.ProductId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// How far a run has brought one node.
///
/// @param installed products that the run changed on it
/// @param tested    products whose self-test passed since
/// @param joined    whether its agent is a member again since the last restart
/// @param carried   whether it carried a group since the last change
public record NodeProgress(SortedSet<ProductId> installed, SortedSet<ProductId> tested, boolean joined,
        boolean carried) {

    /// Nothing done.
    static final NodeProgress NONE = new NodeProgress(new TreeSet<>(), new TreeSet<>(), true, false);

    public NodeProgress {
        installed = Collections.unmodifiableSortedSet(new TreeSet<>(installed));
        tested = Collections.unmodifiableSortedSet(new TreeSet<>(tested));
    }

    /// Returns the products that were changed and not tested since.
    public SortedSet<ProductId> untested() {
        TreeSet<ProductId> open = new TreeSet<>(installed);
        open.removeAll(tested);
        return open;
    }

    /// Returns whether the node was changed and may still be in pieces: a self-test is due, or it is not back.
    public boolean changing() {
        return !untested().isEmpty() || !joined;
    }

    /// Returns whether the node was changed at all.
    public boolean changed() {
        return !installed.isEmpty();
    }

    NodeProgress install(ProductId product) {
        TreeSet<ProductId> more = new TreeSet<>(installed);
        more.add(product);
        TreeSet<ProductId> still = new TreeSet<>(tested);
        still.remove(product);
        return new NodeProgress(more, still, joined, false);
    }

    NodeProgress test(ProductId product) {
        TreeSet<ProductId> more = new TreeSet<>(tested);
        more.add(product);
        return new NodeProgress(installed, more, joined, carried);
    }

    NodeProgress join(boolean now) {
        return new NodeProgress(installed, tested, now, carried);
    }

    NodeProgress carry() {
        return new NodeProgress(installed, tested, joined, true);
    }
}
