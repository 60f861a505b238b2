package dev.baton.server.api;

import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Health;
import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.tree.ControllerRecord;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.FailureRecord;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the mirrored tree says, as the views of the REST interface.
final class Views {

    private Views() {}

    static Health health(TreeMirror tree, NodeId self) {
        boolean member = Optional.ofNullable(tree.image().nodes().get(self)).map(NodeImage::up).orElse(false);
        return new Health(self, member, leader(tree).map(ControllerRecord::node));
    }

    static Optional<ControllerRecord> leader(TreeMirror tree) {
        return tree.value(Paths.CONTROLLER, ControllerRecord.class);
    }

    static StatusView status(TreeMirror tree, NodeId self, String ownMode, Optional<RunView> run,
            Optional<LeaseMargin> margin, Instant now) {
        ClusterImage image = tree.image();
        SortedMap<NodeId, String> votes = new TreeMap<>();
        image.nodes().values().stream().filter(NodeImage::voter).forEach(node -> votes.put(node.id(),
                node.id().equals(self) ? ownMode : node.up() ? "up" : "down"));
        int total = votes.size();
        tree.value(Paths.VOTES, VotesRecord.class).ifPresent(known -> known.votes().forEach((node, vote) -> {
            if (vote.stage() == VotesRecord.Stage.GIVING) {
                votes.put(node, "catching up");
            }
        }));
        int up = (int) image.nodes().values().stream().filter(node -> node.voter() && node.up()).count();
        return new StatusView(image, leader(tree).map(ControllerRecord::node).filter(node -> isUp(image, node)),
                new StatusView.Votes(up, total, votes), since(tree), run, failures(tree), margin,
                now);
    }

    private static SortedMap<GroupId, FailureRecord> failures(TreeMirror tree) {
        TreeMap<GroupId, FailureRecord> failures = new TreeMap<>();
        tree.image().groups().keySet().forEach(group -> tree.value(Paths.failures(group), FailureRecord.class)
                .filter(record -> !record.failures().isEmpty()).ifPresent(record -> failures.put(group, record)));
        return failures;
    }

    private static boolean isUp(ClusterImage image, NodeId node) {
        return Optional.ofNullable(image.nodes().get(node)).map(NodeImage::up).orElse(false);
    }

    /// The last change of each group's owner, as the history has it.
    private static SortedMap<GroupId, Instant> since(TreeMirror tree) {
        SortedMap<GroupId, Instant> since = new TreeMap<>();
        Map<String, GroupId> groups = new HashMap<>();
        tree.image().groups().keySet().forEach(group -> groups.put(group.value(), group));
        for (EventView event : events(tree, 0)) {
            GroupId group = groups.get(event.subject());
            if (group != null) {
                since.put(group, event.time());
            }
        }
        return since;
    }

    /// Returns the history after the event of that number, oldest first.
    static List<EventView> events(TreeMirror tree, long after) {
        List<EventView> events = new ArrayList<>();
        tree.children(Paths.EVENTS).forEach(path -> tree.value(path, EventRecord.Segment.class)
                .ifPresent(segment -> segment.events().stream().filter(event -> event.number() > after)
                        .map(EventView::of).forEach(events::add)));
        return events;
    }
}
