package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Version;
import java.util.Optional;
import java.util.SortedSet;

/// What law 2 rests on: which resources of a group open its data, and whether the product on a node can open it.
public final class Fit {

    private Fit() {}

    /// Returns the resources that open the group's data: those that must be offline while it is converted, with their
    /// dependants; all of them for a kind without a conversion.
    public static SortedSet<ResourceId> opening(ClusterImage image, GroupImage group) {
        return image.kindOf(group).convert().map(convert -> group.withDependants(convert.offline()))
                .orElseGet(group::resourceIds);
    }

    /// Returns whether the placement lets no resource run that opens the data, so that the group may be partly online
    /// even where the product could not open its format.
    public static boolean untouched(ClusterImage image, GroupImage group) {
        if (group.placement().offline().isEmpty()) {
            return image.kindOf(group).convert().map(convert -> convert.offline().isEmpty())
                    .orElse(group.resources().isEmpty());
        }
        return group.placement().offline().containsAll(opening(image, group));
    }

    /// Returns why the product on `node` cannot open the data of `group`; empty when it can.
    public static Optional<PlacementReason> against(ClusterImage image, GroupImage group, NodeImage node) {
        if (image.fits(group, node)) {
            return Optional.empty();
        }
        Kind kind = image.kindOf(group);
        return Optional.of(new PlacementReason.CannotOpen(node.id(), group.id(), kind.product(),
                node.version(kind.product()).map(Version::value).orElse("(version unknown)"), group.format()));
    }

    /// Returns whether the kind lets a failover to `node` convert the data, and the product there is ahead of them.
    public static boolean convertsAtFailover(ClusterImage image, GroupImage group, NodeImage node) {
        Kind kind = image.kindOf(group);
        boolean ahead = switch (group.format()) {
            case Format.At(var at) -> node.version(kind.product())
                    .filter(version -> at.compareTo(kind.formatOf(version)) < 0).isPresent();
            case Format.Unread _, Format.Converting _ -> false;
        };
        return kind.failoverMayConvert() && kind.convert().isPresent() && ahead;
    }
}
