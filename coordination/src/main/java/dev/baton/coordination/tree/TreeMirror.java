package dev.baton.coordination.tree;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Versioned;
import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Report;
import dev.baton.core.model.Settings;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The tree as this client last saw it, and the `ClusterImage` that it says. Feed it every event of the mirrors; an
/// entry whose name or content cannot be read counts as absent and is named by [#malformed].
///
/// Not thread-safe: lives on its owner's loop.
public final class TreeMirror {

    /// The version of an entry that says nothing yet: [#version] of something absent.
    public static final int ABSENT = -1;

    private static final Format UNREAD = new Format.Unread();

    private final NavigableMap<NodePath, Versioned> entries = new TreeMap<>();
    private final SortedMap<NodePath, String> malformed = new TreeMap<>();
    private ClusterImage image = ClusterImage.EMPTY;

    /// Takes in one event; those that are not about mirrors change nothing.
    public void on(CoordinationEvent event) {
        switch (event) {
            case CoordinationEvent.Snapshot(var subtree, var fresh) -> {
                entries.keySet().removeIf(path -> path.isWithin(subtree));
                malformed.keySet().removeIf(path -> path.isWithin(subtree));
                entries.putAll(fresh);
                rebuild();
            }
            case CoordinationEvent.Changed(var path, var entry) -> {
                entries.put(path, entry);
                malformed.remove(path);
                update(path);
            }
            case CoordinationEvent.Gone(var path) -> {
                entries.remove(path);
                malformed.remove(path);
                update(path);
            }
            case CoordinationEvent.Stale _, CoordinationEvent.Done _, CoordinationEvent.Refused _,
                    CoordinationEvent.Unknown _, CoordinationEvent.ReadDone _, CoordinationEvent.Elected _,
                    CoordinationEvent.Deposed _ -> { }
        }
    }

    /// Returns the cluster as the mirrored entries say it.
    public ClusterImage image() {
        return image;
    }

    /// Returns the entries that could not be read, and why.
    public SortedMap<NodePath, String> malformed() {
        return malformed;
    }

    /// Returns the version of an entry; [#ABSENT] when there is none.
    public int version(NodePath path) {
        Versioned entry = entries.get(path);
        return entry == null ? ABSENT : entry.version();
    }

