package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Whether the data of a group may be converted now, by a plan or by hand (`baton group upgrade`).
public final class Conversion {

    private Conversion() {}

    /// Returns every reason against the conversion of the group to the format of the product on its owner; empty when
    /// it may begin. Backups are law 11's, which judges plans.
    ///
    /// @throws IllegalArgumentException if the cluster has no such group
    public static List<Reason> against(ClusterImage image, GroupId id) {
        GroupImage group = image.group(id);
        List<Reason> reasons = new ArrayList<>(readiness(image, group, target(image, group)));
        reasons.addAll(notOffline(image, group));
        reasons.addAll(notOnline(image, group));
        reasons.addAll(another(image, group));
        return reasons;
    }

    /// Returns the format that the product on the owner calls for; empty when there is no owner or its version is
    /// unknown.
    public static Optional<Version> target(ClusterImage image, GroupImage group) {
        Kind kind = image.kindOf(group);
        return group.owner().flatMap(owner -> image.node(owner).version(kind.product())).map(kind::formatOf);
    }

    /// Reasons in the group, its kind and its owner's version.
    static List<Reason> readiness(ClusterImage image, GroupImage group, Optional<Version> wanted) {
        Kind kind = image.kindOf(group);
        if (kind.convert().isEmpty()) {
            return List.of(notSo("kind " + kind.id() + " names no conversion", "name one under convert: in the kind"));
        }
        if (group.owner().isEmpty()) {
            return List.of(notSo(group.id() + " has no owner", "bring " + group.id() + " to a node first"));
        }
        NodeId owner = group.owner().get();
        Optional<Version> there = target(image, group);
        return switch (group.format()) {
            case Format.Converting(_, _, var job) ->
                List.of(notSo(group.id() + " is being converted already (job " + job + ")", "let that end"));
            case Format.At(var at) when at.equals(there.orElse(null)) && wanted.equals(there) ->
                notUpgraded(image, group, owner, at);
            case Format.At _, Format.Unread _ -> there.isPresent() && there.equals(wanted) ? List.of()
                    : List.of(new StepReason.OwnerNotUpgraded(group.id(), owner, kind.product(),
                            version(image, kind, owner), wanted.map(Version::value).orElse("a known version")));
        };
    }

    /// The data is at the format of the owner's product: some other node is ahead, or there is nothing to do.
    private static List<Reason> notUpgraded(ClusterImage image, GroupImage group, NodeId owner, Version at) {
        Kind kind = image.kindOf(group);
        Optional<Version> newest = image.members().stream().flatMap(node -> node.version(kind.product()).stream())
                .max(Version::compareTo).filter(version -> kind.formatOf(version).compareTo(at) > 0);
        return List.of(newest.<Reason>map(version -> new StepReason.OwnerNotUpgraded(group.id(), owner, kind.product(),
                version(image, kind, owner), version.value()))
                .orElseGet(() -> notSo("the data of " + group.id() + " is at " + at + " already, the format of "
                        + kind.product() + " " + version(image, kind, owner) + " on " + owner,
                        "upgrade " + kind.product() + " on " + owner + " first")));
    }

    private static String version(ClusterImage image, Kind kind, NodeId node) {
        return image.node(node).version(kind.product()).map(Version::value).orElse("(version unknown)");
    }

    /// Resources that would work on the data beside the conversion.
    static List<Reason> notOffline(ClusterImage image, GroupImage group) {
        List<Reason> reasons = new ArrayList<>();
        for (ResourceId resource : image.kindOf(group).convert().map(Kind.Convert::offline).map(group::withDependants)
                .orElseGet(TreeSet::new)) {
            ResourceState state = group.stateOf(resource);
            if (state != ResourceState.OFFLINE) {
                reasons.add(new StepReason.MustBeOffline(group.id(), resource, state));
            }
        }
        return reasons;
    }

    /// Resources that the conversion needs.
    static List<Reason> notOnline(ClusterImage image, GroupImage group) {
        List<Reason> reasons = new ArrayList<>();
        for (ResourceId resource : image.kindOf(group).convert().map(Kind.Convert::online)
                .orElseGet(TreeSet::new)) {
            ResourceState state = group.stateOf(resource);
            if (state != ResourceState.ONLINE) {
                reasons.add(new StepReason.MustBeOnline(group.id(), resource, state));
            }
        }
        return reasons;
    }

    /// Another group that is being converted: one at a time.
    static List<Reason> another(ClusterImage image, GroupImage group) {
        return image.inConversion().stream().filter(other -> !other.id().equals(group.id()))
                .<Reason>map(other -> new StepReason.LawBroken(7, "one at a time",
                        other.id() + " is being converted", "let its conversion end first")).toList();
    }

    private static Reason notSo(String facts, String wayOut) {
        return new RequestReason.NotSo("a conversion needs an owner that is ahead of the data", facts, wayOut);
    }
}
