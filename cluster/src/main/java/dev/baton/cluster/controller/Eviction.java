package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes a node out of the cluster that is down and owns nothing: an apply of the present configuration without it.
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
        List<Reason> against = against(node, reason);
        if (!against.isEmpty()) {
            return Refusal.because(against);
        }
        ClusterDocument without = without(node.id());
        Answer answer = new Configuration(turn, ask, runs).without(node.id(), without, reason);
        return answer instanceof Answer.Accepted(var lines, var ids)
                ? new Answer.Accepted(told(node.id(), reason, lines), ids) : answer;
    }

    private List<Reason> against(NodeImage node, String reason) {
        List<Reason> found = new ArrayList<>();
        runs.active(turn.tree()).ifPresent(run -> found.add(new RequestReason.RunIsOn(run, "an eviction")));
        if (node.up()) {
            found.add(new RequestReason.NotSo("only a node that is down is evicted", node.id() + " is up",
                    "baton node leave " + node.id() + ", or stop batond on it first"));
        }
        List<String> owned = turn.image().ownedBy(node.id()).stream().map(group -> group.id().value()).toList();
        if (!owned.isEmpty()) {
            found.add(new RequestReason.NotSo("only a node that owns nothing is evicted", node.id() + " still owns "
                    + String.join(", ", owned), "wait until they are taken over, or, if the machine is surely off: "
                            + "baton node confirm-dead " + node.id() + " --reason \"...\""));
        }
        for (GroupImage group : turn.image().groups().values()) {
            if (group.possible().equals(new TreeSet<>(List.of(node.id())))) {
                found.add(new RequestReason.NotSo("every group may be somewhere", group.id() + " may be on "
                        + node.id() + " only", "let it be elsewhere as well: change `possible` and apply"));
            }
        }
        if (reason.isBlank()) {
            found.add(new RequestReason.NotSo("an eviction is told with its reason", "none was given",
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

    private static List<String> told(NodeId node, String reason, List<String> lines) {
        List<String> all = new ArrayList<>(List.of(node + " is no member any more: " + reason
                + "; take it out of cluster.yaml as well"));
        all.addAll(lines);
        return all;
    }
}
