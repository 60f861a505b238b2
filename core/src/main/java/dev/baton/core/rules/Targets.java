package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Optional;

/// What an upgrade must have reached: which nodes must have which version, and which groups which format.
public final class Targets {

    private Targets() {}

    /// Returns whether the upgrade must bring the product to its target on this node: one that has the product, or that
    /// may own a group which needs it. A witness counts only for products that no group needs, such as its operating
    /// system. A node that is down counts by what was last known of it.
    public static boolean concerns(ClusterImage image, NodeImage node, ProductId product) {
        boolean needed = image.kinds().values().stream().anyMatch(kind -> kind.product().equals(product));
        boolean present = node.version(product).isPresent();
        if (node.witness()) {
            return present && !needed;
        }
        return present || image.groups().values().stream().anyMatch(group ->
                image.kindOf(group).product().equals(product)
                        && (group.possible().isEmpty() || group.possible().contains(node.id())));
    }

    /// Returns the format that the group's data must have at the end; empty when nothing must follow: its product is
    /// not upgraded, its data never changes, or people convert it by hand.
    public static Optional<Version> format(ClusterImage image, UpgradeSpec spec, GroupImage group) {
        Kind kind = image.kindOf(group);
        if (!kind.mustFollow() || spec.convert() == UpgradeSpec.ConvertWhen.BY_HAND) {
            return Optional.empty();
        }
        return spec.product(kind.product()).map(product -> kind.formatOf(product.to()));
    }

    /// Returns whether the group's data is where it must be at the end.
    public static boolean followed(ClusterImage image, UpgradeSpec spec, GroupImage group) {
        return format(image, spec, group).map(wanted -> switch (group.format()) {
            case Format.At(var at) -> at.equals(wanted);
            case Format.Unread _ -> true;
            case Format.Converting _ -> false;
        }).orElse(true);
    }
}
