package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes a node out of the cluster that is down and owns nothing, or that is drained: an apply of the present
/// configuration without it.
final class Eviction {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Eviction(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer evict(NodeImage node, String reason) {
        List<Reason> against = new ArrayList<>();
        if (node.up()) {
            against.add(new RequestReason.NotSo("only a node that is down is evicted", node.id() + " is up",
                    "let it leave: baton node leave " + node.id()));
        }
        List<String> owned = names(turn.image().ownedBy(node.id()));
        if (!owned.isEmpty()) {
            List<String> kept = names(turn.image().ownedBy(node.id()).stream()
                    .filter(group -> !group.placement().managed()).toList());
            against.add(new RequestReason.NotSo("only a node that owns nothing is evicted", node.id() + " still owns "
                    + String.join(", ", owned), (kept.isEmpty() ? "" : "have what is unmanaged taken over: baton group "
                            + "manage " + kept.getFirst() + "; ")
                            + "wait until they are taken over, or, if the machine is surely off: "
                            + "baton node confirm-dead " + node.id() + " --reason \"...\""));
        }
        return out(node, reason, "evicted", against);
    }

    /// A node that is up, held and empty goes of its own accord: its agent ends once it sees that it is no member. Who
    /// only asks what would come of it before it is drained, is told what will speak against it then.
    Answer leave(NodeImage node, String reason) {
        List<Reason> against = new ArrayList<>();
        if (!node.up()) {
            against.add(new RequestReason.NotSo("only a node that is up leaves", node.id() + " is "
                    + node.membership().word(), "baton node evict " + node.id()));
        }
        List<String> bound = names(turn.image().boundTo(node.id()));
        if (ask.dryRun() && !(node.held() && bound.isEmpty())) {
            against.addAll(inAnyCase(node, reason));
            return against.isEmpty() ? Requests.accepted(node.id() + " is drained first, and leaves then", Map.of())
                    : Refusal.because(against);
        }
        if (!node.held() || !bound.isEmpty()) {
            against.add(new RequestReason.NotSo("only a drained node leaves", node.id() + (bound.isEmpty()
                    ? " is not held" : " still has " + String.join(", ", bound)), "baton node leave " + node.id()
                            + ", which drains it first"));
        }
        return out(node, reason, "left", against);
    }

    private static List<String> names(List<GroupImage> groups) {
        return groups.stream().map(group -> group.id().value()).toList();
    }

    private Answer out(NodeImage node, String reason, String how, List<Reason> against) {
        against.addAll(inAnyCase(node, reason));
        if (!against.isEmpty()) {
            return Refusal.because(against);
        }
        ClusterImage down = turn.image().with(node.withMembership(Membership.DOWN, node.incarnation(),
                node.bootId()));
        Optional<VotesRecord> votes = VoteOrders.record(turn).filter(now -> now.stage(node.id()).isPresent());
        Answer answer = new Configuration(turn, ask, runs).without(node.id(), without(node.id()), down, node.id()
                + " " + how + ": " + reason);
        if (!(answer instanceof Answer.Accepted(var lines, var ids))) {
            return answer;
        }
        votes.ifPresent(now -> turn.write("votes", List.of(turn.set(Paths.VOTES, VoteOrders.taking(now, node.id()))),
                List.of(), List.of()));
        return new Answer.Accepted(told(node, votes.isPresent(), reason, lines), ids);
    }

    private List<Reason> inAnyCase(NodeImage node, String reason) {
        List<Reason> found = new ArrayList<>();
        runs.active(turn.tree()).ifPresent(run -> found.add(new RequestReason.RunIsOn(run, "the end of a membership")));
        for (GroupImage group : turn.image().groups().values()) {
            if (group.possible().equals(new TreeSet<>(List.of(node.id())))) {
                found.add(new RequestReason.NotSo("every group may be somewhere", group.id() + " may be on "
                        + node.id() + " only", "let it be elsewhere as well: change `possible` and apply"));
            }
        }
        Optional<VotesRecord> votes = VoteOrders.record(turn);
        found.addAll(VoteOrders.againstGoing(turn, node));
        if (votes.isEmpty() && node.voter() && turn.image().voters().size() == 1) {
            found.add(new RequestReason.NotSo("somebody has a vote", node.id() + " has the only one", "keep it"));
        }
        if (reason.isBlank()) {
            found.add(new RequestReason.NotSo("the end of a membership is told with its reason", "none was given",
                    "say why: --reason \"...\""));
        }
        return found;
    }

    private ClusterDocument without(NodeId gone) {
        ClusterDocument now = ClusterDocument.of(turn.image());
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>(now.nodes());
        nodes.remove(gone);
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>();
        now.groups().forEach((id, group) -> {
            TreeSet<NodeId> possible = new TreeSet<>(group.possible());
            possible.remove(gone);
            groups.put(id, new GroupDefinition(group.kind(), group.parameters(), group.resources(),
                    group.preferred().stream().filter(node -> !node.equals(gone)).toList(), possible,
                    group.critical(), group.terms()));
        });
        return new ClusterDocument(now.settings(), now.kinds(), nodes, groups);
    }

    private static List<String> told(NodeImage node, boolean taken, String reason, List<String> lines) {
        List<String> all = new ArrayList<>(List.of(node.id() + " is no member any more: " + reason
                + "; take it out of cluster.yaml as well"));
        if (taken) {
            all.add("its vote is taken");
        } else if (node.voter()) {
            all.add("the vote of " + node.id() + " still counts: take it out of `ensemble` in every batond.yaml, "
                    + "and restart one batond after the other");
        }
        all.addAll(lines);
        return all;
    }
}
