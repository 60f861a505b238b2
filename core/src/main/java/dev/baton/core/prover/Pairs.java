package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Cover;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What every pair of nodes that fail together would do at every state of a plan. Two nodes that are up are lost at the
/// same moment; then each of their groups needs a legal node, all of them together. A plan makes no promise about
/// pairs, so nothing here is a broken law.
///
/// @param states   how many states that differ were looked at
/// @param failures how many pairs, over all of them
/// @param stages   stage by stage, from 0 for the start, the worst that a pair would do; stages where every pair is
///                 survived left out
public record Pairs(int states, long failures, List<Worst> stages) {
    /// More than that would take minutes.
    public static final long MOST = 2_000_000;

    public Pairs {
        stages = List.copyOf(stages);
    }

    /// The pair of a stage that leaves most groups without a node, the first of equals.
    ///
    /// @param stage  its number; 0 is the start
    /// @param first  one of the two
    /// @param second the other
    /// @param groups that find no node
    public record Worst(int stage, NodeId first, NodeId second, SharedSet<GroupId> groups) {}

    /// Returns what pairs would do; empty when there are more than [#MOST] of them.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static Optional<Pairs> of(Plan plan, ClusterImage image) {
        long members = image.members().size();
        if (members * (members - 1) / 2 * (plan.steps().size() + 1) > MOST) {
            return Optional.empty();
        }
        Walk walk = new Walk();
        walk.look(0, image);
        ClusterImage now = image;
        for (Stage stage : plan.stages()) {
            for (Step step : stage.steps()) {
                ClusterImage next = Projection.project(now, step);
                if (!next.equals(now)) {
                    walk.look(stage.number(), next);
                }
                now = next;
            }
        }
        return Optional.of(new Pairs(walk.states, walk.failures, walk.worst));
    }

    /// Returns lines for people.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  pairs of nodes: " + failures + " failures of two at once in " + states + " states; "
                + (stages.isEmpty() ? "every one is survived" : "survived throughout, except"));
        stages.stream().sorted(Comparator.comparing(Worst::stage)).forEach(worst -> lines.add("    "
                + (worst.stage == 0 ? "at the start" : "in step " + worst.stage) + ": without " + worst.first + " and "
                + worst.second + " nobody takes " + names(worst.groups)));
        return lines;
    }

    private static String names(Set<GroupId> groups) {
        return groups.size() > 6 ? groups.size() + " groups"
                : groups.stream().map(GroupId::value).collect(Collectors.joining(" "));
    }

    /// What was seen so far.
    private static final class Walk {
        private final List<Worst> worst = new ArrayList<>();
        private int states;
        private long failures;

        void look(int stage, ClusterImage image) {
            states++;
            List<NodeId> up = image.members().stream().filter(NodeImage::up).map(NodeImage::id).toList();
            for (int a = 0; a < up.size(); a++) {
                for (int b = a + 1; b < up.size(); b++) {
                    failures++;
                    TreeSet<GroupId> nowhere = new TreeSet<>();
                    Cover.afterLossOf(image, Set.of(up.get(a), up.get(b))).forEach((group, takeover) -> {
                        if (takeover.uncovered()) {
                            nowhere.add(group);
                        }
                    });
                    note(new Worst(stage, up.get(a), up.get(b), SharedSet.copyOf(nowhere)));
                }
            }
        }

        private void note(Worst seen) {
            boolean known = !worst.isEmpty() && worst.getLast().stage == seen.stage;
            int most = known ? worst.getLast().groups.size() : 0;
            if (seen.groups.size() > most) {
                if (known) {
                    worst.removeLast();
                }
                worst.add(seen);
            }
        }
    }
}
