package dev.baton.console;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.rules.Cover;
import dev.baton.core.rules.CoverWalk;
import dev.baton.core.rules.Takeover;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// What would become of groups if their owners were lost.
///
/// @param image     for which that is so
/// @param uncovered groups that nobody could take
/// @param exact     which node would take each; empty in clusters too large to ask that of every group at once
public record Coverage(ClusterImage image, SortedSet<GroupId> uncovered, Optional<Cover> exact) {

    /// With more nodes lists say only whether some node would take a group; the page of a group says which.
    static final int MOST_NODES = 64;

    /// Returns the coverage of an image.
    public static Coverage of(ClusterImage image) {
        return new Following().of(image);
    }

    /// Returns the node that would take the group, or what stands for it in a list: `some node`, or `-` when nothing
    /// has to be taken or nobody could.
    String target(GroupImage group) {
        if (exact.isPresent()) {
            return exact.get().target(group.id()).map(NodeId::value).orElse("-");
        }
        return group.owner().isEmpty() || uncovered.contains(group.id()) ? "-" : "some node";
    }

    /// Returns the node that would take the group, looked for it alone where that was not done for all.
    String exactTarget(GroupImage group) {
        if (exact.isPresent() || group.owner().isEmpty()) {
            return target(group);
        }
        Takeover takeover = Cover.afterLossOf(image, Set.of(group.owner().get())).get(group.id());
        return takeover == null ? "-" : takeover.target().map(NodeId::value).orElse("-");
    }

    boolean leavesOut(GroupId group) {
        return uncovered.contains(group);
    }

    /// Follows a cluster from image to image at the cost of what changed. Not thread-safe.
    public static final class Following {

        private @Nullable CoverWalk walk;
        private @Nullable Coverage last;

        /// Returns the coverage of the image.
        public Coverage of(ClusterImage image) {
            Coverage before = last;
            if (before != null && before.image().equals(image)) {
                return before;
            }
            Coverage now = image.nodes().size() <= MOST_NODES ? small(image) : large(image);
            last = now;
            return now;
        }

        private static Coverage small(ClusterImage image) {
            Cover cover = Cover.of(image);
            return new Coverage(image, cover.uncovered(), Optional.of(cover));
        }

        private Coverage large(ClusterImage image) {
            CoverWalk known = walk;
            if (known == null) {
                known = new CoverWalk(image);
                walk = known;
            } else {
                known.to(image);
            }
            return new Coverage(image, known.uncovered(), Optional.empty());
        }
    }
}
