package dev.baton.core.model;

import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/// One change of the cluster, as the coordination tree tells it. An image is [ClusterImage#EMPTY] with every delta
/// applied in order; a delta about something that is not defined changes nothing, because a definition may arrive after
/// what was said about it (the tree's mirror then replays it).
public sealed interface ClusterDelta {

    record SettingsSet(Settings settings) implements ClusterDelta {}

    record LevelSet(int level) implements ClusterDelta {}

    record KindSet(Kind kind) implements ClusterDelta {}

    record KindGone(KindId kind) implements ClusterDelta {}

    record NodeDefined(NodeId node, String address, boolean voter, boolean witness, Amounts capacity)
            implements ClusterDelta {}

    record NodeGone(NodeId node) implements ClusterDelta {}

    record MembershipSet(NodeId node, Membership membership, long incarnation, String bootId) implements ClusterDelta {}

    record HoldsSet(NodeId node, SortedMap<HoldId, Hold> holds) implements ClusterDelta {}

    record FactsSet(NodeId node, NodeFacts facts) implements ClusterDelta {}

    /// @param definition a group whose intent, placement, claim, report and format are ignored when it is known already
    record GroupDefined(GroupImage definition) implements ClusterDelta {}

    record GroupGone(GroupId group) implements ClusterDelta {}

    record IntentSet(GroupId group, Intent intent) implements ClusterDelta {}

    record PlacementSet(GroupId group, Placement placement) implements ClusterDelta {}

    record ClaimSet(GroupId group, Optional<Claim> claim) implements ClusterDelta {}

    record ReportSet(GroupId group, Optional<Report> report) implements ClusterDelta {}

    record FormatSet(GroupId group, Format format) implements ClusterDelta {}

    /// Returns the image after this change; its revision is the caller's to set.
    default ClusterImage applyTo(ClusterImage image) {
        return switch (this) {
            case SettingsSet(var settings) -> image.withSettings(settings);
            case LevelSet(var level) -> image.withLevel(level);
            case KindSet(var kind) -> image.with(kind);
            case KindGone(var kind) -> image.without(kind);
            case NodeDefined(var node, var address, var voter, var witness, var capacity) -> image.with(define(
                    Optional.ofNullable(image.nodes().get(node)),
                    NodeImage.defined(node, address, voter, witness).withCapacity(capacity)));
            case NodeGone(var node) -> image.without(node);
            case MembershipSet(var node, var membership, var incarnation, var bootId) ->
                onNode(image, node, n -> n.withMembership(membership, incarnation, bootId));
            case HoldsSet(var node, var holds) -> onNode(image, node, n -> n.withHolds(holds));
            case FactsSet(var node, var facts) -> onNode(image, node, n -> n.withFacts(facts));
            case GroupDefined(var definition) -> image.with(define(
                    Optional.ofNullable(image.groups().get(definition.id())), definition));
            case GroupGone(var group) -> image.without(group);
            case IntentSet(var group, var intent) -> onGroup(image, group, g -> g.withIntent(intent));
            case PlacementSet(var group, var placement) -> onGroup(image, group, g -> g.withPlacement(placement));
            case ClaimSet(var group, var claim) -> onGroup(image, group, g -> g.withClaim(claim));
            case ReportSet(var group, var report) -> onGroup(image, group, g -> g.withReport(report));
            case FormatSet(var group, var format) -> onGroup(image, group, g -> g.withFormat(format));
        };
    }

    private static NodeImage define(Optional<NodeImage> known, NodeImage defined) {
        return known.map(k -> new NodeImage(defined.id(), defined.address(), defined.voter(), defined.witness(),
                k.membership(), k.incarnation(), k.bootId(), k.holds(), k.facts(), defined.capacity())).orElse(defined);
    }

    private static GroupImage define(Optional<GroupImage> known, GroupImage defined) {
        return known.map(k -> defined.withIntent(k.intent()).withPlacement(k.placement()).withClaim(k.claim())
                .withReport(k.report()).withFormat(k.format())).orElse(defined);
    }

    private static ClusterImage onNode(ClusterImage image, NodeId id, UnaryOperator<NodeImage> change) {
        NodeImage node = image.nodes().get(id);
        return node == null ? image : image.with(change.apply(node));
    }

    private static ClusterImage onGroup(ClusterImage image, GroupId id, UnaryOperator<GroupImage> change) {
        GroupImage group = image.groups().get(id);
        return group == null ? image : image.with(change.apply(group));
    }
}
