package dev.baton.core.planner;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.plan.MajorityLoss;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Silence;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A cluster and an upgrade in numbers: nodes and groups are counted from 0 in the order of their names, times are in
/// milliseconds. What does not change while the upgrade goes on is answered here; what changes is a [Board].
final class Problem {
    /// The cluster when the plan begins.
    final ClusterImage start;
    /// The same once every group that goes that way is detached; the search begins there.
    final ClusterImage image;
    final UpgradeSpec spec;
    /// How many groups are detached; nobody takes them over.
    final int detached;
    final List<NodeImage> nodes;
    final List<GroupImage> groups;
    /// Whether groups may share a node.
    final boolean stacking;
    final long moveMillis;
    final long upgradeMillis;
    final long soakMillis;
    /// Where each group is, or -1.
    final int[] owner;
    /// Where each group belongs: where it is when owners must be restored, else its first preferred owner; -1 if
    /// neither.
    final int[] home;
    private final Kind[] kinds;
    private final boolean[] needs;
    private final boolean[] runHeld;
    private final boolean[] online;
    private final boolean[] mustConvert;
    private final int[] silenced;
    private final int[] criticalSilenced;
    private final int[] givenUp;
    private final int[] criticalGivenUp;

    Problem(ClusterImage image, UpgradeSpec spec) {
        this(image, Detaching.away(image, spec, image.nodes().values().stream().anyMatch(node ->
                node.holds().containsKey(Projection.RUN_HOLD) || !outdated(spec, node).isEmpty())), spec);
    }

    private Problem(ClusterImage start, ClusterImage image, UpgradeSpec spec) {
        this.start = start;
        this.image = image;
        this.spec = spec;
        this.detached = (int) image.groups().values().stream().filter(group -> group.placement().detached()).count();
        this.nodes = List.copyOf(image.nodes().values());
        this.groups = List.copyOf(image.groups().values());
        this.stacking = !image.settings().oneGroupPerNode();
        this.moveMillis = spec.moveTakes().toMillis();
        this.upgradeMillis = spec.nodeTakes().toMillis();
        this.soakMillis = spec.soakAfterNode().toMillis();
        this.needs = new boolean[nodes.size()];
        this.runHeld = new boolean[nodes.size()];
        for (int n = 0; n < needs.length; n++) {
            runHeld[n] = nodes.get(n).holds().containsKey(Projection.RUN_HOLD);
            needs[n] = runHeld[n] || !outdated(nodes.get(n)).isEmpty();
        }
        int count = groups.size();
        this.owner = new int[count];
        this.home = new int[count];
        this.kinds = new Kind[count];
        this.online = new boolean[count];
        this.mustConvert = new boolean[count];
        this.silenced = new int[count];
        this.criticalSilenced = new int[count];
        boolean ordered = groups.stream().anyMatch(group -> !group.terms().after().isEmpty());
        for (int g = 0; g < count; g++) {
            GroupImage group = groups.get(g);
            kinds[g] = image.kindOf(group);
            owner[g] = indexOf(group.owner().isPresent() ? group.owner() : group.placement().owner());
            home[g] = returnHome() ? owner[g] : preferred(group, owner[g]);
            online[g] = group.intent().online() && !group.placement().detached();
            Optional<Version> wanted = formatWanted(g);
            mustConvert[g] = wanted.isPresent() && !group.format().equals(new Format.At(wanted.get()));
            if (ordered && !isDetached(g)) {
                Set<GroupId> silent = Silence.of(image, Set.of(group.id()));
                silenced[g] = silent.size();
                criticalSilenced[g] = (int) silent.stream().filter(id -> image.group(id).critical()).count();
            } else if (online[g]) {
                silenced[g] = 1;
                criticalSilenced[g] = group.critical() ? 1 : 0;
            }
        }
        this.givenUp = new int[nodes.size()];
        this.criticalGivenUp = new int[nodes.size()];
        for (int n = 0; n < nodes.size(); n++) {
            if (needs[n] && spec.restart() == UpgradeSpec.Restart.ALWAYS) {
                Set<GroupId> silent = givenUpWithout(n);
                givenUp[n] = silent.size();
                criticalGivenUp[n] = (int) silent.stream().filter(id -> image.group(id).critical()).count();
            }
        }
    }

