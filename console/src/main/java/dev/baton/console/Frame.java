package dev.baton.console;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import dev.baton.core.screen.Layout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is around every page: the bar on top and the tree at the left.
///
/// @param title   of the page
/// @param cluster its name
/// @param self    the node that answers
/// @param health  in words: what could fail now
/// @param healthy whether any one node may fail
/// @param control who leads, votes, fencing
/// @param cutOff  why all of this is only what the node last knew
/// @param run     the run that is on, in a line
/// @param tree    in order
/// @param path    of the page, to mark its place in the tree
/// @param who     looks, by name and role; empty where nobody has to say
public record Frame(String title, String cluster, String self, List<String> health, boolean healthy,
        List<String> control, Optional<String> cutOff, Optional<Link> run, List<Branch> tree, String path,
        Optional<String> who) {

    /// No branch shows more; the rest is found in its list.
    static final int MOST = 40;

    /// Something to go to.
    public record Link(String text, String href) {}

    /// A branch of the tree.
    ///
    /// @param count of what is in it; empty where nothing is counted
    /// @param more  how many leaves are not shown
    public record Branch(String title, String href, String count, List<Leaf> leaves, int more) {}

    /// A leaf: something with a state.
    ///
    /// @param menu where its actions are; empty when it has none
    public record Leaf(String name, String href, Mark mark, String menu) {}

    static Frame of(Known known, String title, String path) {
        List<String> troubles = known.troubles();
        String name = known.image().settings().name();
        return new Frame(title, name.isEmpty() ? "not configured" : name, known.self().value(),
                troubles.isEmpty() ? List.of("any one node may fail") : troubles, troubles.isEmpty(),
                List.of(known.screen().control().split(" {2,}")), known.cutOff(), run(known), tree(known), path,
                known.who());
    }

    private static Optional<Link> run(Known known) {
        return known.run().map(run -> new Link(run.upgrade() + " " + run.status(), Paths.run(run.run())));
    }

    private static List<Branch> tree(Known known) {
        List<Branch> tree = new ArrayList<>();
        tree.add(branch("Groups", Paths.GROUPS, known.image().groups().values(), Frame::leaf));
        tree.add(branch("Nodes", Paths.NODES, known.image().nodes().values(), Frame::leaf));
        tree.add(branch("Kinds", Paths.KINDS, known.image().kinds().values(), kind -> new Leaf(kind.id().value(),
                Paths.kind(kind.id()), new Mark("", "kind"), "")));
        tree.add(branch("Upgrades", Paths.UPGRADES, known.runs(), run -> new Leaf(run.run().value(),
                Paths.run(run.run()), known.run().filter(view -> view.run().equals(run.run()))
                        .map(view -> Mark.ofRun(view.status())).orElse(new Mark("", "run")), "")));
        tree.add(new Branch("Events", Paths.EVENTS, "", List.of(), 0));
        return tree;
    }

    private static <T> Branch branch(String title, String href, Collection<T> things, Function<T, Leaf> leaf) {
        List<Leaf> leaves = things.stream().limit(MOST).map(leaf).toList();
        return new Branch(title, href, String.valueOf(things.size()), leaves, things.size() - leaves.size());
    }

    private static Leaf leaf(GroupImage group) {
        return new Leaf(group.id().value(), Paths.group(group.id()), Mark.of(group),
                Paths.menu("group", group.id().value()));
    }

    private static Leaf leaf(NodeImage node) {
        return new Leaf(node.id().value(), Paths.node(node.id()), Mark.of(node), node.witness() ? ""
                : Paths.menu("node", node.id().value()));
    }

    /// Returns how big the cluster is, in words.
    static String size(Known known) {
        return Layout.counted(known.image().members().size(), "node") + ", "
                + Layout.counted(known.image().groups().size(), "group");
    }

    /// Returns whether a link of the tree leads to this page.
    public boolean isHere(String href) {
        return href.equals(path);
    }
}
