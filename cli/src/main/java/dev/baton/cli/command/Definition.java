package dev.baton.cli.command;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A cluster that exists only in files, as it would be at rest before an upgrade: every node up and at the source
/// version, every group on its first preferred node that is free.
final class Definition {

    /// The version of a product that the upgrade does not touch: it is the same everywhere.
    private static final Version AS_INSTALLED = new Version("1");

    private Definition() {}

    static ClusterImage atRest(ClusterDocument document, UpgradeSpec spec) {
        ClusterImage image = ClusterImage.EMPTY.withRevision(1).withSettings(document.settings());
        for (Kind kind : document.kinds()) {
            image = image.with(kind);
        }
        NodeFacts facts = facts(document, spec);
        Map<KindId, Format> formats = formats(document, facts);
        SharedMap<NodeId, NodeImage> nodes = SharedMap.copyOf(document.nodes()).mapped((id, node) ->
                NodeImage.defined(id, node.address(), node.voter(), node.witness())
                        .withMembership(Membership.UP, 1, "defined")
                        .withFacts(node.witness() ? NodeFacts.UNKNOWN : facts).withCapacity(node.capacity()));
        SharedMap<GroupId, GroupImage> groups = SharedMap.copyOf(document.groups()).mapped((id, group) ->
                group.image(id, formats.getOrDefault(group.kind(), new Format.Unread())));
        return settled(image.withAll(nodes, groups));
    }

    private static NodeFacts facts(ClusterDocument document, UpgradeSpec spec) {
        NodeFacts facts = new NodeFacts(new TreeMap<>(), new LevelRange(1, 1), "defined only", "");
        for (UpgradeSpec.ProductUpgrade product : spec.products()) {
            facts = facts.with(product.product(), source(product));
        }
        for (Kind kind : document.kinds()) {
            boolean upgraded = spec.product(kind.product()).isPresent();
            facts = upgraded ? facts : facts.with(kind.product(), AS_INSTALLED);
        }
        return facts;
    }

    private static Map<KindId, Format> formats(ClusterDocument document, NodeFacts facts) {
        Map<KindId, Format> formats = new HashMap<>();
        for (Kind kind : document.kinds()) {
            Version version = facts.versions().get(kind.product());
            if (version != null) {
                formats.put(kind.id(), new Format.At(kind.formatOf(version)));
            }
        }
        return formats;
    }

    /// The lowest version that the upgrade may start from: its bound, or one just inside it.
    private static Version source(UpgradeSpec.ProductUpgrade product) {
        List<VersionRange.Bound> bounds = product.from().bounds();
        return bounds.stream().map(VersionRange.Bound::version).filter(product.from()::contains).findFirst()
                .or(() -> bounds.stream().map(bound -> new Version(bound.version() + ".1"))
                        .filter(product.from()::contains).findFirst())
                .orElse(new Version("0"));
    }

    private static ClusterImage settled(ClusterImage image) {
        Map<GroupId, GroupImage> groups = new HashMap<>();
        Map<NodeId, GroupImage> onNodes = new HashMap<>();
        Optional<GroupImage> last = Optional.empty();
        for (Decision decision : Placements.initial(image)) {
            GroupImage group = image.group(decision.group());
            switch (decision) {
                case Decision.Place(var id, var node, var because) -> {
                    GroupImage there = onNodes.get(node);
                    GroupImage placed = group.settledOn(image.node(node), Placement.NONE.movedTo(node, because),
                            there == null ? last : Optional.of(there));
                    last = Optional.of(placed);
                    onNodes.put(node, placed);
                    groups.put(id, placed);
                }
                case Decision.Nowhere(var id, _, var because) -> groups.put(id, group.withPlacement(
                        new Placement(Optional.empty(), 0, Collections.emptySortedSet(), because, Optional.empty())));
            }
        }
        return image.withAll(image.nodes(), SharedMap.copyOf(image.groups()).mapped(groups::getOrDefault));
    }
}
