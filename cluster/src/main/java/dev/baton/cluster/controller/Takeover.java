package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.InPlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Brings groups back that lost their node: after `DEAD` is committed the claim goes and the placement changes in one
/// transaction. A claim that is stuck, or whose node must be fenced first, stays: something may still run there. A
/// group that no node may have gets a placement without owner that names every node's reason, and is looked at again at
/// every change. A group whose node is changed under it keeps claim and placement: it waits for its node; so does one
/// that is unmanaged, until it is managed again.
final class Takeover {

    private Takeover() {}

    static void decide(Turn turn) {
        Map<GroupId, Decision> decisions = new TreeMap<>();
        Placements.afterLoss(unconverted(turn.image())).forEach(decision -> decisions.put(decision.group(), decision));
        for (GroupImage group : List.copyOf(turn.image().groups().values())) {
            Optional<Claim> lost = group.claim().filter(claim -> dead(turn.image(), claim)
                    && !InPlace.waits(turn.image(), group) && Fencing.released(turn, claim));
            Placement after = Optional.ofNullable(decisions.get(group.id()))
                    .filter(decision -> goes(group, decision)).map(decision -> placement(turn.image(), decision, group))
                    .orElse(group.placement());
            boolean replaced = !after.equals(group.placement());
            if (lost.isPresent() && replaced) {
                turn.place(group.id(), after, removal(turn, group, lost.get()),
                        List.of(new ClusterDelta.ClaimSet(group.id(), Optional.empty())), note(group, after));
            } else if (lost.isPresent()) {
                turn.write("end the claim on " + group.id(), removal(turn, group, lost.get()),
                        List.of(new ClusterDelta.ClaimSet(group.id(), Optional.empty())),
                        List.of(Note.of(EventKind.CLAIM_ENDED, group.id(), lost.get().node() + " is dead and owns "
                                + group.id() + " no longer")));
            } else if (replaced) {
                turn.place(group.id(), after, List.of(), List.of(), note(group, after));
            }
        }
    }

    /// The image in which a group whose restartable conversion was cut off may go to whoever can open what it was to
    /// become, or else what it was: there the data itself is asked how far it is.
    private static ClusterImage unconverted(ClusterImage image) {
        ClusterImage looked = image;
        for (GroupImage group : image.groups().values()) {
            boolean restartable = image.kindOf(group).convert().filter(Kind.Convert::restartable).isPresent();
            if (restartable && group.format() instanceof Format.Converting(var from, var to, _)) {
                GroupImage ended = group.withFormat(new Format.At(to));
                boolean somewhere = !Candidates.legal(image.with(ended), ended, Purpose.EMERGENCY).isEmpty();
                looked = looked.with(somewhere ? ended : group.withFormat(new Format.At(from)));
            }
        }
        return looked;
    }

    /// A group in the middle of a conversion is left where it is until another node can take it.
    private static boolean goes(GroupImage group, Decision decision) {
        return switch (group.format()) {
            case Format.Converting _ -> decision instanceof Decision.Place;
            case Format.At _, Format.Unread _ -> true;
        };
    }

    /// A claim of a later life than the one that was declared dead is the business of that life.
    private static boolean dead(ClusterImage image, Claim claim) {
        NodeImage node = image.nodes().get(claim.node());
        return node != null && node.membership() == Membership.DOWN && claim.incarnation() <= node.incarnation();
    }

    /// The node must still be dead when the claim goes: a node that joins again deals with its claims itself.
    private static List<Op> removal(Turn turn, GroupImage group, Claim claim) {
        return List.of(turn.check(Paths.heartbeat(claim.node())), turn.delete(Paths.claim(group.id())));
    }

    private static Placement placement(ClusterImage image, Decision decision, GroupImage group) {
        return switch (decision) {
            case Decision.Place _ -> placement(decision, group);
            case Decision.Nowhere _ -> Placements.toConvert(image, group).orElseGet(() -> placement(decision, group));
        };
    }

    /// The reasons of every node become part of the placement, so that they are told wherever it is read; those of an
    /// earlier look are replaced.
    static Placement placement(Decision decision, GroupImage group) {
        Decision whole = switch (decision) {
            case Decision.Place place -> place;
            case Decision.Nowhere(var id, var candidates, var because) -> new Decision.Nowhere(id, candidates,
                    because.split(": ", 2)[0] + candidates.stream()
                            .flatMap(candidate -> candidate.against().stream().limit(1))
                            .map(reason -> reason.node() + " " + reason.brief())
                            .collect(Collectors.joining("; ", ": ", "")));
        };
        return whole.appliedTo(group.placement());
    }

    private static Note note(GroupImage group, Placement after) {
        String to = after.owner().map(NodeId::value).map(node -> group.id() + " goes to " + node)
                .orElse(group.id() + " is Failed");
        EventKind kind = after.owner().isPresent() ? EventKind.FAILOVER : EventKind.GROUP_FAILED;
        return Note.of(kind, group.id(), to + ": " + after.because());
    }
}
