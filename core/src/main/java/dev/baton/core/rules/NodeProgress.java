package dev.baton.core.rules;

import dev.baton.core.model.ProductId;
import dev.baton.core.model.SharedSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How far a run has brought one node.
///
/// @param installed  products that the run changed on it
/// @param tested     products whose self-test passed since the last change and restart
/// @param restartDue whether the last change still waits for its restart
/// @param joined     whether its agent is a member again since the last restart
/// @param carried    whether it carried a group since the last change
public record NodeProgress(SortedSet<ProductId> installed, SortedSet<ProductId> tested, boolean restartDue,
        boolean joined, boolean carried) {

    /// Nothing done.
    static final NodeProgress NONE = new NodeProgress(new TreeSet<>(), new TreeSet<>(), false, true, false);

    public NodeProgress {
        installed = SharedSet.copyOf(installed);
        tested = SharedSet.copyOf(tested);
    }

    /// Returns the products that were changed and not tested since.
    public SortedSet<ProductId> untested() {
        TreeSet<ProductId> open = new TreeSet<>(installed);
        open.removeAll(tested);
        return open;
    }

    /// Returns whether the node was changed and may still be in pieces: a restart or a self-test is due, or it is not
    /// back.
    public boolean changing() {
        return restartDue || !joined || !tested.containsAll(installed);
    }

    /// Returns what is due before the node counts as whole, as the end of a sentence such as `node1 has not rejoined`;
    /// empty when nothing is.
    public Optional<String> due() {
        if (!changing()) {
            return Optional.empty();
        }
        if (restartDue) {
            return Optional.of("has not been restarted since it was changed");
        }
        if (!joined) {
            return Optional.of("has not rejoined");
        }
        return Optional.of("has not passed the self-test of "
                + untested().stream().map(ProductId::value).collect(Collectors.joining(", ")));
    }

    /// Returns whether the node was changed at all.
    public boolean changed() {
        return !installed.isEmpty();
    }

    NodeProgress install(ProductId product, boolean thenRestart) {
        TreeSet<ProductId> more = new TreeSet<>(installed);
        more.add(product);
        TreeSet<ProductId> still = new TreeSet<>(tested);
        still.remove(product);
        return new NodeProgress(more, still, restartDue || thenRestart, joined, false);
    }

    NodeProgress test(ProductId product) {
        TreeSet<ProductId> more = new TreeSet<>(tested);
        more.add(product);
        return new NodeProgress(installed, more, restartDue, joined, carried);
    }

    /// What was tested before a restart is tested again after it.
    NodeProgress restart() {
        return new NodeProgress(installed, new TreeSet<>(), false, false, carried);
    }

    NodeProgress join() {
        return new NodeProgress(installed, tested, restartDue, true, carried);
    }

    NodeProgress carry() {
        return carried ? this : new NodeProgress(installed, tested, restartDue, joined, true);
    }
}
