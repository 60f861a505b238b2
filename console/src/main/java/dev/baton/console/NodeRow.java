package dev.baton.console;

import dev.baton.core.model.Hold;
import dev.baton.core.model.NodeImage;
import java.util.List;
import java.util.stream.Collectors;

/// A node in a list.
///
/// @param menu     where its actions are; empty for a witness
/// @param versions of its products
/// @param groups   that it owns
/// @param vote     what its vote does: `leader`, `follower`, `up`, `down`, or `-`
/// @param why      who holds it and why
public record NodeRow(String name, String href, String menu, Mark mark, String address, String versions,
        List<Frame.Link> groups, int more, String vote, String why) {

    private static final int MOST_GROUPS = 4;

    private static final List<Listing.Column<NodeRow>> COLUMNS = List.of(
            new Listing.Column<>("name", "Name", NodeRow::name),
            new Listing.Column<>("state", "State", row -> row.mark().word()),
            new Listing.Column<>("version", "Version", NodeRow::versions),
            new Listing.Column<>("groups", "Groups", NodeRow::names),
            new Listing.Column<>("vote", "Vote", NodeRow::vote),
            new Listing.Column<>("address", "Address", NodeRow::address),
            new Listing.Column<>("why", "Why", NodeRow::why));

    static NodeRow of(Known known, NodeImage node) {
        List<Frame.Link> groups = known.image().ownedBy(node.id()).stream()
                .map(group -> new Frame.Link(group.id().value(), Paths.group(group.id()))).toList();
        String versions = node.facts().versions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue()).collect(Collectors.joining(", "));
        return new NodeRow(node.id().value(), Paths.node(node.id()),
                node.witness() ? "" : Paths.menu("node", node.id().value()), Mark.of(node), node.address(),
                versions.isEmpty() ? node.witness() ? "witness" : "-" : versions,
                groups.stream().limit(MOST_GROUPS).toList(), Math.max(0, groups.size() - MOST_GROUPS),
                known.status().votes().nodes().getOrDefault(node.id(), "-"), node.holds().values().stream()
                        .map(NodeRow::hold).collect(Collectors.joining("; ")));
    }

    static String hold(Hold hold) {
        return "held by " + hold.owner() + ": " + hold.reason()
                + (hold.strength() == Hold.Strength.CLOSED ? " (closed)" : "");
    }

    private String names() {
        return String.format("%05d ", groups.size() + more) + groups.stream().map(Frame.Link::text)
                .collect(Collectors.joining(" "));
    }

    static Listing<NodeRow> list(Known known, Query query) {
        return Listing.of(Paths.NODES, query, COLUMNS, known.image().nodes().values().stream()
                .map(node -> of(known, node)).toList());
    }
}
