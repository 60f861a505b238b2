package dev.baton.console;

import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.placement.Why;
import java.util.ArrayList;
import java.util.List;

/// One node.
public record NodePage(Frame frame, NodeRow row, Menu menu, Why why, List<Fact> facts, List<GroupRow> groups,
        List<EventsPage.Row> events) {

    private static final int EVENTS = 12;

    static NodePage of(Known known, NodeId id) {
        NodeImage node = known.image().node(id);
        return new NodePage(Frame.of(known, id.value(), Paths.node(id)), NodeRow.of(known, node),
                node.witness() ? new Menu(id.value(), List.of()) : Menu.of(node), Why.node(known.image(), id),
                facts(known, node), GroupRow.on(known, id), EventsPage.about(known, id.value(), EVENTS));
    }

    private static List<Fact> facts(Known known, NodeImage node) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Address", node.address(), ""));
        facts.add(new Fact("Vote", node.voter() ? known.status().votes().nodes().getOrDefault(node.id(), "yes")
                + (node.witness() ? " (witness)" : "") : "none", ""));
        node.facts().versions().forEach((product, version) ->
                facts.add(new Fact(product.value(), version.value(), "")));
        facts.add(new Fact("Speaks levels", node.facts().levels() + ", the cluster is at " + known.image().level(),
                ""));
        facts.add(new Fact("Ended by", node.facts().protection(), ""));
        node.facts().watchdog().ifPresent(dog -> facts.add(new Fact("Reset by", dog.device(), "")));
        node.holds().values().forEach(hold -> facts.add(new Fact("Hold", NodeRow.hold(hold)
                + hold.expires().map(at -> ", expires " + at).orElse(""), "")));
        return facts;
    }
}
