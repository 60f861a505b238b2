package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.rules.Cover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// What every single node failure would do at every state of a plan.
///
/// @param certificate where each group would go
/// @param exposure    how long each group would go nowhere; groups that are always covered left out
/// @param failures    how many failures were looked at
record Survival(Certificate certificate, SortedMap<GroupId, Duration> exposure, int failures) {

    /// @param images the image at the start, and after each step
    static Survival of(Plan plan, List<ClusterImage> images) {
        List<Certificate.State> states = images.stream().map(Survival::state).toList();
        int failures = images.stream().mapToInt(image -> (int) image.members().stream().filter(NodeImage::up).count())
                .sum();
        return new Survival(new Certificate(states), exposure(plan, states), failures);
    }

    private static Certificate.State state(ClusterImage image) {
        Cover cover = Cover.of(image);
        TreeMap<GroupId, NodeId> witnesses = new TreeMap<>();
        image.groups().keySet().forEach(group -> cover.target(group).ifPresent(node -> witnesses.put(group, node)));
        return new Certificate.State(witnesses, cover.uncovered());
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

    /// While a node is changed: the worst of the states between. While a group is moved or converted: the worse of the
    /// states before and after. A tie goes to the earlier one. While nothing changes: the state before.
    private static SortedSet<GroupId> uncovered(Stage stage, List<Certificate.State> states) {
        List<Certificate.State> counted = switch (stage.subject()) {
            case Stage.Subject.UpgradeNode _ -> states;
            case Stage.Subject.MoveGroup _, Stage.Subject.ConvertGroup _ ->
                List.of(states.getFirst(), states.getLast());
            case Stage.Subject.Pause _ -> List.of(states.getFirst());
        };
        SortedSet<GroupId> worst = counted.getFirst().uncovered();
        for (Certificate.State state : new ArrayList<>(counted)) {
            worst = state.uncovered().size() > worst.size() ? state.uncovered() : worst;
        }
        return worst;
    }
}
