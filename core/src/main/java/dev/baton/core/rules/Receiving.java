package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import java.util.Optional;

/// Whether one node may take one group in an emergency, whatever else runs there.
public final class Receiving {

    private Receiving() {}

    /// Returns why `node` may not take `group` over from the group's present owner; empty when it may, as far as the
    /// two alone decide. A `PAUSED` hold is no reason: it keeps planned placements away only.
    public static Optional<PlacementReason> reasonAgainst(ClusterImage image, GroupImage group, NodeImage node) {
        if (node.witness()) {
            return Optional.of(new PlacementReason.IsWitness(node.id()));
        }
        if (group.placement().detached()) {
            return Optional.of(new PlacementReason.Detached(node.id(), group.id()));
        }
        if (!group.placement().managed()) {
            return Optional.of(new PlacementReason.Unmanaged(node.id(), group.id(),
                    group.placement().unmanaged().get()));
        }
        if (!group.possible().isEmpty() && !group.possible().contains(node.id())) {
            return Optional.of(new PlacementReason.NotPossible(node.id(), group.id()));
        }
        if (!node.up()) {
            return Optional.of(new PlacementReason.NotUp(node.id(), node.membership()));
        }
        if (node.closed()) {
            return node.holds().values().stream().filter(hold -> hold.strength() == Hold.Strength.CLOSED)
                    .findFirst().map(closing -> new PlacementReason.Held(node.id(), closing));
        }
        return reasonOfVersion(image, group, node);
    }

    private static Optional<PlacementReason> reasonOfVersion(ClusterImage image, GroupImage group, NodeImage node) {
        Kind kind = image.kindOf(group);
        ProductId product = kind.product();
        Optional<Version> there = node.version(product);
        boolean opens = there.isPresent() ? kind.opens(there.get(), group.format())
                || (kind.failoverMayConvert() && converts(kind, there.get(), group.format()))
                : kind.fitsAnywhere(group.format());
        if (!opens) {
            return Optional.of(new PlacementReason.CannotOpen(node.id(), group.id(), product,
                    there.map(Version::value).orElse("unknown"), group.format()));
        }
        if (kind.trustMixedFailover()) {
            return Optional.empty();
        }
        Optional<Version> here = group.owner().map(image::node).flatMap(owner -> owner.version(product));
        if (here.isPresent() && there.isPresent() && !here.equals(there)) {
            return Optional.of(new PlacementReason.MixedVersions(node.id(), group.id(), product,
                    there.get().value(), here.get().value()));
        }
        return Optional.empty();
    }

    private static boolean converts(Kind kind, Version version, Format format) {
        return kind.convert().isPresent() && switch (format) {
            case Format.At(var at) -> at.compareTo(kind.formatOf(version)) < 0;
            case Format.Unread _, Format.Converting _ -> false;
        };
    }
}
