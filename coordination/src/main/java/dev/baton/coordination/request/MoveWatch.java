package dev.baton.coordination.request;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;

/// Tells when a move is complete: the claim, its epoch and the state of every resource agree with the order. Asked
/// again at every change of the cluster.
///
/// @param group which moves
/// @param to    where to
/// @param epoch of the placement that ordered it
public record MoveWatch(GroupId group, NodeId to, long epoch) {

    /// How far the move is.
    public sealed interface Progress {
        /// Every resource's owner has changed and each is as ordered.
        record Complete(GroupState state) implements Progress {}
        /// Not yet.
        record Moving(String what) implements Progress {}
        /// It will not complete.
        record Failed(String why) implements Progress {}
    }

    /// Returns how far the move is in this image.
    public Progress in(ClusterImage image) {
        GroupImage now = image.groups().get(group);
        if (now == null) {
            return new Progress.Failed(group + " is not defined any more");
        }
        if (now.placement().epoch() < epoch) {
            return new Progress.Moving("the order is not visible here yet");
        }
        if (!now.placement().owner().filter(to::equals).isPresent() || now.placement().epoch() > epoch) {
            return new Progress.Failed("it was placed anew: " + now.placement().because());
        }
        if (!now.owner().filter(to::equals).isPresent()) {
            return now.claim().filter(claim -> claim.stuck().isPresent())
                    .<Progress>map(claim -> new Progress.Failed("stuck on " + claim.node() + ": "
                            + claim.stuck().orElse("")))
                    .orElseGet(() -> new Progress.Moving(now.owner().map(from -> "stopping on " + from)
                            .orElse("waiting for " + to)));
        }
        return switch (now.state()) {
            case GroupState.Pending() -> new Progress.Moving("starting on " + to);
            case GroupState.Failed(var reason) -> new Progress.Failed(reason);
            case GroupState.Online _, GroupState.Partial _, GroupState.Offline _ ->
                    new Progress.Complete(now.state());
        };
    }
}
