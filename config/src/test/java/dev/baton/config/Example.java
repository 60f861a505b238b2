package dev.baton.config;

import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.UpgradeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A folder of `examples` whose cluster runs groups of one product.
///
/// @param product and by its name the folder
/// @param version that every node has before the upgrade
/// @param format  of the data of every group before it
record Example(ProductId product, Version version, Format format) {

    Example(String product, String version, String format) {
        this(new ProductId(product), new Version(version), new Format.At(new Version(format)));
    }

    UpgradeSpec upgrade() {
        return UpgradeFile.parse(source("upgrade.yaml"));
    }

    /// Every node up at the old version, every group on its preferred owner, its data in the old format.
    ClusterImage atRest() {
        ClusterDocument document = ClusterFile.parse(source("cluster.yaml"),
                kind -> Optional.of(source("kinds/" + kind + ".yaml")));
        ClusterImage image = ClusterImage.EMPTY.withSettings(document.settings());
        for (var kind : document.kinds()) {
            image = image.with(kind);
        }
        for (var node : document.nodes().entrySet()) {
            NodeFacts facts = node.getValue().witness() ? NodeFacts.UNKNOWN : NodeFacts.UNKNOWN.with(product, version);
            image = image.with(NodeImage.defined(node.getKey(), node.getValue().address(), node.getValue().voter(),
                    node.getValue().witness()).withMembership(Membership.UP, 1, "boot").withFacts(facts));
        }
        for (var group : document.groups().entrySet()) {
            var it = group.getValue();
            GroupImage defined = GroupImage.defined(group.getKey(), it.kind(), it.resources(), it.preferred(),
                    it.possible(), it.critical(), format);
            image = image.with(defined.settledOn(image.node(it.preferred().getFirst()),
                    Placement.NONE.movedTo(it.preferred().getFirst(), "placed for the first time")));
        }
        return image;
    }

    private Source source(String name) {
        return new Source(name, text(name));
    }

    String text(String name) {
        try {
            return Files.readString(Path.of("..", "examples", product.value(), name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
