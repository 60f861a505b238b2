package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.MajorityLoss;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Silence;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.Votes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The row of a report that says what a plan does to the majority of the coordination engine (law 5).
///
/// @param image that the plan begins with
/// @param plan  the plan
record VotesRow(ClusterImage image, Plan plan) {

    /// Returns a sentence such as `5; a majority remains at every step, and after any one failure`.
    String text() {
        long voters = image.nodes().values().stream().filter(NodeImage::voter).count();
        long up = image.nodes().values().stream().filter(node -> node.voter() && node.up()).count();
        long majority = voters / 2 + 1;
        List<Stage> missed = plan.stages().stream().filter(this::missesVote).toList();
        long least = missed.isEmpty() ? up : up - 1;
        if (voters == 0) {
            return "none of its own: an existing ensemble decides";
        }
        if (least - 1 >= majority) {
            return voters + "; a majority remains at every step, and after any one failure";
        }
        if (least >= majority) {
            return voters + "; a majority remains at every step, but not after one more failure"
                    + (missed.isEmpty() || up - 1 < majority ? "" : " during " + list(missed));
        }
        String where = plan.spec().restart() == UpgradeSpec.Restart.IF_REQUIRED ? " where the node restarts" : "";
        return voters + "; NO MAJORITY during " + list(missed) + where
                + ": nothing can be decided while the node is out" + silence(missed) + "; " + wayOut(missed);
    }

    private boolean missesVote(Stage stage) {
        for (Step step : stage.steps()) {
            if (Votes.takesVote(plan.spec(), step) && step instanceof Step.OnNode on && image.node(on.node()).voter()) {
                return true;
            }
        }
        return false;
    }

    private String silence(List<Stage> missed) {
        long said = missed.stream().mapToLong(stage -> stage.givenUp().size()).sum();
        if (said > 0) {
            return ", and nothing runs (" + said + (said == 1 ? " outage)" : " of the outages)");
        }
        long more = missed.stream().mapToLong(this::perhaps).sum();
        String late = plan.spec().leavesServices() ? " if its daemon is not back within a lease" : "";
        return more == 0 ? "" : ", and nothing runs" + late + " (up to " + more
                + (more == 1 ? " outage more)" : " outages more)");
    }

    /// How many groups fall silent if the node has to restart, or its daemon takes longer than a lease.
    private long perhaps(Stage stage) {
        Set<GroupId> silent = new TreeSet<>();
        stage.steps().forEach(step -> {
            if (Votes.takesVote(plan.spec(), step) && step instanceof Step.OnNode on) {
                silent.addAll(MajorityLoss.of(image, on.node()));
            }
        });
        silent.removeAll(Silence.of(image, stage.ordered()));
        return silent.size();
    }

    private String wayOut(List<Stage> missed) {
        int wanted = missed.stream().flatMap(stage -> stage.steps().stream()).filter(Step.Install.class::isInstance)
                .map(step -> ((Step.Install) step).node()).filter(node -> image.node(node).voter())
                .mapToInt(node -> MajorityLoss.votesWanted(image, node)).max().orElse(1);
        return "with " + (wanted == 1 ? "one more vote, a witness," : Words.count(wanted) + " more votes")
                + " a majority would remain";
    }

    private static String list(List<Stage> stages) {
        return stages.size() > 6 ? "each upgrade" : (stages.size() == 1 ? "step " : "steps ")
                + stages.stream().map(stage -> String.valueOf(stage.number())).collect(Collectors.joining(" "));
    }
}
