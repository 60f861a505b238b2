package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.planner.PlanReport.Outlook;
import dev.baton.core.rules.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/// What one more failure would do, stage by stage.
final class Outlooks {
    private Outlooks() {}

    /// Returns one for each stage; `rests` holds the groups without cover after each of them, in the same order.
    static List<Outlook> of(ClusterImage start, Exposure exposure, List<SharedSet<GroupId>> rests) {
        int running = running(start);
        List<Outlook> all = new ArrayList<>();
        for (int i = 0; i < exposure.stages().size(); i++) {
            Exposure.OfStage counted = exposure.stages().get(i);
            SortedSet<GroupId> uncovered = counted.uncovered();
            SortedSet<GroupId> resting = rests.get(i);
            all.add(new Outlook(counted.stage().number(), uncovered, resting,
                    sentence(counted, start, running, uncovered, resting)));
        }
        return all;
    }

    private static String sentence(Exposure.OfStage counted, ClusterImage start, int running,
            SortedSet<GroupId> uncovered, SortedSet<GroupId> resting) {
        Optional<String> outside = outside(counted, running);
        Optional<String> undecided = outside.isPresent() ? outside : undecided(counted.stage());
        return undecided.isPresent() ? undecided.get()
                : sentence(counted.stage(), start, running, uncovered, resting);
    }

    private static int running(ClusterImage image) {
        int running = 0;
        for (GroupImage group : image.groups().values()) {
            running += group.intent().online() && group.claim().isPresent() ? 1 : 0;
        }
        return running;
    }

    /// Where all that runs is outside the cluster's control, that is why.
    private static Optional<String> outside(Exposure.OfStage counted, int running) {
        boolean all = running > 0 && counted.uncovered().size() == running && counted.uncovered().stream()
                .allMatch(id -> counted.image().group(id).placement().detached());
        return all ? Optional.of("detached: nobody takes " + (running == 1 ? "it" : "them") + " over")
                : Optional.empty();
    }

    /// Where nothing can be decided while the node is out, nothing runs, and one more failure changes nothing.
    private static Optional<String> undecided(Stage stage) {
        for (Step step : stage.steps()) {
            if (step instanceof Step.Restart(var node, _, var givenUp) && !givenUp.isEmpty()) {
                return Optional.of("nothing runs until " + node + " is back");
            }
        }
        return Optional.empty();
    }

    private static String sentence(Stage stage, ClusterImage image, int running, Set<GroupId> uncovered,
            Set<GroupId> resting) {
        if (uncovered.isEmpty()) {
            return running == 0 ? "-" : image.settings().oneGroupPerNode() ? "fails over" : "all fail over";
        }
        if (uncovered.size() < running) {
            return "fails over, except " + names(uncovered);
        }
        String who = image.settings().oneGroupPerNode() ? "its group waits" : "its groups wait";
        boolean helps = resting.stream().noneMatch(uncovered::contains);
        boolean never = resting.containsAll(uncovered);
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode(var node) -> who + (helps ? " for " + node : never ? " for its return" : "");
            case Stage.Subject.UpgradeNodes _, Stage.Subject.MoveGroup _, Stage.Subject.Canary _,
                    Stage.Subject.ConvertGroup _, Stage.Subject.DetachGroup _,
                    Stage.Subject.SaveTogether _, Stage.Subject.Pause _ ->
                who + (never ? " for its return" : "");
        };
    }

    private static String names(Set<GroupId> groups) {
        return groups.size() > 3 ? groups.size() + " groups"
                : groups.stream().map(GroupId::value).collect(Collectors.joining(" "));
    }

    /// Returns the number of the first stage that cannot be undone, or 0.
    static int pointOfNoReturn(List<Stage> stages) {
        for (Stage stage : stages) {
            for (Step step : stage.steps()) {
                if (step instanceof Step.Convert) {
                    return stage.number();
                }
            }
        }
        return 0;
    }
}
