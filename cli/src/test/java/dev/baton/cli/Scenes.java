package dev.baton.cli;

import dev.baton.core.journal.RunView;
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
import dev.baton.core.report.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Four nodes, evs1 to evs3 on the first three, strict data at 1.4, one group per node.
final class Scenes {

    private static final ProductId H2 = new ProductId("h2");
    private static final KindId KIND = new KindId("h2");

    private Scenes() {}

    static ClusterImage fourNodes() {
        ResourceId disk = new ResourceId("disk");
        ResourceId database = new ResourceId("database");
        Kind kind = new Kind(KIND, H2, DataMode.STRICT, 2, true, false, UpgradeMode.ROLLING,
                Optional.of(new Kind.Convert(new TreeSet<>(List.of(database)), new TreeSet<>(List.of(disk)),
                        new Command("convert"), true, Duration.ofSeconds(2))),
                Optional.empty(), Optional.of(new Command("version")), Optional.of(new Command("format")));
        ClusterImage image = ClusterImage.EMPTY.withRevision(118).withSettings(new Settings("demo", true, "none"))
                .with(kind);
        for (int n = 1; n <= 4; n++) {
            image = image.with(NodeImage.defined(node(n), "127.0.0." + n, true, false)
                    .withMembership(Membership.UP, 1, "boot").withFacts(new NodeFacts(new TreeMap<>(Map.of(H2,
                            new Version("1.4.200"))), new LevelRange(1, 1), "cgroup", "")));
        }
        for (int g = 1; g <= 3; g++) {
            image = image.with(GroupImage.defined(group(g), KIND, List.of(resource(disk), resource(database, disk)),
                    List.of(node(g)), new TreeSet<>(), false, new Format.At(new Version("1.4")))
                    .settledOn(image.node(node(g)), Placement.NONE.movedTo(node(g), "first placement")));
        }
        return image;
    }

    static NodeId node(int n) {
        return new NodeId("node" + n);
    }

    static GroupId group(int n) {
        return new GroupId("evs" + n);
    }

    /// Returns the image with the group moved as its agents would.
    static ClusterImage moved(ClusterImage image, GroupId group, NodeId to) {
        GroupImage before = image.group(group);
        return image.with(before.settledOn(image.node(to), before.placement().movedTo(to, "moved by a test")));
    }

    /// Returns the report of a run without outages.
    static RunReport report(RunView run) {
        Duration took = Duration.ofMinutes(4);
        return new RunReport(run, run.started().plus(took), new RunReport.Times(took, took, Duration.ZERO,
                Duration.ZERO, Duration.ZERO), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), Optional.empty(), List.of());
    }

    private static Resource resource(ResourceId id, ResourceId... needs) {
        return new Resource(id, "process", new TreeMap<>(Map.of("run", "serve")), new TreeSet<>(List.of(needs)),
                Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(1));
    }
}
