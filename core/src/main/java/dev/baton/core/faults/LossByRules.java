package dev.baton.core.faults;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Votes;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The loss of one node, as the cluster answers it.
final class LossByRules {
    private static final JobId CUT_OFF = new JobId("cut-off");

    private LossByRules() {}

    /// Returns what the loss of the node in the middle of the step does.
    static Faults.Loss loss(int stage, ClusterImage before, Step step, NodeId lost, Onwards onwards) {
        ClusterImage down = down(cutOff(before, step, lost), lost);
        ClusterImage settled = settled(down);
        TreeMap<GroupId, NodeId> taken = new TreeMap<>();
        TreeSet<GroupId> waits = new TreeSet<>();
        for (GroupImage group : before.ownedBy(lost)) {
            Optional<NodeId> now = settled.group(group.id()).owner().filter(node -> !node.equals(lost));
            now.ifPresentOrElse(node -> taken.put(group.id(), node), () -> {
                if (group.intent().online()) {
                    waits.add(group.id());
                }
            });
        }
        ClusterImage back = settled(returned(settled, lost));
        boolean majority = !before.node(lost).voter() || Votes.without(before, lost).majority();
        return new Faults.Loss(stage, lost, taken, waits, majority, onwards.from(back));
    }

    /// A conversion that is running on the node is cut off.
    private static ClusterImage cutOff(ClusterImage image, Step step, NodeId lost) {
        if (!(step instanceof Step.Convert(var id, var from, var to))
                || !image.group(id).owner().equals(Optional.of(lost))) {
            return image;
        }
        return image.with(image.group(id).withFormat(new Format.Converting(from, to, CUT_OFF)));
    }

    private static ClusterImage down(ClusterImage image, NodeId lost) {
        NodeImage node = image.node(lost);
        return image.with(node.withMembership(Membership.DOWN, node.incarnation(), node.bootId()));
    }

    /// What is lost is taken over by whoever may; the rest waits. Data in the middle of a conversion stays where it is.
    private static ClusterImage settled(ClusterImage image) {
        ClusterImage now = image;
        List<Decision> decisions = Placements.afterLoss(image);
        for (Decision decision : decisions) {
            GroupImage group = now.group(decision.group());
            if (group.format() instanceof Format.Converting) {
                continue;
            }
            now = now.with(switch (decision) {
                case Decision.Place(_, var node, _) ->
                    group.settledOn(now.node(node), decision.appliedTo(group.placement()));
                case Decision.Nowhere _ -> group.withPlacement(decision.appliedTo(group.placement()));
            });
        }
        return now;
    }

    /// A conversion that may be started again: the data itself is asked how far it is, and it is where it was.
    private static GroupImage asked(ClusterImage image, GroupImage group) {
        boolean again = image.kindOf(group).convert().map(Kind.Convert::restartable).orElse(false);
        return again && group.format() instanceof Format.Converting(var from, _, _)
                ? group.withFormat(new Format.At(from)) : group;
    }

    /// The node is back after a boot: what it had and still has runs again; what waits may be placed.
    private static ClusterImage returned(ClusterImage image, NodeId lost) {
        NodeImage node = image.node(lost);
        NodeImage up = node.withMembership(Membership.UP, node.incarnation() + 1, "back");
        ClusterImage now = image.with(up);
        for (GroupImage owned : image.ownedBy(lost)) {
            GroupImage group = asked(image, owned);
            boolean stays = group.placement().owner().equals(Optional.of(lost));
            now = now.with(stays ? group.settledOn(up, group.placement())
                    : group.withClaim(Optional.empty()).withReport(Optional.empty()));
        }
        return now;
    }
}
