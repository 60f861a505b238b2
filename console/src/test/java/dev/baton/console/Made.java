package dev.baton.console;

import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.StatusView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.EventKind;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Made clusters: groups `g1`, `g2`, ... of two resources each, dealt to the nodes in turn; the last node is empty.
final class Made {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    static final String UPGRADE = """
            upgrade: app-2.0
            products:
              - product: app
                from: ">=1.0 <2.0"
                to: 2.0
                install: /opt/app/install
                undo: /opt/app/undo
                takes: 10m
            move-takes: 30s
            accept: {no-failover: 45m per group}
            """;

    private static final KindId KIND = new KindId("app");
    private static final ProductId PRODUCT = new ProductId("app");

    private Made() {}

    static ClusterImage cluster(int nodes, int groups) {
        TreeMap<NodeId, NodeImage> machines = new TreeMap<>();
        TreeMap<GroupId, GroupImage> servers = new TreeMap<>();
        for (int n = 1; n <= nodes; n++) {
            NodeFacts facts = new NodeFacts(NodeFacts.UNKNOWN.with(PRODUCT, new Version("1.0")).versions(),
                    new LevelRange(1, 1), "cgroup", "");
            machines.put(node(n), NodeImage.defined(node(n), "10.0.0." + n, n <= 3, false)
                    .withMembership(Membership.UP, 1, "boot").withFacts(facts));
        }
        for (int g = 1; g <= groups; g++) {
            NodeImage home = machines.get(node(1 + (g - 1) % (nodes - 1)));
            servers.put(group(g), GroupImage.defined(group(g), KIND, List.of(resource("disk"),
                    resource("server", "disk")), List.of(home.id()), new TreeSet<>(), g == 3,
                    new Format.At(new Version("1.0"))).settledOn(home,
                            Placement.NONE.movedTo(home.id(), "placed for the first time")));
        }
        Kind kind = new Kind(KIND, PRODUCT, DataMode.COMPATIBLE, 2, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), Optional.of(new Command("version")), Optional.empty());
        return ClusterImage.EMPTY.withRevision(7).withSettings(new Settings("lab", groups < nodes, "none")).with(kind)
                .withAll(machines, servers);
    }

    static NodeId node(int n) {
        return new NodeId("node" + n);
    }

    static GroupId group(int g) {
        return new GroupId("g" + g);
    }

    private static Resource resource(String name, String... needs) {
        TreeSet<ResourceId> needed = new TreeSet<>();
        Set.of(needs).forEach(need -> needed.add(new ResourceId(need)));
        return new Resource(new ResourceId(name), "process", new TreeMap<>(), needed, Duration.ofSeconds(10),
                Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    static Known known(ClusterImage image) {
        TreeMap<GroupId, Instant> since = new TreeMap<>();
        image.groups().keySet().forEach(group -> since.put(group, NOW.minus(Duration.ofHours(3))));
        StatusView status = new StatusView(image, Optional.of(node(1)), new StatusView.Votes(3, 3, new TreeMap<>()),
                since, Optional.empty(), NOW);
        List<EventView> events = List.of(new EventView(1, NOW.minusSeconds(60), "baton", "g1", "g1 goes to node1",
                EventKind.GROUP_PLACED));
        return Known.of(node(1), status, Coverage.of(image), List.of(), events, Optional.empty(),
                Optional.of("vera, viewer"));
    }
}
