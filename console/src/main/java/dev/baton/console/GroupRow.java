package dev.baton.console;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A group in a list.
///
/// @param menu        where its actions are
/// @param to          where it is on its way to; empty when it is where it should be
/// @param failsOverTo who would take it over; `-` when nobody could, or when it has no owner
/// @param uncovered   whether nobody could
/// @param version     of its product, on its owner
/// @param format      of its data
/// @param since       for how long it has its owner
/// @param began       when it got it, for sorting
/// @param why         why it is so
public record GroupRow(String name, String href, String menu, boolean critical, Mark mark, String kind, String owner,
        String to, String failsOverTo, boolean uncovered, String version, String format, String since, String began,
        String why) {

    private static final List<Listing.Column<GroupRow>> COLUMNS = List.of(
            new Listing.Column<>("name", "Name", GroupRow::name),
            new Listing.Column<>("state", "State", row -> row.mark().word()),
            new Listing.Column<>("owner", "Owner", GroupRow::owner),
            new Listing.Column<>("over", "Fails over to", GroupRow::failsOverTo),
            new Listing.Column<>("version", "Version", GroupRow::version),
            new Listing.Column<>("format", "Format", GroupRow::format),
            new Listing.Column<>("since", "Since", GroupRow::began),
            new Listing.Column<>("why", "Why", GroupRow::why));

    static GroupRow of(Known known, GroupImage group) {
        Optional<NodeId> to = group.placement().owner().filter(node -> !group.owner().equals(Optional.of(node)));
        boolean uncovered = known.cover().leavesOut(group.id());
        return new GroupRow(group.id().value(), Paths.group(group.id()), Paths.menu("group", group.id().value()),
                group.critical(), Mark.of(group), group.kind().value(),
                group.owner().map(NodeId::value).orElse("-"), to.map(NodeId::value).orElse(""),
                known.cover().target(group), uncovered, known.version(group),
                group.format().toString(), known.age(group.id()), Optional.ofNullable(known.status().since()
                        .get(group.id())).map(Instant::toString).orElse(""), why(group, uncovered));
    }

    /// Returns this row with the node that would take the group over, also where lists do not say it.
    GroupRow exact(Known known, GroupImage group) {
        return new GroupRow(name, href, menu, critical, mark, kind, owner, to, known.cover().exactTarget(group),
                uncovered, version, format, since, began, why);
    }

    private static String why(GroupImage group, boolean uncovered) {
        return group.placement().unmanaged().map(how -> how.text() + "; ").orElse("")
                + managed(group, uncovered && group.placement().managed());
    }

    private static String managed(GroupImage group, boolean uncovered) {
        return group.state() instanceof GroupState.Failed(var reason) ? reason
                : group.placement().because() + (uncovered ? "; no other node could take it now" : "");
    }

    /// Returns the list of all groups.
    static Listing<GroupRow> list(Known known, Query query) {
        return Listing.of(Paths.GROUPS, query, COLUMNS, known.image().groups().values().stream()
                .map(group -> of(known, group)).toList());
    }

    /// Returns the groups that a node owns.
    static List<GroupRow> on(Known known, NodeId node) {
        return known.image().boundTo(node).stream().map(group -> of(known, group)).toList();
    }
}
