package dev.baton.core.planner;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason.NotSo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Why no order of moves and changes can exist, in words that anybody can check: a group that can go nowhere, too much
/// for what is left, too many that are kept apart. Each holds because a node that is changed must be empty of all that
/// moves, so that the others must have room for everything at once.
final class Certificates {
    private final Problem problem;
    private final List<Integer> moving;
    private final List<Integer> hosts;

    private Certificates(Problem problem) {
        this.problem = problem;
        this.moving = IntStream.range(0, problem.groups.size()).filter(g -> moves(problem, g)).boxed().toList();
        this.hosts = IntStream.range(0, problem.nodes.size()).filter(n -> moving.stream()
                .anyMatch(g -> problem.owner[g] == n || problem.mayPlace(g, n))).boxed().toList();
    }

    private static boolean moves(Problem problem, int group) {
        return problem.owner[group] >= 0 && !problem.inPlace(group);
    }

    /// Returns the groups that can never leave a node that must be empty to be changed.
    static List<Reason> confined(Problem problem) {
        List<Reason> reasons = new ArrayList<>();
        for (int g = 0; g < problem.groups.size(); g++) {
            if (moves(problem, g) && problem.needs(problem.owner[g]) && !mayLeave(problem, g)) {
                reasons.add(confined(problem, g));
            }
        }
        return reasons;
    }

    private static boolean mayLeave(Problem problem, int group) {
        for (int n = 0; n < problem.nodes.size(); n++) {
            if (n != problem.owner[group] && problem.mayPlace(group, n)) {
                return true;
            }
        }
        return false;
    }

    private static Reason confined(Problem problem, int group) {
        GroupImage it = problem.groups.get(group);
        NodeImage at = problem.nodes.get(problem.owner[group]);
        String why = it.id() + " must leave " + at.id() + ", which must be empty to be changed, and ";
        Optional<String> scarce = it.terms().demand().byName().keySet().stream().filter(what ->
                others(problem, at).stream().allMatch(node -> node.capacity().byName().containsKey(what)
                        && node.capacity().get(what) < it.terms().demand().get(what))).findFirst();
        if (scarce.isPresent() && !others(problem, at).isEmpty()) {
            String what = scarce.get();
            long most = others(problem, at).stream().mapToLong(node -> node.capacity().get(what)).max().orElse(0);
            return new NotSo("law 8, capacity", why + "needs " + what + " " + it.terms().demand().get(what)
                    + "; no other node has more than " + most, "give another node that much, or make "
                    + it.id() + " smaller");
        }
        return new NotSo("law 8, placement", it.id() + " may be on " + at.id() + " only, and " + at.id()
                + " must be empty to be changed", "give it another possible owner");
    }

    /// The machines for groups but for one.
    private static List<NodeImage> others(Problem problem, NodeImage but) {
        return problem.image.members().stream().filter(node -> !node.id().equals(but.id())).toList();
    }

    /// Returns why no order can exist, whether or not one was searched; empty when that is not known.
    static List<Reason> proved(Problem problem) {
        List<Reason> found = new ArrayList<>(confined(problem));
        Certificates certificates = new Certificates(problem);
        if (found.isEmpty() && certificates.hosts.stream().anyMatch(problem::needs)) {
            found.addAll(problem.stacking ? certificates.shared() : certificates.onePerNode());
        }
        return found;
    }

    /// Returns why no order exists, once a search has found none: the simplest certificate that holds.
    static List<Reason> afterSearch(Problem problem, long boards) {
        List<Reason> found = new ArrayList<>(proved(problem));
        if (found.isEmpty()) {
            found.add(new NotSo("law 15, the end is the goal", "no order of moves and upgrades reaches the end; all "
                    + boards + " states that the laws allow were looked at", "see what would help"));
        }
        return found;
    }

    private List<Reason> onePerNode() {
        return hosts.size() > moving.size() ? List.of() : List.of(new NotSo("law 8, one group per node",
                problem.groups.size() + " groups on " + hosts.size() + " nodes that may take one" + heldOnes()
                        + ": no node can be emptied", "add a node, or let groups share one: "
                        + "one-group-per-node: false"));
    }

    private String heldOnes() {
        String held = problem.image.members().stream().filter(node -> node.up() && node.held()
                && !hosts.contains(problem.indexOf(node.id()))).map(node -> node.id() + " is held by "
                        + node.holds().firstEntry().getValue().owner()).collect(Collectors.joining(", "));
        return held.isEmpty() ? "" : " (" + held + ")";
    }

    private List<Reason> shared() {
        List<Reason> found = new ArrayList<>();
        TreeSet<Label> labels = new TreeSet<>();
        moving.forEach(g -> labels.addAll(problem.groups.get(g).terms().apart()));
        labels.forEach(label -> pigeons(g -> problem.groups.get(g).terms().apart().contains(label)).ifPresent(names ->
                found.add(new NotSo("law 8, anti-affinity", names + " are kept apart (" + label + ", hard) on "
                        + hosts.size() + " nodes" + heldOnes() + ": while one is changed, "
                        + (hosts.size() - 1) + " are left", "add a node, or let some of them share one"))));
        TreeSet<String> what = new TreeSet<>();
        hosts.forEach(n -> what.addAll(problem.nodes.get(n).capacity().byName().keySet()));
        what.removeIf(name -> !hosts.stream().allMatch(n ->
                problem.nodes.get(n).capacity().byName().containsKey(name)));
        what.forEach(name -> fluid(name).or(() -> halves(name)).ifPresent(found::add));
        return found;
    }

    /// All that moves, poured into what is left while the largest node is changed.
    private Optional<Reason> fluid(String what) {
        long needed = moving.stream().mapToLong(g -> demand(g, what)).sum();
        long all = hosts.stream().mapToLong(n -> capacity(n, what)).sum();
        int largest = hosts.stream().filter(problem::needs).max(Comparator.comparingLong(n -> capacity(n, what)))
                .orElseThrow();
        long left = all - capacity(largest, what);
        boolean overfull = hosts.stream().anyMatch(n -> moving.stream().filter(g -> problem.owner[g] == n)
                .mapToLong(g -> demand(g, what)).sum() > capacity(n, what));
        return needed <= left || overfull ? Optional.empty() : Optional.of(new NotSo("law 8, capacity",
                "the groups need " + what + " " + needed + " together; while " + problem.nodes.get(largest).id()
                        + " is changed, the others have " + left, "add a node, or " + what));
    }

    /// Groups of which no two fit on one node.
    private Optional<Reason> halves(String what) {
        long largest = hosts.stream().mapToLong(n -> capacity(n, what)).max().orElse(0);
        return pigeons(g -> 2 * demand(g, what) > largest).map(names -> new NotSo("law 8, capacity", names
                + " need more than half of the " + what + " of any node each, so no two share one; while one node is "
                + "changed, " + (hosts.size() - 1) + " are left", "add a node, or " + what));
    }

    /// The names of those that need a node each, when one node too few is left; they have one each now.
    private Optional<String> pigeons(Predicate<Integer> alone) {
        List<Integer> those = moving.stream().filter(alone).toList();
        boolean apart = those.stream().map(g -> problem.owner[g]).distinct().count() == those.size();
        return those.size() < hosts.size() || those.size() < 2 || !apart ? Optional.empty() : Optional.of(those.stream()
                .map(g -> problem.groups.get(g).id().value()).collect(Collectors.joining(", ")));
    }

    private long demand(int group, String what) {
        return problem.groups.get(group).terms().demand().get(what);
    }

    private long capacity(int node, String what) {
        return problem.nodes.get(node).capacity().get(what);
    }
}
