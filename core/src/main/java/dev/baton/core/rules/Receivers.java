package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.model.Version;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// [Receiving] asked once for each sort of group and each sort of node, not for each pair: a cluster has few sorts.
/// Sorts are numbered from 0. For one set of kinds; not thread-safe.
final class Receivers {
    private final Map<GroupSort, Integer> groupSorts = new HashMap<>();
    private final Map<NodeSort, Integer> nodeSorts = new HashMap<>();
    private byte[][] answers = new byte[8][];
    private @Nullable GroupSort last;
    private int lastNumber;

    /// All that [Receiving] looks at in a group, but for its possible owners.
    ///
    /// @param here     the version on its owner, where that matters
    /// @param aside whether it is outside the cluster's control, or unmanaged
    private record GroupSort(KindId kind, Format format, Optional<Version> here, boolean aside) {}

    /// All that [Receiving] looks at in a node, but for its name.
    private record NodeSort(boolean up, boolean witness, boolean closed, SortedMap<ProductId, Version> versions) {
        // Written out: what a record makes is slow until it is optimised.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof NodeSort that && up == that.up && witness == that.witness && closed == that.closed
                    && versions.equals(that.versions);
        }

        @Override
        public int hashCode() {
            return versions.hashCode() * 8 + (up ? 4 : 0) + (witness ? 2 : 0) + (closed ? 1 : 0);
        }
    }

    /// Returns the sort of a group that is on `owner`.
    int sortOf(ClusterImage image, GroupImage group, NodeImage owner) {
        Kind kind = image.kindOf(group);
        Optional<Version> here = kind.trustMixedFailover() ? Optional.empty() : owner.version(kind.product());
        boolean aside = group.placement().detached() || !group.placement().managed();
        if (last == null || !last.format.equals(group.format()) || !last.kind.equals(kind.id())
                || !last.here.equals(here) || last.aside != aside) {
            last = new GroupSort(kind.id(), group.format(), here, aside);
            lastNumber = number(groupSorts, last);
        }
        return lastNumber;
    }

    /// Returns the sort of a node.
    int sortOf(NodeImage node) {
        return number(nodeSorts, new NodeSort(node.up(), node.witness(), node.closed(), node.facts().versions()));
    }

    private static <T> int number(Map<T, Integer> known, T sort) {
        Integer number = known.putIfAbsent(sort, known.size());
        return number == null ? known.size() - 1 : number;
    }

    /// Returns whether the node may take the group over, whatever else runs there.
    ///
    /// @param groupSort of the group, and `nodeSort` of the node, now
    boolean may(ClusterImage image, GroupImage group, int groupSort, NodeImage node, int nodeSort) {
        if (!group.possible().isEmpty() && !group.possible().contains(node.id())) {
            return false;
        }
        if (groupSort >= answers.length) {
            answers = Arrays.copyOf(answers, Math.max(groupSort + 1, answers.length * 2));
        }
        byte[] known = answers[groupSort];
        if (known == null || nodeSort >= known.length) {
            known = Arrays.copyOf(known == null ? new byte[0] : known, nodeSort + 8);
            answers[groupSort] = known;
        }
        if (known[nodeSort] == 0) {
            GroupImage anywhere = group.withPossible(SharedSet.<NodeId>empty());
            known[nodeSort] = (byte) (Receiving.reasonAgainst(image, anywhere, node).isEmpty() ? 1 : -1);
        }
        return known[nodeSort] > 0;
    }
}
