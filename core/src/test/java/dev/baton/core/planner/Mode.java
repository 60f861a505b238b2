package dev.baton.core.planner;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Terms;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Sorts of random instances: what the data allows, how kinds go through an upgrade, and how many kinds there are. Each
/// has capacities, labels, critical groups and orders here and there.
enum Mode {
    COMPATIBLE(DataMode.COMPATIBLE), UNTRUSTED(DataMode.COMPATIBLE), BACKWARD(DataMode.BACKWARD),
    STRICT(DataMode.STRICT), CONVERTING(DataMode.STRICT), IN_PLACE(DataMode.BACKWARD), MIXED(DataMode.STRICT);

    private static final ProductId OTHER = new ProductId("other");
    private static final int MOST_SPOTS = 60_000;
    private static final Label APART = new Label("apart");
    private static final Label RATHER = new Label("rather");

    private final DataMode data;

    Mode(DataMode data) {
        this.data = data;
    }

    DataMode data() {
        return data;
    }

    /// Returns the instance of that seed: always the same. Where groups share nodes it has only as many groups as
    /// exhaustive search can bear.
    Instances instance(long seed, int maxNodes, int maxGroups) {
        Random random = new Random(seed * 1_000_003 + ordinal());
        DataMode main = this == IN_PLACE ? DataMode.values()[random.nextInt(3)] : data;
        boolean small = random.nextInt(10) < 6;
        int most = maxGroups;
        Instances base;
        do {
            base = Instances.random(main, seed, small ? Math.min(maxNodes, 4) : maxNodes,
                    small ? Math.min(most, 4) : most);
            most--;
        } while (spots(base) > MOST_SPOTS && most > 0);
        return widened(base, random);
    }

    private static double spots(Instances instance) {
        int nodes = instance.image().nodes().size();
        int groups = instance.image().groups().size();
        return instance.image().settings().oneGroupPerNode() ? 0 : Math.pow(nodes, groups) * Math.pow(2, nodes);
    }

    private Instances widened(Instances base, Random random) {
        ClusterImage image = base.image().with(main(base.image().kinds().get(Scenes.KIND), random));
        UpgradeSpec spec = base.spec();
        if (this == IN_PLACE || this == MIXED) {
            boolean same = this == IN_PLACE;
            image = withOtherKind(image, same, random);
            spec = !same && random.nextInt(4) > 0 ? withOtherProduct(spec, random) : spec;
        }
        if (!image.settings().oneGroupPerNode()) {
            image = random.nextInt(10) < 5 ? capacities(image, random) : image;
            image = random.nextInt(10) < 4 ? labels(image, random) : image;
        }
        image = random.nextInt(this == COMPATIBLE || this == UNTRUSTED ? 20 : 5) == 0 ? bound(image, random) : image;
        return new Instances(random.nextInt(4) == 0 ? order(image, random) : image, spec);
    }

    private Kind main(Kind k, Random random) {
        boolean trust = this != UNTRUSTED && (this == COMPATIBLE || random.nextInt(5) > 0);
        return new Kind(k.id(), k.product(), k.data(), 2, trust, this == CONVERTING, k.upgrade(), k.convert(),
                k.backup(), k.version(), k.format());
    }

    /// Some groups become of another kind: one that is changed in place, or one with another product.
    private static ClusterImage withOtherKind(ClusterImage start, boolean same, Random random) {
        DataMode mode = same ? start.kinds().get(Scenes.KIND).data() : DataMode.values()[random.nextInt(3)];
        Kind k = Scenes.kind(mode);
        Kind other = new Kind(new KindId("other"), same ? Scenes.PRODUCT : OTHER, mode, 2, random.nextInt(5) > 0,
                mode != DataMode.COMPATIBLE && random.nextInt(4) == 0,
                same || random.nextInt(4) == 0 ? UpgradeMode.IN_PLACE_OFFLINE : UpgradeMode.ROLLING, k.convert(),
                k.backup(), k.version(), k.format());
        ClusterImage image = start.with(other);
        for (NodeImage node : start.nodes().values()) {
            boolean changed = node.version(Scenes.PRODUCT).orElseThrow().equals(Scenes.NEW);
            boolean ahead = random.nextInt(8) < (changed ? 6 : 1);
            image = same ? image : image.with(node.withFacts(node.facts().with(OTHER, ahead ? Scenes.NEW
                    : Scenes.OLD)));
        }
        for (GroupImage group : start.groups().values()) {
            image = random.nextBoolean() ? image.with(as(other, group, image, random)) : image;
        }
        return image;
    }

