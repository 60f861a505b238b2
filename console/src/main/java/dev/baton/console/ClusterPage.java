package dev.baton.console;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The first page: what is wrong, what is on, and the lists that fit.
///
/// @param groups those in trouble first; at most [#MOST]
/// @param events the latest
public record ClusterPage(Frame frame, String size, List<Count> states, boolean mixed, List<GroupRow> groups,
        int moreGroups, List<NodeRow> nodes, int moreNodes, List<EventsPage.Row> events) {

    static final int MOST = 24;
    private static final int EVENTS = 8;

    /// How many groups, or nodes, are in a state.
    public record Count(Mark mark, long number, String href) {}

    static ClusterPage of(Known known) {
        List<GroupRow> groups = worstFirst(known.image().groups().values().stream().toList(), group -> rank(known,
                group)).stream().map(group -> GroupRow.of(known, group)).toList();
        List<NodeRow> nodes = worstFirst(known.image().nodes().values().stream().toList(), ClusterPage::rank).stream()
                .map(node -> NodeRow.of(known, node)).toList();
        return new ClusterPage(Frame.of(known, "Cluster", Paths.HOME), Frame.size(known), counts(known),
                known.screen().mixed(), groups, known.image().groups().size() - groups.size(), nodes,
                known.image().nodes().size() - nodes.size(), known.events().reversed().stream().limit(EVENTS)
                        .map(event -> EventsPage.row(known, event)).toList());
    }

    private static <T> List<T> worstFirst(List<T> things, Function<T, Integer> rank) {
        List<T> first = new ArrayList<>();
        for (int wanted = 0; wanted < 3 && first.size() < MOST; wanted++) {
            for (T thing : things) {
                if (first.size() < MOST && rank.apply(thing) == wanted) {
                    first.add(thing);
                }
            }
        }
        return first;
    }

    private static int rank(Known known, GroupImage group) {
        return switch (Mark.of(group.state()).icon()) {
            case "failed" -> 0;
            case "pending", "partial" -> 1;
            default -> known.cover().leavesOut(group.id()) ? 1 : 2;
        };
    }

    private static int rank(NodeImage node) {
        return !node.up() ? 0 : node.held() ? 1 : 2;
    }

    private static List<Count> counts(Known known) {
        Map<String, Integer> order = Map.of("Failed", 0, "Pending", 1, "Partial", 2, "Offline", 3, "Online", 4);
        Map<Integer, Count> counts = new TreeMap<>();
        known.image().groups().values().forEach(group -> {
            Mark mark = Mark.of(group.state());
            counts.merge(order.getOrDefault(mark.word(), 5), new Count(mark, 1, Paths.GROUPS + "?find=" + mark.word()),
                    (one, other) -> new Count(one.mark(), one.number() + other.number(), one.href()));
        });
        return List.copyOf(counts.values());
    }
}
