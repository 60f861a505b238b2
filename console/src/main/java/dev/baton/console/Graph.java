package dev.baton.console;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a group is made of, as a picture: each resource right of all that it needs.
///
/// @param width  in pixels
/// @param height in pixels
public record Graph(int width, int height, List<Box> boxes, List<Edge> edges) {

    private static final int WIDE = 150;
    private static final int HIGH = 34;
    private static final int GAP = 48;
    private static final int ROW = 48;

    /// A resource; `x` and `y` are its upper left corner.
    public record Box(String name, Mark mark, int x, int y) {
        /// Returns how wide every box is.
        public int wide() {
            return WIDE;
        }

        /// Returns how high every box is.
        public int high() {
            return HIGH;
        }
    }

    /// From what is needed to what needs it, as a path.
    public record Edge(String path) {}

    static Graph of(GroupImage group) {
        Map<ResourceId, Box> boxes = new HashMap<>();
        List<Box> inOrder = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        Map<Integer, Integer> filled = new HashMap<>();
        Map<ResourceId, Integer> columns = new HashMap<>();
        for (Resource resource : group.resources()) {
            int column = resource.needs().stream().mapToInt(need -> columns.getOrDefault(need, 0) + 1).max().orElse(0);
            columns.put(resource.id(), column);
            int row = filled.merge(column, 1, Integer::sum) - 1;
            Box box = new Box(resource.id().value(), Mark.of(group.stateOf(resource.id())), 1 + column * (WIDE + GAP),
                    1 + row * ROW);
            boxes.put(resource.id(), box);
            inOrder.add(box);
            resource.needs().forEach(need -> {
                Box needed = boxes.get(need);
                if (needed != null) {
                    edges.add(edge(needed, box));
                }
            });
        }
        int wide = columns.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        int high = filled.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        return new Graph(wide * (WIDE + GAP) - GAP + 2, high * ROW - (ROW - HIGH) + 2, inOrder, edges);
    }

    private static Edge edge(Box from, Box to) {
        int x = from.x() + WIDE;
        int y = from.y() + HIGH / 2;
        int toY = to.y() + HIGH / 2;
        int bend = x + (to.x() - x) / 2;
        return new Edge("M" + x + " " + y + " C" + bend + " " + y + " " + bend + " " + toY + " " + (to.x() - 5) + " "
                + toY);
    }
}