    private static GroupImage as(Kind kind, GroupImage group, ClusterImage image, Random random) {
        NodeImage owner = image.node(group.owner().orElseThrow());
        boolean ahead = owner.version(kind.product()).orElseThrow().equals(Scenes.NEW);
        boolean converted = ahead && random.nextInt(4) > 0;
        boolean cutOff = kind.data() == DataMode.STRICT && ahead && !converted;
        var offline = !group.intent().online() ? group.resourceIds()
                : new TreeSet<>(cutOff ? Set.of(Scenes.ATTENDANT) : Set.of());
        GroupImage plain = GroupImage.defined(group.id(), kind.id(), group.resources(), group.preferred(),
                group.possible(), group.critical(), new Format.At(converted ? Scenes.NEW : Scenes.OLD));
        return plain.withIntent(group.intent())
                .settledOn(owner, group.placement().withOffline(offline, "so"));
    }

    private static UpgradeSpec withOtherProduct(UpgradeSpec s, Random random) {
        UpgradeSpec.ProductUpgrade first = s.products().getFirst();
        List<UpgradeSpec.ProductUpgrade> both = new ArrayList<>(s.products());
        both.add(new UpgradeSpec.ProductUpgrade(OTHER, first.from(), first.to(), first.prepare(), first.install(),
                first.undo(), first.selfTest(), Duration.ofMinutes(1 + random.nextInt(20))));
        return new UpgradeSpec(s.name(), both, s.restart(), s.preset(), s.failback(), s.convert(), s.moveTakes(),
                s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure());
    }

    private static ClusterImage capacities(ClusterImage start, Random random) {
        ClusterImage image = start;
        for (GroupImage group : start.groups().values()) {
            image = image.with(group.withTerms(group.terms().withDemand(Amounts.of("m", random.nextInt(5)))));
        }
        for (NodeId id : start.nodes().keySet()) {
            long load = image.ownedBy(id).stream().mapToLong(group -> group.terms().demand().get("m")).sum();
            long room = Math.max(random.nextInt(8) == 0 ? 0 : load, 2 + random.nextInt(8));
            image = random.nextInt(6) == 0 ? image : image.with(image.node(id).withCapacity(Amounts.of("m", room)));
        }
        return image;
    }

    private static ClusterImage labels(ClusterImage start, Random random) {
        ClusterImage image = start;
        for (GroupImage group : start.groups().values()) {
            Terms terms = image.group(group.id()).terms();
            terms = random.nextInt(3) == 0 ? terms.withApart(new TreeSet<>(Set.of(APART))) : terms;
            terms = random.nextInt(3) == 0 ? terms.withRatherApart(new TreeSet<>(Set.of(random.nextInt(5) == 0 ? APART
                    : RATHER))) : terms;
            image = image.with(image.group(group.id()).withTerms(terms));
        }
        return image;
    }

    /// Two groups that may be nowhere else.
    private static ClusterImage bound(ClusterImage start, Random random) {
        ClusterImage image = start;
        List<GroupImage> groups = List.copyOf(start.groups().values());
        for (int i = 0; i < 2; i++) {
            GroupImage group = image.group(groups.get(random.nextInt(groups.size())).id());
            image = image.with(group.withPossible(new TreeSet<>(Set.of(group.owner().orElseThrow()))));
        }
        return image;
    }

    private static ClusterImage order(ClusterImage start, Random random) {
        ClusterImage image = start;
        List<GroupImage> groups = List.copyOf(start.groups().values());
        for (int g = 1; g < groups.size(); g++) {
            GroupImage group = image.group(groups.get(g).id());
            image = random.nextBoolean() ? image.with(group.withTerms(group.terms().withAfter(
                    new TreeSet<>(Set.of(groups.get(random.nextInt(g)).id()))))) : image;
        }
        return image;
    }
}
