package dev.baton.console;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.placement.Why;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// One group.
///
/// @param facts   what is known of it, label and value
/// @param events  about it, newest first
public record GroupPage(Frame frame, GroupRow row, Menu menu, Why why, List<ResourceRow> resources, Graph graph,
        List<Fact> facts, List<EventsPage.Row> events) {

    private static final int EVENTS = 12;

    /// A resource in a table.
    ///
    /// @param owner  of the group, and so of the resource
    /// @param wanted whether it is offline by a person's wish
    public record ResourceRow(String name, String menu, Mark mark, boolean wanted, String owner, String type,
            String needs) {}

    static GroupPage of(Known known, GroupId id) {
        GroupImage group = known.image().group(id);
        return new GroupPage(Frame.of(known, id.value(), Paths.group(id)),
                GroupRow.of(known, group).exact(known, group), Menu.of(group),
                Why.group(known.image(), id), resources(group), Graph.of(group), facts(group),
                EventsPage.about(known, id.value(), EVENTS));
    }

    private static List<ResourceRow> resources(GroupImage group) {
        return group.resources().stream().map(resource -> new ResourceRow(resource.id().value(),
                Paths.menu("group", group.id() + "&resource=" + resource.id()), Mark.of(group.stateOf(resource.id())),
                group.intendedOffline().contains(resource.id()), group.owner().map(NodeId::value).orElse("-"),
                resource.type(), names(resource.needs()))).toList();
    }

    private static List<Fact> facts(GroupImage group) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Kind", group.kind().value(), Paths.kind(group.kind())));
        facts.add(new Fact("Meant to be", group.intent().online() ? "online" : "offline", ""));
        group.placement().unmanaged().ifPresent(how -> facts.add(new Fact("Managed", "no: " + how.text(), "")));
        facts.add(new Fact("Placed because", group.placement().because(), ""));
        facts.add(new Fact("Prefers", names(group.preferred()), ""));
        facts.add(new Fact("May be on", group.possible().isEmpty() ? "every node" : names(group.possible()), ""));
        if (!group.terms().after().isEmpty()) {
            facts.add(new Fact("Starts after", names(group.terms().after()), ""));
        }
        group.parameters().forEach((name, value) -> facts.add(new Fact(name, value, "")));
        return facts;
    }

    private static String names(Collection<?> things) {
        return things.isEmpty() ? "-" : things.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