    private int indexOf(Optional<NodeId> node) {
        return node.isPresent() ? indexOf(node.get()) : -1;
    }

    /// The first preferred owner that the cluster has.
    private int preferred(GroupImage group, int none) {
        for (NodeId node : group.preferred()) {
            int index = indexOf(node);
            if (index >= 0) {
                return index;
            }
        }
        return none;
    }

    /// The groups that fall silent because nothing can be decided while the node restarts. What stays on the node is
    /// offline by then, and is counted by itself.
    private Set<GroupId> givenUpWithout(int node) {
        TreeSet<GroupId> silent = new TreeSet<>(MajorityLoss.of(image, nodes.get(node).id()));
        if (!silent.isEmpty()) {
            silent.removeAll(Silence.of(image, IntStream.range(0, groups.size()).filter(g -> owner[g] == node
                    && inPlace(g)).mapToObj(g -> groups.get(g).id()).toList()));
        }
        return silent;
    }

    /// Returns the number of a node, or -1.
    int indexOf(NodeId id) {
        return Math.max(-1, image.placeOf(id));
    }

    /// Returns the number of a group, or -1.
    int indexOf(GroupId id) {
        return Math.max(-1, image.placeOf(id));
    }

    /// Returns the products that the upgrade changes on a node, in order.
    List<UpgradeSpec.ProductUpgrade> outdated(NodeImage node) {
        return outdated(spec, node);
    }

    private static List<UpgradeSpec.ProductUpgrade> outdated(UpgradeSpec spec, NodeImage node) {
        List<UpgradeSpec.ProductUpgrade> outdated = new ArrayList<>();
        for (UpgradeSpec.ProductUpgrade product : spec.products()) {
            Optional<Version> there = node.version(product.product());
            if (there.isPresent() && !there.get().equals(product.to())) {
                outdated.add(product);
            }
        }
        return outdated;
    }

    /// Returns whether some node must be changed.
    boolean changes() {
        return IntStream.range(0, needs.length).anyMatch(n -> needs[n]);
    }

    /// Returns whether the node must be changed, or is left over from a change that was cut off.
    boolean needs(int node) {
        return needs[node];
    }

    /// Returns whether the group should run, under the cluster's control.
    boolean online(int group) {
        return online[group];
    }

    /// Returns how many groups fall silent when this one has an outage: itself and those that start after it.
    int silenced(int group) {
        return silenced[group];
    }

    /// Returns how many of these are critical.
    int criticalSilenced(int group) {
        return criticalSilenced[group];
    }

    /// Returns how many groups fall silent while the node restarts because no majority is left (law 5).
    int givenUp(int node) {
        return givenUp[node];
    }

    /// Returns how many of these are critical.
    int criticalGivenUp(int node) {
        return criticalGivenUp[node];
    }

    /// Returns how many outages no plan avoids because no majority is left while nodes restart.
    int givenUpInAll() {
        return IntStream.of(givenUp).sum();
    }

    /// Returns whether the group stays where it is, offline, while its node is changed.
    boolean inPlace(int group) {
        return isDetached(group) || (kinds[group].upgrade() == UpgradeMode.IN_PLACE_OFFLINE
                && spec.product(kinds[group].product()).isPresent());
    }

    /// Returns whether the group is on a node that is to be changed under it.
    boolean changedUnder(int group) {
        return inPlace(group) && owner[group] >= 0 && needs[owner[group]];
    }

    /// Returns whether the group is outside the cluster's control.
    boolean isDetached(int group) {
        return groups.get(group).placement().detached();
    }

    /// Returns whether the group's format must follow the product and has not yet.
    boolean mustConvert(int group) {
        return mustConvert[group];
    }

    /// Returns whether a conversion was begun and not ended: only its owner can go on with it.
    boolean inConversion(int group) {
        return groups.get(group).format() instanceof Format.Converting;
    }

    Kind kind(int group) {
        return kinds[group];
    }

