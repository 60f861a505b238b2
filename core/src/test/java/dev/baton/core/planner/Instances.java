package dev.baton.core.planner;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Random small clusters in whatever half-done state, with an upgrade.
record Instances(ClusterImage image, UpgradeSpec spec) {

    /// Returns the instance of that seed: always the same.
    static Instances random(DataMode mode, long seed, int maxNodes, int maxGroups) {
        Random random = new Random(seed * 31 + mode.ordinal());
        int nodes = 2 + random.nextInt(maxNodes - 1);
        boolean apart = random.nextInt(10) < 6;
        int groups = 1 + random.nextInt(apart ? Math.min(maxGroups, nodes) : maxGroups);
        List<Integer> seats = new ArrayList<>();
        for (int n = 1; n <= nodes; n++) {
            seats.add(n);
        }
        java.util.Collections.shuffle(seats, random);
        int[] owners = new int[groups];
        for (int g = 0; g < groups; g++) {
            owners[g] = apart ? seats.get(g) : 1 + random.nextInt(nodes);
        }
        ClusterImage image = Scenes.cluster(mode, apart, nodes, owners);
        image = image.with(kind(mode, random));
        image = nodesHalfDone(image, nodes, random);
        image = groupsAsTheyAre(image, mode, groups, nodes, random);
        return new Instances(image, spec(random));
    }

    /// Returns this instance in a cluster where only some nodes vote; in every other one nodes restart.
    Instances voting(long seed) {
        Random random = new Random(seed * 7_919 + 5);
        ClusterImage voting = image;
        for (NodeImage node : image.nodes().values()) {
            voting = voting.with(new NodeImage(node.id(), node.address(), random.nextInt(3) > 0, node.witness(),
                    node.membership(), node.incarnation(), node.bootId(), node.holds(), node.facts(),
                    node.capacity()));
        }
        UpgradeSpec.Restart restart = random.nextBoolean() ? UpgradeSpec.Restart.ALWAYS : spec.restart();
        return new Instances(voting, new UpgradeSpec(spec.name(), spec.products(), restart, spec.preset(),
                spec.failback(), spec.convert(), spec.moveTakes(), spec.stopBefore(), spec.acceptedExposure(),
                spec.soakAfterNode(), spec.onFailure()));
    }

    private static Kind kind(DataMode mode, Random random) {
        Kind k = Scenes.kind(mode);
        return new Kind(k.id(), k.product(), mode, 2, random.nextInt(5) > 0,
                mode != DataMode.COMPATIBLE && random.nextInt(4) == 0, k.upgrade(), k.convert(), k.backup(),
                k.version(), k.format());
    }

    private static ClusterImage nodesHalfDone(ClusterImage start, int nodes, Random random) {
        ClusterImage image = start;
        for (int n = 1; n <= nodes; n++) {
            if (random.nextInt(6) == 0) {
                image = Scenes.upgraded(image, n);
                boolean empty = image.ownedBy(Scenes.node(n)).isEmpty();
                if (empty && random.nextInt(3) == 0) {
                    image = image.with(image.node(Scenes.node(n)).withMembership(Membership.DOWN, 1, "boot"));
                }
            }
            if (random.nextInt(12) == 0) {
                image = image.with(image.node(Scenes.node(n)).withHold(new Hold(new HoldId("h"), "operator", "look",
                        Hold.Strength.PAUSED, Optional.empty())));
            }
        }
        return image;
    }

    private static ClusterImage groupsAsTheyAre(ClusterImage start, DataMode mode, int groups, int nodes,
            Random random) {
        ClusterImage image = start;
        for (int g = 1; g <= groups; g++) {
            GroupImage group = image.group(Scenes.group(g));
            NodeId owner = group.owner().orElseThrow();
            boolean onNew = image.node(owner).version(Scenes.PRODUCT).orElseThrow().equals(Scenes.NEW);
            boolean converted = onNew && (mode == DataMode.STRICT ? random.nextInt(4) > 0 : random.nextBoolean());
            TreeSet<NodeId> possible = new TreeSet<>();
            if (random.nextInt(3) == 0) {
                possible.add(owner);
                for (int n = 1; n <= nodes; n++) {
                    if (random.nextInt(3) > 0) {
                        possible.add(Scenes.node(n));
                    }
                }
            }
            List<NodeId> preferred = random.nextInt(4) == 0 ? List.of(Scenes.node(1 + random.nextInt(nodes)))
                    : List.of();
            boolean critical = random.nextInt(5) == 0;
            Intent intent = new Intent(random.nextInt(10) > 0, new TreeSet<>());
            boolean cutOff = mode == DataMode.STRICT && onNew && !converted;
            Placement placement = group.placement().withOffline(!intent.online() ? group.resourceIds()
                    : cutOff ? new TreeSet<>(Set.of(Scenes.ATTENDANT)) : new TreeSet<>(), "so");
            image = image.with(new GroupImage(group.id(), group.kind(), group.parameters(), group.resources(),
                    preferred, possible, critical, intent, placement, group.claim(), group.report(),
                    new Format.At(converted ? Scenes.NEW : Scenes.OLD), group.terms())
                    .settledOn(image.node(owner), placement));
        }
        return image;
    }

    private static UpgradeSpec spec(Random random) {
        UpgradeSpec s = Scenes.upgrade();
        UpgradeSpec.ProductUpgrade p = s.products().getFirst();
        return new UpgradeSpec(s.name(), List.of(new UpgradeSpec.ProductUpgrade(p.product(), p.from(), p.to(),
                p.prepare(), p.install(), p.undo(), p.selfTest(), Duration.ofMinutes(1 + random.nextInt(60)))),
                s.restart(), random.nextBoolean() ? Preset.FEWEST_OUTAGES : Preset.LEAST_EXPOSURE,
                random.nextInt(4) == 0 ? UpgradeSpec.Failback.AT_END : UpgradeSpec.Failback.NEVER,
                UpgradeSpec.ConvertWhen.values()[random.nextInt(8) > 2 ? 0 : random.nextInt(3)],
                Duration.ofMinutes(1 + random.nextInt(3)), Set.of(), Optional.empty(),
                Duration.ofMinutes(random.nextInt(4) == 0 ? random.nextInt(10) : 0), s.onFailure());
    }
}
