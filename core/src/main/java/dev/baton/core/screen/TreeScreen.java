package dev.baton.core.screen;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `baton status --tree` prints: under each node the groups that it owns, under each group its resources, and last
/// the groups that no node owns. With more than [#OPEN] groups only those are opened that are not simply online.
///
/// @param status the same cluster, for the lines above the tree and the words
public record TreeScreen(StatusScreen status) {

    /// So many groups are shown with all their resources.
    public static final int OPEN = 40;

    /// A line under another one, and what is under it.
    private record Branch(String text, List<Branch> under) {}

    /// Returns the headline and the tree; of a cluster that is still nothing, what makes it something.
    public String text() {
        ClusterImage image = status.image();
        if (image.nodes().isEmpty()) {
            return status.status();
        }
        List<Branch> roots = new ArrayList<>();
        image.nodes().values().forEach(node -> roots.add(branch(node)));
        List<Branch> nowhere = image.groups().values().stream().filter(group -> group.owner().isEmpty())
                .map(this::branch).toList();
        if (!nowhere.isEmpty()) {
            roots.add(new Branch("on no node", nowhere));
        }
        StringBuilder text = new StringBuilder(status.headline()).append('\n');
        for (Branch root : roots) {
            text.append(root.text()).append('\n');
            draw(text, "", root.under());
        }
        return text.toString();
    }

    private static void draw(StringBuilder text, String margin, List<Branch> branches) {
        for (Branch branch : branches) {
            boolean last = branch.equals(branches.getLast());
            text.append(margin).append(last ? "`- " : "|- ").append(branch.text()).append('\n');
            draw(text, margin + (last ? "   " : "|  "), branch.under());
        }
    }

    private Branch branch(NodeImage node) {
        List<Branch> groups = status.image().ownedBy(node.id()).stream().map(this::branch).toList();
        String versions = node.facts().versions().entrySet().stream().map(entry -> entry.getKey() + " "
                + entry.getValue()).collect(Collectors.joining(", "));
        String holds = node.holds().isEmpty() ? "" : "   " + StatusScreen.holds(node);
        return new Branch((node.id() + "  " + StatusScreen.word(node) + "   " + (node.witness() ? "witness " : "")
                + versions + holds).stripTrailing(), groups);
    }

    private Branch branch(GroupImage group) {
        boolean open = status.image().groups().size() <= OPEN || !(group.state() instanceof GroupState.Online);
        int width = group.resources().stream().mapToInt(resource -> resource.id().value().length()).max().orElse(0);
        List<Branch> resources = open && group.owner().isPresent() ? group.resources().stream()
                .map(resource -> new Branch(line(group, resource, width), List.of())).toList() : List.of();
        return new Branch(group.id() + (group.critical() ? " !" : "") + "  " + group.word() + aim(group)
                + why(group), resources);
    }

    private static String aim(GroupImage group) {
        Optional<NodeId> to = group.placement().owner().filter(node -> !group.owner().equals(Optional.of(node)));
        return to.map(node -> " -> " + node).orElse("");
    }

    private static String why(GroupImage group) {
        return group.state() instanceof GroupState.Failed(var reason) ? ": " + reason : "";
    }

    private static String line(GroupImage group, Resource resource, int width) {
        String needs = StatusScreen.needs(resource);
        return (Layout.pad(resource.id().value(), width) + "  " + Layout.pad(group.stateOf(resource.id()).word(), 8)
                + (needs.isEmpty() ? "" : " needs " + needs)).stripTrailing();
    }
}
