package dev.baton.bench;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Label;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes clusters of any size, the same for the same numbers.
///
/// @param mode        of the groups' data
/// @param nodes       how many
/// @param groups      how many
/// @param spares      how many of the nodes are empty
/// @param utilisation share of each named amount that is used where groups are; 0 when nothing is limited
/// @param dimensions  how many amounts are named; 0 when nothing is limited
/// @param apart       one group in so many belongs to a service of three that are kept apart; 0 for none
/// @param seed        of sizes and places
public record Clusters(DataMode mode, int nodes, int groups, int spares, double utilisation, int dimensions, int apart,
        long seed) {
    private static final ProductId PRODUCT = new ProductId("app");
    private static final KindId KIND = new KindId("app");
    private static final long SIZES = 7;

    /// Returns the cluster.
    public ClusterImage image() {
        SplittableRandom random = new SplittableRandom(seed);
        long[][] demand = new long[groups][dimensions];
        for (long[] one : demand) {
            for (int d = 0; d < dimensions; d++) {
                one[d] = 1 + random.nextLong(SIZES);
            }
        }
        int serving = nodes - spares;
        long[][] used = new long[nodes][dimensions];
        for (int g = 0; g < groups; g++) {
            for (int d = 0; d < dimensions; d++) {
                used[g % serving][d] += demand[g][d];
            }
        }
        TreeMap<NodeId, NodeImage> machines = new TreeMap<>();
        List<NodeImage> list = new ArrayList<>();
        for (int n = 0; n < nodes; n++) {
            NodeImage node = NodeImage.defined(new NodeId("node%05d".formatted(n)), "127.0.0.1", n < 5, false)
                    .withMembership(Membership.UP, 1, "boot")
                    .withFacts(NodeFacts.UNKNOWN.with(PRODUCT, new Version("1.0"))).withCapacity(capacity(used));
            machines.put(node.id(), node);
            list.add(node);
        }
        TreeMap<GroupId, GroupImage> servers = new TreeMap<>();
        for (int g = 0; g < groups; g++) {
            NodeImage home = list.get(g % serving);
            servers.put(id(g), GroupImage.defined(id(g), KIND, List.of(resource()), List.of(home.id()),
                    new TreeSet<>(), false, new Format.At(new Version("1"))).withTerms(terms(g, demand[g]))
                    .settledOn(home, Placement.NONE.movedTo(home.id(), "at home")));
        }
        boolean onePerNode = dimensions == 0 && groups <= serving;
        return ClusterImage.EMPTY.withRevision(1).withSettings(new Settings("bench", onePerNode, "none"))
                .with(kind()).withAll(machines, servers);
    }

    /// Every node has the same room: what the fullest uses, divided by the utilisation.
    private Amounts capacity(long[][] used) {
        TreeMap<String, Long> room = new TreeMap<>();
        for (int d = 0; d < dimensions; d++) {
            long most = 0;
            for (long[] node : used) {
                most = Math.max(most, node[d]);
            }
            room.put("amount" + d, Math.round(most / utilisation));
        }
        return new Amounts(room);
    }

    private Terms terms(int group, long[] demand) {
        TreeMap<String, Long> needs = new TreeMap<>();
        for (int d = 0; d < dimensions; d++) {
            needs.put("amount" + d, demand[d]);
        }
        TreeSet<Label> labels = new TreeSet<>();
        if (apart > 0 && group % apart == 0) {
            labels.add(new Label("service" + group / apart / 3));
        }
        return Terms.NONE.withDemand(new Amounts(needs)).withApart(labels);
    }

    private static GroupId id(int group) {
        return new GroupId("group%06d".formatted(group));
    }

    private static Resource resource() {
        return new Resource(new ResourceId("service"), "process", new TreeMap<>(), Collections.emptySortedSet(),
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    private Kind kind() {
        Optional<Kind.Convert> convert = mode == DataMode.COMPATIBLE ? Optional.empty()
                : Optional.of(new Kind.Convert(new TreeSet<>(List.of(new ResourceId("service"))), new TreeSet<>(),
                        new Command("convert"), true, Duration.ofMinutes(2)));
        return new Kind(KIND, PRODUCT, mode, 1, true, false, UpgradeMode.ROLLING, convert, Optional.empty(),
                Optional.of(new Command("version")), Optional.of(new Command("format")));
    }

    /// Returns the upgrade of every node: ten minutes each, moves of half a minute.
    public static UpgradeSpec upgrade() {
        return new UpgradeSpec("app-2", List.of(new UpgradeSpec.ProductUpgrade(PRODUCT,
                VersionRange.parse(">=1.0 <2.0"), new Version("2.0"), Optional.empty(), new Command("install"),
                Optional.of(new Command("undo")), Optional.empty(), Duration.ofMinutes(10))),
                UpgradeSpec.Restart.ALWAYS, Preset.FEWEST_OUTAGES, UpgradeSpec.Failback.NEVER,
                UpgradeSpec.ConvertWhen.WITH_MOVE, Duration.ofSeconds(30), Set.of(), Optional.empty(), Duration.ZERO,
                UpgradeSpec.OnFailure.STOP);
    }

    /// Returns the cluster in a few words.
    public String words() {
        return "%s, %d spare, %s".formatted(mode.name().toLowerCase(Locale.ROOT), spares,
                dimensions == 0 ? "no limits" : dimensions + " amounts at " + utilisation)
                + (apart > 0 ? ", 1 in " + apart + " kept apart" : "");
    }
}
