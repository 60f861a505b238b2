package dev.baton.cluster.lab;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Terms;
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

/// Configurations: one product at 1.0.3, to become 2.0.1; formats are 1.0 and 2.0.
public final class Documents {

    public static final ProductId PRODUCT = new ProductId("h2");
    public static final Version OLD = new Version("1.0.3");
    public static final Version NEW = new Version("2.0.1");
    public static final Version FORMAT = new Version("1.0");
    public static final ResourceId DISK = new ResourceId("disk");
    public static final ResourceId ADDRESS = new ResourceId("address");
    public static final ResourceId DATABASE = new ResourceId("database");
    /// Prints what of a group's data must not change.
    public static final Command IDENTITY = new Command("identity");
    private static final KindId KIND = new KindId("h2");

    private Documents() {}

    /// Returns so many nodes; the first `groups` of them prefer one group each.
    public static ClusterDocument of(int nodes, int groups) {
        return of(nodes, groups, kind());
    }

    /// Returns the same of a kind whose data every version opens.
    public static ClusterDocument compatible(int nodes, int groups) {
        return of(nodes, groups, new Kind(KIND, PRODUCT, DataMode.COMPATIBLE, 2, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), Optional.of(new Command("version")), Optional.empty()));
    }

    /// Returns the same of a kind whose applications say themselves whether they serve.
    public static ClusterDocument asking(int nodes, int groups) {
        return of(nodes, groups, new Kind(KIND, PRODUCT, DataMode.COMPATIBLE, 2, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), Optional.of(new Command("version")), Optional.empty(),
                Optional.empty(), Optional.of(new Command("serves")), Optional.empty()));
    }

    /// Returns the same of a kind that says beside it what of its data must not change.
    public static ClusterDocument identified(int nodes, int groups) {
        return of(nodes, groups, new Kind(KIND, PRODUCT, DataMode.COMPATIBLE, 2, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), Optional.of(new Command("version")), Optional.empty(),
                Optional.empty(), Optional.of(new Command("serves")), Optional.empty(),
                Optional.of(new Kind.Fingerprint(IDENTITY))));
    }

    /// Returns the same of a kind whose nodes are changed under its groups, while those are offline.
    public static ClusterDocument inPlace(int nodes, int groups, DataMode data) {
        Kind rolling = kind();
        return of(nodes, groups, new Kind(KIND, PRODUCT, data, 2, true, false, UpgradeMode.IN_PLACE_OFFLINE,
                rolling.convert(), rolling.backup(), rolling.version(), rolling.format()));
    }

    /// Returns the same of a kind whose groups leave the cluster's control for an upgrade, with a user on each sort of
    /// place.
    public static ClusterDocument detached(int nodes, int groups) {
        return detached(nodes, groups, "node2");
    }

    /// Returns the same, one of whose users is on that node.
    public static ClusterDocument detached(int nodes, int groups, String user) {
        Kind rolling = kind();
        return of(nodes, groups, new Kind(KIND, PRODUCT, DataMode.COMPATIBLE, 2, true, false, UpgradeMode.DETACH,
                Optional.empty(), Optional.empty(), rolling.version(), rolling.format(), Optional.of(new Kind.Detach(
                        List.of(user("owner"), user("leader"), user(user), user("ssh:host1")),
                        new Command("alone"), new Command("again"), Optional.of(new Command("serves")),
                        Duration.ofMinutes(2)))));
    }

    /// Returns the same of a kind of compatible data whose clients are asked on that place.
    public static ClusterDocument asked(int nodes, int groups, String on) {
        Kind rolling = kind();
        return of(nodes, groups, new Kind(KIND, PRODUCT, DataMode.COMPATIBLE, 2, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), rolling.version(), rolling.format(), Optional.empty(),
                Optional.empty(), Optional.of(new Kind.ClientProbe(new Command("ask"), on, Duration.ofSeconds(1),
                        Duration.ofSeconds(3)))));
    }

    private static Kind.Quiesced user(String on) {
        return new Kind.Quiesced(on, new Command("stop " + on), new Command("start " + on), Optional.empty());
    }

    /// Returns a cluster whose kind saves its data before and after each conversion, and can bring it back.
    public static ClusterDocument saved(int nodes, int groups) {
        Kind plain = kind();
        return of(nodes, groups, new Kind(KIND, PRODUCT, plain.data(), 2, true, false, UpgradeMode.ROLLING,
                plain.convert(), Optional.of(new Kind.Backup(true, new Command("save"), Optional.of(new Command("bring"
                        + " back")))), plain.version(), plain.format()));
    }

    /// Returns the same, two of whose users fall silent while groups are saved together.
    public static ClusterDocument savedTogether(int nodes, int groups) {
        Kind plain = kind();
        return of(nodes, groups, new Kind(KIND, PRODUCT, plain.data(), 2, true, false, UpgradeMode.ROLLING,
                plain.convert(), Optional.of(new Kind.Backup(true, new Command("save"), Optional.of(new Command("bring"
                        + " back")), Optional.of(new Kind.Silence(List.of(user("owner"), user("ssh:host1")),
                                Duration.ofMinutes(1))))), plain.version(), plain.format()));
    }

    private static ClusterDocument of(int nodes, int groups, Kind kind) {
        TreeMap<NodeId, NodeDefinition> machines = new TreeMap<>();
        for (int n = 1; n <= nodes; n++) {
            machines.put(new NodeId("node" + n), new NodeDefinition("127.0.0." + n, true, false,
                    Amounts.NONE));
        }
        TreeMap<GroupId, GroupDefinition> servers = new TreeMap<>();
        for (int g = 1; g <= groups; g++) {
            servers.put(new GroupId("evs" + g), new GroupDefinition(KIND, new TreeMap<>(), resources(),
                    List.of(new NodeId("node" + g)), new TreeSet<>(), false, Terms.NONE));
        }
        return new ClusterDocument(new Settings("lab", true, "none"), List.of(kind), machines, servers);
    }

    private static Kind kind() {
        Kind.Convert convert = new Kind.Convert(new TreeSet<>(Set.of(DATABASE)), new TreeSet<>(Set.of(DISK)),
                new Command("convert"), true, Duration.ofMinutes(2));
        return new Kind(KIND, PRODUCT, DataMode.STRICT, 2, true, false, UpgradeMode.ROLLING, Optional.of(convert),
                Optional.empty(), Optional.of(new Command("version")), Optional.of(new Command("format")));
    }

    private static List<Resource> resources() {
        return List.of(resource(DISK), resource(ADDRESS), resource(DATABASE, DISK, ADDRESS));
    }

    private static Resource resource(ResourceId id, ResourceId... needs) {
        return new Resource(id, "process", new TreeMap<>(), new TreeSet<>(Set.of(needs)), Duration.ofSeconds(10),
                Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    /// Returns the upgrade of the product: ten minutes a node, half a minute a move.
    public static UpgradeSpec upgrade() {
        return stoppingBefore();
    }

    /// Returns the upgrade with stop points.
    public static UpgradeSpec stoppingBefore(UpgradeSpec.StopPoint... stops) {
        return upgrade(Optional.empty(), stops);
    }

    /// Returns the upgrade with a way back, and with stop points.
    public static UpgradeSpec undoable(UpgradeSpec.StopPoint... stops) {
        return upgrade(Optional.of(new Command("undo")), stops);
    }

    /// Returns the upgrade that undoes a node whose change failed for good.
    public static UpgradeSpec undoingOnFailure() {
        UpgradeSpec spec = undoable();
        return new UpgradeSpec(spec.name(), spec.products(), spec.restart(), spec.preset(), spec.failback(),
                spec.convert(), spec.moveTakes(), spec.stopBefore(), spec.acceptedExposure(), spec.soakAfterNode(),
                UpgradeSpec.OnFailure.UNDO_NODE_AND_STOP);
    }

    private static UpgradeSpec upgrade(Optional<Command> undo, UpgradeSpec.StopPoint... stops) {
        return new UpgradeSpec("h2-2.0", List.of(new UpgradeSpec.ProductUpgrade(PRODUCT,
                VersionRange.parse(">=1.0 <2.0"), NEW, Optional.empty(), new Command("install"), undo,
                Optional.empty(), Duration.ofMinutes(10))), UpgradeSpec.Restart.NEVER, Preset.FEWEST_OUTAGES,
                UpgradeSpec.Failback.NEVER, UpgradeSpec.ConvertWhen.WITH_MOVE, Duration.ofSeconds(30), Set.of(stops),
                Optional.empty(), Duration.ZERO, UpgradeSpec.OnFailure.STOP);
    }
}
