package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.rules.CoverHistory;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What every single node failure would do at every state of a plan.
///
/// @param certificate where each group would go
/// @param exposure    how long each group would go nowhere; groups that are always covered left out
/// @param failures    how many failures were looked at
record Survival(Certificate certificate, SortedMap<GroupId, Duration> exposure, int failures) {

    /// @param history of the plan
    static Survival of(Plan plan, CoverHistory history) {
        List<Certificate.State> states = history.states().stream()
                .map(state -> new Certificate.State(state.changes(), state.uncovered())).toList();
        int members = (int) history.image(0).nodes().values().stream().filter(node -> !node.witness()).count();
        SortedMap<NodeId, NodeImage> nodes = new TreeMap<>();
        int up = 0;
        int failures = 0;
        for (CoverHistory.State state : history.states()) {
            if (!state.image().nodes().equals(nodes)) {
                nodes = state.image().nodes();
                up = members - down(state.image());
            }
            failures += up;
        }
        return new Survival(new Certificate(states), exposure(plan, states), failures);
    }

    private static int down(ClusterImage image) {
        int down = 0;
        for (NodeImage node : image.impaired()) {
            down += node.witness() || node.up() ? 0 : 1;
        }
        return down;
    }

    private static SortedMap<GroupId, Duration> exposure(Plan plan, List<Certificate.State> states) {
        TreeMap<GroupId, Duration> sums = new TreeMap<>();
        int first = 0;
        for (Stage stage : plan.stages()) {
            int last = first + stage.steps().size();
            uncovered(stage, states.subList(first, last + 1))
                    .forEach(group -> sums.merge(group, stage.takes(), Duration::plus));
            first = last;
        }
        sums.values().removeIf(Duration::isZero);
        return sums;
    }

    /// While a node is changed: the worst of the states between, of equals the one in which it is out. While a group is
    /// moved or converted: the worse of the states before and after, of equals the earlier one. While nothing changes:
    /// the state before.
    private static SortedSet<GroupId> uncovered(Stage stage, List<Certificate.State> states) {
        List<Certificate.State> counted = switch (stage.subject()) {
            case Stage.Subject.UpgradeNode _, Stage.Subject.UpgradeNodes _ -> Stream.concat(
                    Stream.of(states.get(stage.stepsUntilChanged())), states.stream()).toList();
            case Stage.Subject.MoveGroup _, Stage.Subject.Canary _, Stage.Subject.ConvertGroup _,
                    Stage.Subject.DetachGroup _ ->
                List.of(states.getFirst(), states.getLast());
            case Stage.Subject.SaveTogether _, Stage.Subject.Pause _ -> List.of(states.getFirst());
        };
        SortedSet<GroupId> worst = counted.getFirst().uncovered();
        for (Certificate.State state : counted) {
            worst = state.uncovered().size() > worst.size() ? state.uncovered() : worst;
        }
        return worst;
    }
}