    /// Returns the format that the group has in the end, when its product changes it.
    Optional<Version> formatWanted(int group) {
        Kind kind = kinds[group];
        return kind.mustFollow() && spec.convert() != UpgradeSpec.ConvertWhen.BY_HAND
                ? spec.product(kind.product()).map(product -> kind.formatOf(product.to())) : Optional.empty();
    }

    /// Returns how long the group's conversion takes, in milliseconds.
    long convertMillis(int group) {
        return kinds[group].convert().map(convert -> convert.takes().toMillis()).orElse(0L);
    }

    /// Returns the version of the group's product on the node, before or after the node's change.
    Optional<Version> version(int group, int node, boolean upgraded) {
        ProductId product = kinds[group].product();
        Optional<Version> now = nodes.get(node).version(product);
        return upgraded && now.isPresent()
                ? spec.product(product).map(UpgradeSpec.ProductUpgrade::to).or(() -> now) : now;
    }

    private Format format(int group, boolean converted) {
        return converted ? new Format.At(formatWanted(group).orElseThrow()) : groups.get(group).format();
    }

    /// Returns whether the node can run the group with its data as it is.
    boolean opens(int group, boolean converted, int node, boolean upgraded) {
        return version(group, node, upgraded)
                .map(version -> kinds[group].opens(version, format(group, converted)))
                .orElse(kinds[group].fitsAnywhere(format(group, converted)));
    }

    /// Returns whether the node has the version that the group's data is converted to.
    boolean converts(int group, int node, boolean upgraded) {
        return mustConvert[group] && version(group, node, upgraded).map(kinds[group]::formatOf)
                .equals(formatWanted(group));
    }

    /// Returns whether the node could run the group after a failover: as its data is, or converted by the failover.
    boolean takesOver(int group, boolean converted, int node, boolean upgraded) {
        if (opens(group, converted, node, upgraded)) {
            return true;
        }
        Kind kind = kinds[group];
        return kind.failoverMayConvert() && kind.convert().isPresent() && switch (format(group, converted)) {
            case Format.At(var at) -> version(group, node, upgraded)
                    .map(version -> at.compareTo(kind.formatOf(version)) < 0).orElse(false);
            case Format.Unread _, Format.Converting _ -> false;
        };
    }

    /// Returns whether a plan may put the group on the node, as far as the two alone decide and versions agree.
    boolean mayPlace(int group, int node) {
        return member(node) && possible(group, node) && large(group, node)
                && nodes.get(node).heldAtMostBy(Projection.RUN_HOLD);
    }

    /// Returns whether an emergency may put the group on the node, as far as the two alone decide and versions agree.
    boolean mayReceive(int group, int node) {
        return member(node) && possible(group, node) && large(group, node) && nodes.get(node).holds().values().stream()
                .allMatch(hold -> hold.id().equals(Projection.RUN_HOLD) || hold.strength() == Hold.Strength.PAUSED);
    }

    /// Returns whether a cut-off run left its hold on the node: nothing starts there before the node is changed.
    boolean runHeld(int node) {
        return runHeld[node];
    }

    private boolean large(int group, int node) {
        return nodes.get(node).capacity().exceededBy(Amounts.NONE, groups.get(group).terms().demand()).isEmpty();
    }

    private boolean member(int node) {
        return nodes.get(node).up() && !nodes.get(node).witness();
    }

    private boolean possible(int group, int node) {
        return groups.get(group).possible().isEmpty()
                || groups.get(group).possible().contains(nodes.get(node).id());
    }

    /// Returns whether it matters to a plan where a group belongs.
    boolean homeMatters() {
        return returnHome() || spec.convert() == UpgradeSpec.ConvertWhen.ON_RETURN;
    }

    /// Returns whether owners must be restored.
    boolean returnHome() {
        return spec.failback() != UpgradeSpec.Failback.NEVER;
    }

    /// Returns whether the group may be converted now, as far as the specification's `convert` decides.
    boolean mayConvertNow(int group, int node, boolean allUpgraded) {
        return switch (spec.convert()) {
            case WITH_MOVE -> true;
            case ON_RETURN -> allUpgraded || node == home[group] || kinds[group].data()
                    == DataMode.STRICT;
            case AT_END -> allUpgraded || kinds[group].data() == DataMode.STRICT;
            case BY_HAND -> false;
        };
    }
}
