package dev.baton.cluster.controller;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Makes the tree's definitions equal a document: one transaction, only what differs.
final class Configuration {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;
    private final List<Op> ops = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    Configuration(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer apply(ClusterDocument document, Optional<Waiver> waiver) {
        List<Reason> reasons = new ArrayList<>();
        if (!Requests.waives(waiver, Waiver.FROZEN)) {
            reasons.addAll(frozen());
        }
        reasons.addAll(dangling(document));
        reasons.addAll(stillUsed(document));
        settings(document);
        kinds(document);
        nodes(document);
        groups(document);
        if (ops.isEmpty()) {
            return Requests.accepted("nothing changes", Map.of());
        }
        if (!reasons.isEmpty()) {
            return Refusal.because(reasons);
        }
        turn.write("configuration", ops, List.of(), List.of(Requests.note(ask, "cluster", "configuration applied: "
                + String.join(", ", lines), waiver)));
        return new Answer.Accepted(lines, new TreeMap<>());
    }

    /// Law 10: while a run is on, or members differ in a product whose data only fits its own version.
    private List<Reason> frozen() {
        List<Reason> found = new ArrayList<>();
        runs.active(turn.tree()).ifPresent(run -> found.add(new RequestReason.RunIsOn(run,
                "a change of the configuration")));
        for (Kind kind : turn.image().kinds().values()) {
            Set<Version> versions = turn.image().members().stream()
                    .flatMap(node -> node.version(kind.product()).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (kind.data() == DataMode.STRICT && versions.size() > 1) {
                found.add(new RequestReason.NotSo("law 10, frozen while versions differ", "the nodes have "
                        + kind.product() + " " + versions.stream().map(Version::value)
                                .collect(Collectors.joining(" and ")), "bring all nodes to one version first"));
            }
        }
        return found;
    }

    private List<Reason> dangling(ClusterDocument document) {
        Set<KindId> kinds = document.kinds().stream().map(Kind::id).collect(Collectors.toSet());
        List<Reason> found = new ArrayList<>();
        document.groups().forEach((id, group) -> {
            if (!kinds.contains(group.kind())) {
                found.add(new RequestReason.Unknown("kind (of group " + id + ")", group.kind().value(),
                        kinds.stream().map(KindId::value).toList()));
            }
            List<NodeId> named = new ArrayList<>(group.preferred());
            named.addAll(group.possible());
            named.stream().filter(node -> !document.nodes().containsKey(node)).distinct()
                    .forEach(node -> found.add(new RequestReason.Unknown("node (of group " + id + ")", node.value(),
                            document.nodes().keySet().stream().map(NodeId::value).toList())));
        });
        return found;
    }

    private List<Reason> stillUsed(ClusterDocument document) {
        List<Reason> found = new ArrayList<>();
        for (GroupImage group : turn.image().groups().values()) {
            if (!document.groups().containsKey(group.id()) && group.owner().isPresent()) {
                found.add(new RequestReason.NotSo("only what does not run is removed", group.id() + " is owned by "
                        + group.owner().orElseThrow(), "baton group offline " + group.id()
                        + ", and keep it in the file until it is Offline"));
            }
        }
        for (NodeImage node : turn.image().nodes().values()) {
            if (!document.nodes().containsKey(node.id()) && node.up()) {
                found.add(new RequestReason.NotSo("only a node that is down is removed", node.id() + " is up",
                        "stop batond on " + node.id() + " first"));
            }
        }
        return found;
    }

    private void settings(ClusterDocument document) {
        set(Paths.CLUSTER, document.settings(), Settings.class, "settings");
        if (turn.version(Paths.LEVEL) == TreeMirror.ABSENT) {
            ops.add(turn.set(Paths.LEVEL, 1));
        }
    }

    private void kinds(ClusterDocument document) {
        document.kinds().forEach(kind -> set(Paths.kind(kind.id()), kind, Kind.class, "kind " + kind.id()));
    }

    private void nodes(ClusterDocument document) {
        document.nodes().forEach((id, node) -> {
            set(Paths.node(id), node, NodeDefinition.class, "node " + id);
            ifAbsent(Paths.holds(id), Holds.NONE);
            directoryIfAbsent(Paths.jobs(id));
            directoryIfAbsent(Paths.results(id));
        });
        for (NodeId gone : turn.image().nodes().keySet()) {
            if (!document.nodes().containsKey(gone)) {
                List.of(Paths.jobs(gone), Paths.results(gone), Paths.node(gone), Paths.heartbeat(gone))
                        .forEach(this::removeWhole);
                lines.add("node " + gone + " removed");
            }
        }
    }

    private void groups(ClusterDocument document) {
        document.groups().forEach((id, group) -> {
            set(Paths.group(id), group, GroupDefinition.class, "group " + id);
            ifAbsent(Paths.intent(id), Intent.ONLINE);
            ifAbsent(Paths.placement(id), Placement.NONE);
            ifAbsent(Paths.format(id), new Format.Unread());
            directoryIfAbsent(Paths.reports(id));
        });
        for (GroupId gone : turn.image().groups().keySet()) {
            if (!document.groups().containsKey(gone)) {
                removeWhole(Paths.group(gone));
                lines.add("group " + gone + " removed");
            }
        }
        Set<KindId> wanted = document.kinds().stream().map(Kind::id).collect(Collectors.toSet());
        turn.image().kinds().keySet().stream().filter(kind -> !wanted.contains(kind)).forEach(kind -> {
            ops.add(turn.delete(Paths.kind(kind)));
            lines.add("kind " + kind + " removed");
        });
    }

    private <T> void set(NodePath path, T wanted, Class<T> type, String what) {
        Optional<T> present = turn.tree().value(path, type);
        if (!present.equals(Optional.of(wanted))) {
            lines.add(what + (turn.version(path) == TreeMirror.ABSENT ? " added" : " changed"));
            ops.add(turn.set(path, wanted));
        }
    }

    private void ifAbsent(NodePath path, Object value) {
        if (turn.version(path) == TreeMirror.ABSENT) {
            ops.add(turn.set(path, value));
        }
    }

    private void directoryIfAbsent(NodePath path) {
        if (turn.version(path) == TreeMirror.ABSENT) {
            ops.add(turn.directory(path));
        }
    }

    private void removeWhole(NodePath path) {
        turn.tree().children(path).forEach(this::removeWhole);
        if (turn.version(path) != TreeMirror.ABSENT) {
            ops.add(turn.delete(path));
        }
    }
}
