package dev.baton.core.planner;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Preset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Clusters of 16 nodes and 64 groups that need different amounts of two things, some of them replicas of a service
/// that are kept apart, filled to between a half and nine tenths.
final class MiddleClusters {
    private MiddleClusters() {}

    /// Returns the instance of that seed: always the same.
    static Instances random(Mode mode, long seed, int nodes, int groups) {
        Random random = new Random(seed * 7_919 + mode.ordinal());
        int spare = random.nextInt(3);
        int[] owners = new int[groups];
        List<Integer> seats = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            seats.add(1 + g % (nodes - spare));
        }
        Collections.shuffle(seats, random);
        for (int g = 0; g < groups; g++) {
            owners[g] = seats.get(g);
        }
        ClusterImage image = Scenes.cluster(mode.data(), false, nodes, owners);
        image = image.with(kind(mode, image.kinds().get(Scenes.KIND)));
        image = labels(demands(image, groups, random), groups, random);
        double used = 0.5 + random.nextInt(5) / 10.0;
        return new Instances(capacities(image, nodes - spare, used), Scenes.upgrade().withPreset(
                Preset.FEWEST_OUTAGES));
    }

    private static Kind kind(Mode mode, Kind k) {
        return new Kind(k.id(), k.product(), k.data(), 2, mode != Mode.UNTRUSTED, mode == Mode.CONVERTING,
                mode == Mode.IN_PLACE ? UpgradeMode.IN_PLACE_OFFLINE : k.upgrade(), k.convert(), k.backup(),
                k.version(), k.format());
    }

    private static ClusterImage demands(ClusterImage start, int groups, Random random) {
        ClusterImage image = start;
        for (int g = 1; g <= groups; g++) {
            GroupImage group = image.group(Scenes.group(g));
            image = image.with(group.withPreferred(List.of()).withTerms(group.terms().withDemand(new Amounts(
                    new TreeMap<>(Map.of("cores", 1L + random.nextInt(4), "memory", 1L + random.nextInt(8)))))));
        }
        return image;
    }

    /// Two of three nodes' groups are of no service; the others, one from each of some nodes, are replicas.
    private static ClusterImage labels(ClusterImage start, int groups, Random random) {
        ClusterImage image = start;
        for (int service = 0; service < groups / 8; service++) {
            Label label = new Label("service-" + service);
            Set<NodeId> taken = new TreeSet<>();
            for (int replica = 0; replica < 2 + random.nextInt(3); replica++) {
                GroupId id = Scenes.group(1 + random.nextInt(groups));
                GroupImage group = image.group(id);
                if (taken.add(group.owner().orElseThrow())) {
                    TreeSet<Label> more = new TreeSet<>(group.terms().apart());
                    more.add(label);
                    image = image.with(group.withTerms(group.terms().withApart(more)));
                }
            }
        }
        return image;
    }

    /// Every node has the same room: enough for its own, and for all to be `used` full on the whole.
    private static ClusterImage capacities(ClusterImage start, int serving, double used) {
        ClusterImage image = start;
        TreeMap<String, Long> room = new TreeMap<>();
        for (String what : List.of("cores", "memory")) {
            long sum = start.groups().values().stream().mapToLong(group -> group.terms().demand().get(what)).sum();
            long most = start.nodes().keySet().stream().mapToLong(node -> start.ownedBy(node).stream()
                    .mapToLong(group -> group.terms().demand().get(what)).sum()).max().orElse(0);
            room.put(what, Math.max(most, Math.round(sum / used / serving)));
        }
        for (NodeId id : start.nodes().keySet()) {
            image = image.with(image.node(id).withCapacity(new Amounts(room)));
        }
        return image;
    }
}