    /// Returns an entry's value; empty when it is absent or cannot be read.
    public <T> Optional<T> value(NodePath path, Class<T> type) {
        Versioned entry = entries.get(path);
        if (entry == null || entry.data().equals(Bytes.EMPTY)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(entry.data(), type));
        } catch (Json.Malformed broken) {
            malformed.put(path, String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    /// Returns the raw entry.
    public Optional<Versioned> entry(NodePath path) {
        return Optional.ofNullable(entries.get(path));
    }

    /// Returns every entry, by path; it changes with the mirror.
    public NavigableMap<NodePath, Versioned> entries() {
        return Collections.unmodifiableNavigableMap(entries);
    }

    /// Returns the paths one level below, in order.
    public List<NodePath> children(NodePath parent) {
        NodePath from = parent.child("!");
        return entries.tailMap(from, true).keySet().stream().takeWhile(path -> path.isWithin(parent))
                .filter(path -> path.parent().equals(parent)).toList();
    }

    private void rebuild() {
        image = ClusterImage.EMPTY;
        List.copyOf(entries.keySet()).stream().filter(TreeMirror::definesSomething).forEach(this::update);
    }

    /// Entries whose update pulls in everything that hangs on them.
    private static boolean definesSomething(NodePath path) {
        int depth = path.segments().size();
        return depth == 2 || (depth == 3 && List.of("kinds", "nodes", "groups").contains(path.segments().get(1)));
    }

    private void update(NodePath path) {
        List<String> at = path.segments();
        if (at.size() < 2 || !at.getFirst().equals("baton")) {
            return;
        }
        String third = at.size() > 2 ? at.get(2) : "";
        switch (at.get(1)) {
            case "cluster" -> apply(path, new ClusterDelta.SettingsSet(value(path,
                    Settings.class).orElse(Settings.NONE)));
            case "level" -> apply(path, new ClusterDelta.LevelSet(value(path, ClusterLevel.class)
                    .map(ClusterLevel::level).orElse(1)));
            case "kinds" -> named(path, third, KindId::new, kind -> updateKind(path, kind));
            case "nodes" -> named(path, third, NodeId::new,
                    node -> updateNode(path, node, at.size() > 3 ? at.get(3) : ""));
            case "heartbeats" -> named(path, third, NodeId::new, this::heartbeat);
            case "groups" -> named(path, third, GroupId::new,
                    group -> updateGroup(path, group, at.size() > 3 ? at.get(3) : ""));
            case "claims" -> named(path, third, GroupId::new, this::claimAndReport);
            default -> { }
        }
    }

    private void updateKind(NodePath path, KindId name) {
        Optional<Kind> kind = value(path, Kind.class);
        if (kind.isPresent() && !kind.get().id().equals(name)) {
            malformed.put(path, "it defines the kind " + kind.get().id());
        }
        apply(path, kind.filter(defined -> defined.id().equals(name)).<ClusterDelta>map(ClusterDelta.KindSet::new)
                .orElseGet(() -> new ClusterDelta.KindGone(name)));
    }

    private void updateNode(NodePath path, NodeId node, String part) {
        switch (part) {
            case "" -> {
                Optional<NodeDefinition> defined = value(path, NodeDefinition.class);
                apply(path, defined.<ClusterDelta>map(d -> new ClusterDelta.NodeDefined(node, d.address(), d.voter(),
                        d.witness(), d.capacity())).orElseGet(() -> new ClusterDelta.NodeGone(node)));
                if (defined.isPresent()) {
                    facts(node);
                    holds(node);
                    heartbeat(node);
                }
            }
            case "facts" -> facts(node);
            case "holds" -> holds(node);
            default -> { }
        }
    }

    private void facts(NodeId node) {
        apply(Paths.facts(node), new ClusterDelta.FactsSet(node,
                value(Paths.facts(node), NodeFacts.class).orElse(NodeFacts.UNKNOWN)));
    }

    private void holds(NodeId node) {
        apply(Paths.holds(node), new ClusterDelta.HoldsSet(node,
                value(Paths.holds(node), Holds.class).orElse(Holds.NONE).byId()));
    }

    /// A heartbeat says membership only; its steady beat changes neither the image nor the revision.
    private void heartbeat(NodeId node) {
        ClusterDelta delta = value(Paths.heartbeat(node),
                Heartbeat.class).map(beat -> new ClusterDelta.MembershipSet(node,
                beat.dead() ? Membership.DOWN : Membership.UP, beat.incarnation(), beat.bootId()))
                .orElseGet(() -> new ClusterDelta.MembershipSet(node, Membership.ABSENT, 0, ""));
        ClusterImage after = delta.applyTo(image);
        if (!after.nodes().equals(image.nodes())) {
            apply(Paths.heartbeat(node), delta);
        }
    }

    private void updateGroup(NodePath path, GroupId group, String part) {
        switch (part) {
            case "" -> {
                Optional<GroupDefinition> defined = value(path, GroupDefinition.class);
                apply(path, defined.<ClusterDelta>map(d -> new ClusterDelta.GroupDefined(d.image(group, UNREAD)))
                        .orElseGet(() -> new ClusterDelta.GroupGone(group)));
                if (defined.isPresent()) {
                    details(group);
                }
            }
            case "intent" -> intent(group);
            case "placement" -> placement(group);
            case "format" -> format(group);
            case "reports" -> claimAndReport(group);
            default -> { }
        }
    }

    private void details(GroupId group) {
        intent(group);
        placement(group);
        format(group);
        claimAndReport(group);
    }

    private void intent(GroupId group) {
        apply(Paths.intent(group), new ClusterDelta.IntentSet(group,
                value(Paths.intent(group), Intent.class).orElse(Intent.ONLINE)));
    }

    private void placement(GroupId group) {
        apply(Paths.placement(group), new ClusterDelta.PlacementSet(group,
                value(Paths.placement(group), Placement.class).orElse(Placement.NONE)));
    }

    private void format(GroupId group) {
        apply(Paths.format(group), new ClusterDelta.FormatSet(group,
                value(Paths.format(group), Format.class).orElse(UNREAD)));
    }

    private void claimAndReport(GroupId group) {
        Optional<Claim> claim = value(Paths.claim(group), Claim.class);
        apply(Paths.claim(group), new ClusterDelta.ClaimSet(group, claim));
        Optional<Report> report = claim.flatMap(c -> value(Paths.report(group, c.node()), Report.class));
        apply(claim.map(c -> Paths.report(group, c.node())).orElse(Paths.claim(group)),
                new ClusterDelta.ReportSet(group, report));
    }

    /// Hands on the name that a path has in its third place; nothing where it ends before, or where that is no name.
    private <T> void named(NodePath path, String name, Function<String, T> parse, Consumer<T> action) {
        if (name.isEmpty()) {
            return;
        }
        T id;
        try {
            id = parse.apply(name);
        } catch (IllegalArgumentException none) {
            if (entries.containsKey(path)) {
                malformed.put(path, String.valueOf(none.getMessage()));
            }
            return;
        }
        action.accept(id);
    }

    private void apply(NodePath cause, ClusterDelta delta) {
        Versioned entry = entries.get(cause);
        long revision = Math.max(image.revision(), entry == null ? 0 : entry.modified());
        image = delta.applyTo(image).withRevision(revision);
    }
}
