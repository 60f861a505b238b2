package dev.baton.console;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What can be done with something: the same as a context menu and as buttons. Whether it is possible the dialog says,
/// and why not.
public record Menu(String title, List<Item> items) {

    public Menu {
        items = List.copyOf(items);
    }

    /// @param order whether it opens a dialog; otherwise it leads to a page
    public record Item(String label, String href, boolean order) {}

    static Menu of(GroupImage group) {
        Map<String, String> about = Map.of("group", group.id().value());
        List<Item> items = new ArrayList<>(List.of(item(Verb.MOVE, about, "\u2026"), item(Verb.GROUP_ONLINE, about, ""),
                item(Verb.GROUP_OFFLINE, about, "\u2026"), item(Verb.CONVERT, about, "\u2026")));
        if (group.state() instanceof GroupState.Failed) {
            items.add(item(Verb.CLEAR, about, ""));
        }
        items.add(item(group.placement().managed() ? Verb.UNMANAGE : Verb.MANAGE, about, "\u2026"));
        items.add(new Item("Properties", Paths.group(group.id()), false));
        return new Menu(group.id().value(), items);
    }

    static Menu of(NodeImage node) {
        Map<String, String> about = Map.of("node", node.id().value());
        return new Menu(node.id().value(), List.of(item(Verb.PAUSE_NODE, about, "\u2026"),
                item(Verb.DRAIN_NODE, about, "\u2026"), item(Verb.RESUME_NODE, about, ""),
                item(Verb.BEGIN_MAINTENANCE, about, "\u2026"), item(Verb.END_MAINTENANCE, about, ""),
                new Item("Properties", Paths.node(node.id()), false)));
    }

    static Menu ofResource(GroupImage group, String resource) {
        Map<String, String> about = Map.of("group", group.id().value(), "resource", resource);
        return new Menu(resource, List.of(item(Verb.RESOURCE_ONLINE, about, ""),
                item(Verb.RESOURCE_OFFLINE, about, "\u2026")));
    }

    /// Returns what can be done with a run now.
    static Menu of(RunView run) {
        List<Item> items = new ArrayList<>();
        if (run.ended().isPresent()) {
            return new Menu(run.run().value(), items);
        }
        if (run.proposed().isPresent()) {
            items.add(item(Verb.APPROVE_RUN, Map.of("plan", run.proposed().get().digest()), "\u2026"));
        } else if (run.status().equals("waiting")) {
            items.add(item(Verb.APPROVE_RUN, Map.of(), ""));
        }
        boolean rests = run.status().equals("paused") || run.status().equals("stopped");
        items.add(item(rests ? Verb.CONTINUE_RUN : Verb.PAUSE_RUN, Map.of(), ""));
        items.add(item(Verb.ROLLBACK_RUN, Map.of(), "\u2026"));
        items.add(item(Verb.ABORT_RUN, Map.of(), "\u2026"));
        return new Menu(run.run().value(), items);
    }

    static Item item(Verb verb, Map<String, String> about, String asks) {
        return new Item(verb.label() + asks, Order.of(verb, about).href(), true);
    }
}
