package dev.baton.server.virtual;

import dev.baton.agent.testkit.Scenes;
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

/// Configurations of scenario A: a strict product from 1.0.3 to 2.0.1, one group per node, the last node standing by.
final class VirtualDocuments {

    static final ProductId PRODUCT = new ProductId("h2");
    static final Version OLD = new Version("1.0.3");
    static final Version NEW = new Version("2.0.1");
    private static final KindId KIND = new KindId("h2");

    private VirtualDocuments() {}

    static ClusterDocument of(int nodes, int groups) {
        TreeMap<NodeId, NodeDefinition> machines = new TreeMap<>();
        for (int n = 1; n <= nodes; n++) {
            machines.put(new NodeId("node" + n), new NodeDefinition("127.0.0." + n, true, false,
                    Amounts.NONE));
        }
        TreeMap<GroupId, GroupDefinition> servers = new TreeMap<>();
        for (int g = 1; g <= groups; g++) {
            servers.put(new GroupId("evs" + g), new GroupDefinition(KIND, new TreeMap<>(), List.of(Scenes.database()),
                    List.of(new NodeId("node" + g)), new TreeSet<>(), false, Terms.NONE));
        }
        Kind.Convert convert = new Kind.Convert(new TreeSet<>(Set.of(Scenes.id("database"))),
                new TreeSet<>(Set.of(Scenes.id("disk"))), new Command("convert"), true, Duration.ofMinutes(2));
        Kind kind = new Kind(KIND, PRODUCT, DataMode.STRICT, 2, true, false, UpgradeMode.ROLLING, Optional.of(convert),
                Optional.empty(), Optional.of(new Command("version")), Optional.of(new Command("format")));
        return new ClusterDocument(new Settings("lab", true, "none"), List.of(kind), machines, servers);
    }

    static UpgradeSpec upgrade() {
        return new UpgradeSpec("h2-2.0", List.of(new UpgradeSpec.ProductUpgrade(PRODUCT,
                VersionRange.parse(">=1.0 <2.0"), NEW, Optional.empty(), new Command("install"), Optional.empty(),
                Optional.empty(), Duration.ofMinutes(10))), UpgradeSpec.Restart.NEVER, Preset.FEWEST_OUTAGES,
                UpgradeSpec.Failback.NEVER, UpgradeSpec.ConvertWhen.WITH_MOVE, Duration.ofSeconds(30), Set.of(),
                Optional.empty(), Duration.ZERO, UpgradeSpec.OnFailure.STOP);
    }
}
