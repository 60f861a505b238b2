package dev.baton.server.api;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.MachineFacts;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// What the REST interface needs of its daemon. Safe for threads.
public interface Cluster {

    /// Returns what `question` reads from the mirrored tree, asked on the daemon's loop.
    <T> CompletableFuture<T> look(Function<TreeMirror, T> question);

    /// Completes at the next change of the mirrored tree after this call.
    CompletableFuture<Boolean> nextChange();

    /// Puts a request to this daemon's controller.
    CompletableFuture<Answer> ask(Ask ask);

    /// Returns since when this node hears nothing from the coordination engine; empty while it does. What it can
    /// [#look] at meanwhile is what it last knew.
    Optional<Instant> cutOffSince();

    /// Returns how near any node came to losing its lease lately, as this machine saw its heartbeats.
    default Optional<LeaseMargin> leaseMargin() {
        return Optional.empty();
    }

    /// Returns what this daemon has counted since it began.
    default OwnCounts counts() {
        return OwnCounts.NONE;
    }

    /// Returns what this machine says of itself now. Waits for its file systems, a second at most: not to be called on
    /// the daemon's loop.
    ///
    /// @param paths that may be directories here, and then matter beside those that every daemon looks at
    MachineFacts machine(SortedSet<String> paths);

    /// Returns what this node's coordination peer does now: `leader`, `follower`, `standalone`, `looking`, `stopped`,
    /// or
    /// `none` where the node has no vote.
    String peerMode();
}
