package dev.baton.core;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
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
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The clusters of the written procedures, and small ones to break: old is version 1.0, new is 2.0, one product.
public final class Scenes {

    public static final ProductId PRODUCT = new ProductId("evs");
    public static final KindId KIND = new KindId("evs");
    public static final Version OLD = new Version("1.0");
    public static final Version NEW = new Version("2.0");
    public static final ResourceId DISK = new ResourceId("disk");
    public static final ResourceId NAME = new ResourceId("name");
    public static final ResourceId ATTENDANT = new ResourceId("attendant");

    private Scenes() {}

    public static NodeId node(int n) {
        return new NodeId("node" + n);
    }

    public static GroupId group(int n) {
        return new GroupId("evs" + n);
    }

    /// Returns a kind whose conversion takes two minutes; a compatible kind has none.
    public static Kind kind(DataMode mode) {
        Optional<Kind.Convert> convert = mode == DataMode.COMPATIBLE ? Optional.empty()
                : Optional.of(new Kind.Convert(new TreeSet<>(Set.of(ATTENDANT)), new TreeSet<>(Set.of(DISK, NAME)),
                        new Command("convert"), true, Duration.ofMinutes(2)));
        return new Kind(KIND, PRODUCT, mode, 2, true, false, UpgradeMode.ROLLING, convert, Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    /// Returns a cluster of `nodes` old nodes; group i is on node `owners[i]`, in the old format.
    public static ClusterImage cluster(DataMode mode, boolean oneGroupPerNode, int nodes, int... owners) {
        ClusterImage image = ClusterImage.EMPTY.withSettings(new Settings("lab", oneGroupPerNode, "none"))
                .with(kind(mode));
        for (int n = 1; n <= nodes; n++) {
            NodeFacts facts = NodeFacts.UNKNOWN.with(PRODUCT, OLD);
            image = image.with(NodeImage.defined(node(n), "127.0.0." + n, true, false)
                    .withMembership(Membership.UP, 1, "boot").withFacts(new NodeFacts(facts.versions(),
                            new LevelRange(1, 1), "cgroup", "")));
        }
        for (int g = 1; g <= owners.length; g++) {
            image = image.with(groupOn(image, g, node(owners[g - 1])));
        }
        return image;
    }

    private static GroupImage groupOn(ClusterImage image, int g, NodeId owner) {
        return GroupImage.defined(group(g), KIND, resources(), List.of(owner), new TreeSet<>(), false,
                new Format.At(OLD)).settledOn(image.node(owner), Placement.NONE.movedTo(owner, "first placement"));
    }

    private static List<Resource> resources() {
        return List.of(resource(DISK), resource(NAME), resource(ATTENDANT, DISK, NAME));
    }

    private static Resource resource(ResourceId id, ResourceId... needs) {
        return new Resource(id, "process", new TreeMap<>(), new TreeSet<>(Set.of(needs)), Duration.ofSeconds(10),
                Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    /// Returns scenario A: four nodes, three virtual servers on the first three, one standby.
    public static ClusterImage fourNodes(DataMode mode) {
        return cluster(mode, true, 4, 1, 2, 3);
    }

    /// Returns the upgrade of one product with a way to undo its install.
    public static UpgradeSpec undoable(UpgradeSpec spec) {
        UpgradeSpec.ProductUpgrade product = spec.products().getFirst();
        return new UpgradeSpec(spec.name(), List.of(new UpgradeSpec.ProductUpgrade(product.product(), product.from(),
                product.to(), product.prepare(), product.install(), Optional.of(new Command("undo")),
                product.selfTest(), product.takes())), spec.restart(), spec.preset(), spec.failback(), spec.convert(),
                spec.moveTakes(), spec.stopBefore(), spec.acceptedExposure(), spec.soakAfterNode(), spec.onFailure());
    }

    /// Returns the upgrade of the one product: 60 minutes a node, a minute a move.
    public static UpgradeSpec upgrade() {
        return new UpgradeSpec("evs-2.0",
                List.of(new UpgradeSpec.ProductUpgrade(PRODUCT, VersionRange.parse(">=1.0 <2.0"), NEW,
                        Optional.empty(), new Command("setup"), Optional.empty(), Optional.empty(),
                        Duration.ofMinutes(60))),
                UpgradeSpec.Restart.IF_REQUIRED, Preset.FEWEST_OUTAGES, UpgradeSpec.Failback.NEVER,
                UpgradeSpec.ConvertWhen.WITH_MOVE, Duration.ofMinutes(1), Set.of(), Optional.empty(), Duration.ZERO,
                UpgradeSpec.OnFailure.STOP);
    }

    /// Returns the image with the node's product at the new version.
    public static ClusterImage upgraded(ClusterImage image, int n) {
        return image.with(image.node(node(n)).withFacts(image.node(node(n)).facts().with(PRODUCT, NEW)));
    }

    /// Returns the image with the node declared dead; its groups keep their claims.
    public static ClusterImage down(ClusterImage image, int n) {
        return image.with(image.node(node(n)).withMembership(Membership.DOWN, 1, "boot"));
    }
}
