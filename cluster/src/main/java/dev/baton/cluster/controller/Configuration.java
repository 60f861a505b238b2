package dev.baton.cluster.controller;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.StateBackup;
import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.ClusterLevel;
import dev.baton.coordination.tree.Difference;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
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

    /// So many differences are named in the event of an apply.
    private static final int NAMED = 8;
    /// Bytes that may be written at once, but for the event that tells of it.
    private static final int ROOM = Transaction.MAX_LENGTH - 2 * Bytes.MAX_LENGTH;
    /// So many characters of what an apply changes are kept with it.
    private static final int KEPT_MAX = 32 * 1024;

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;
    private final List<Op> ops = new ArrayList<>();
    private Optional<StateBackup> restored = Optional.empty();

    Configuration(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer apply(Request.ApplyConfiguration request) {
        return become(request, "configuration");
    }

    /// Brings back what a backup has and the cluster has not.
    Answer restore(Request.RestoreState request) {
        restored = Optional.of(request.backup());
        if (!request.backup().whole()) {
            return Refusal.notSo("a backup is restored as it was written", "the file was changed, or is no backup",
                    "restore another one");
        }
        return become(new Request.ApplyConfiguration(request.backup().configuration(), request.waiver(),
                request.delete()), "backup of " + request.backup().at() + " restored, configuration");
    }

    /// Makes a node a member no more, also while versions and levels differ: it may be the last that is behind.
    ///
    /// @param now the cluster as if the node were down already
    Answer without(NodeId gone, ClusterDocument document, ClusterImage now, String what) {
        Request.ApplyConfiguration apply = new Request.ApplyConfiguration(document, Optional.empty(),
                new TreeSet<>(Set.of(gone.value())));
        return become(apply, what + "; configuration", List.of(), now);
    }

    private Answer become(Request.ApplyConfiguration request, String what) {
        return become(request, what, Requests.waives(request.waiver(), Waiver.FROZEN) ? List.of() : frozen(),
                turn.image());
    }

    private Answer become(Request.ApplyConfiguration request, String what, List<Reason> frozen,
            ClusterImage now) {
        ClusterDocument document = VoteOrders.record(turn).map(votes -> votes.in(request.document()))
                .orElse(request.document());
        List<Reason> reasons = new ArrayList<>(frozen);
        reasons.addAll(dangling(document));
        reasons.addAll(new Removals(now, document, request.delete()).against());
        settings(document);
        kinds(document);
        nodes(document);
        groups(document);
        if (ops.isEmpty() && reasons.stream().noneMatch(Removals::isAboutNames)) {
            return Requests.accepted("nothing changes", Map.of());
        }
        if (!reasons.isEmpty()) {
            return Refusal.because(reasons);
        }
        List<String> lines = Difference.between(ClusterDocument.of(turn.image()), document).stream()
                .map(Difference::text).toList();
        long number = ConfigurationHistory.append(turn, ask.by(), document, kept(lines), ops);
        if (Transaction.length(ops) > ROOM) {
            return Refusal.notSo("a configuration is applied in one transaction", "this one changes so much that it "
                    + "takes " + Transaction.length(ops) / 1024 + " kB, of " + ROOM / 1024, "apply it in several "
                    + "steps, each with some hundred groups more than the one before");
        }
        turn.write("configuration", ops, List.of(), List.of(Requests.note(ask, EventKind.CONFIG_APPLIED, "cluster",
                what + " " + number + " applied: " + brief(lines), request.waiver())));
        return new Answer.Accepted(lines.isEmpty() ? List.of("what was missing in the tree is there") : lines,
                new TreeMap<>(Map.of("configuration", Long.toString(number))));
    }

    /// An event is one line; the whole is in the history.
    private static String brief(List<String> lines) {
        return String.join(", ", lines.subList(0, Math.min(lines.size(), NAMED)))
                + (lines.size() > NAMED ? " and " + (lines.size() - NAMED) + " more" : "");
    }

    /// What the history keeps of the differences: as many as one entry holds beside the rest of its record.
    static List<String> kept(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int length = 0;
        for (String line : lines) {
            length += line.length();
            if (length > KEPT_MAX) {
                kept.add("and " + (lines.size() - kept.size()) + " more");
                break;
            }
            kept.add(line);
        }
        return kept;
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
        Set<Integer> levels = turn.image().nodes().values().stream()
                .filter(node -> node.membership() != Membership.ABSENT)
                .map(node -> node.facts().levels().highest()).collect(Collectors.toCollection(TreeSet::new));
        if (levels.size() > 1) {
            found.add(new RequestReason.NotSo("law 10, frozen while levels differ", "the newest levels that the nodes "
                    + "speak are " + levels.stream().map(String::valueOf).collect(Collectors.joining(" and ")),
                    "bring all nodes to one version of Baton first"));
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

    private void settings(ClusterDocument document) {
        set(Paths.CLUSTER, document.settings(), Settings.class);
        if (turn.version(Paths.LEVEL) == TreeMirror.ABSENT) {
            // Nobody has joined: a new cluster speaks the newest that its first leader does.
            ops.add(turn.set(Paths.LEVEL, ClusterLevel.at(turn.levels().highest())));
        }
    }

    private void kinds(ClusterDocument document) {
        document.kinds().forEach(kind -> set(Paths.kind(kind.id()), kind, Kind.class));
    }

    private void nodes(ClusterDocument document) {
        document.nodes().forEach((id, node) -> {
            set(Paths.node(id), node, NodeDefinition.class);
            ifAbsent(Paths.holds(id), restored.flatMap(from -> Optional.ofNullable(from.holds().get(id)))
                    .orElse(Holds.NONE));
            directoryIfAbsent(Paths.jobs(id));
            directoryIfAbsent(Paths.results(id));
        });
        for (NodeId gone : turn.image().nodes().keySet()) {
            if (!document.nodes().containsKey(gone)) {
                List.of(Paths.jobs(gone), Paths.results(gone), Paths.node(gone), Paths.heartbeat(gone))
                        .forEach(this::removeWhole);
            }
        }
    }

    private void groups(ClusterDocument document) {
        document.groups().forEach((id, group) -> {
            set(Paths.group(id), group, GroupDefinition.class);
            Intent intent = restored.flatMap(from -> Optional.ofNullable(from.intents().get(id))).orElse(Intent.ONLINE);
            ifAbsent(Paths.intent(id), intent);
            ifAbsent(Paths.placement(id), Placement.NONE.withOffline(group.image(id, new Format.Unread())
                    .withIntent(intent).intendedOffline(), Placement.NONE.because())
                    .withUnmanaged(restored.flatMap(from -> Optional.ofNullable(from.unmanaged().get(id)))));
            ifAbsent(Paths.format(id), restored.flatMap(from -> Optional.ofNullable(from.formats().get(id)))
                    .orElse(new Format.Unread()));
            directoryIfAbsent(Paths.reports(id));
        });
        for (GroupId gone : turn.image().groups().keySet()) {
            if (!document.groups().containsKey(gone)) {
                removeWhole(Paths.group(gone));
            }
        }
        Set<KindId> wanted = document.kinds().stream().map(Kind::id).collect(Collectors.toSet());
        turn.image().kinds().keySet().stream().filter(kind -> !wanted.contains(kind))
                .forEach(kind -> ops.add(turn.delete(Paths.kind(kind))));
    }

    private <T> void set(NodePath path, T wanted, Class<T> type) {
        Optional<T> present = turn.tree().value(path, type);
        if (!present.equals(Optional.of(wanted))) {
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
