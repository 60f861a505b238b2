package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.util.List;
import java.util.stream.Collectors;

/// What a plan does to the majority of the coordination engine (law 5).
final class Votes {
    private Votes() {}

    /// Returns a sentence such as `5; a majority remains at every step, and after any one failure`.
    static String of(ClusterImage image, List<Stage> stages) {
        long voters = image.nodes().values().stream().filter(NodeImage::voter).count();
        long up = image.nodes().values().stream().filter(node -> node.voter() && node.up()).count();
        long majority = voters / 2 + 1;
        List<Integer> withVoterOut = stages.stream().filter(stage -> stage.steps().stream().anyMatch(step -> step
                instanceof Step.Hold(var node) && image.node(node).voter())).map(Stage::number).toList();
        long least = withVoterOut.isEmpty() ? up : up - 1;
        if (voters == 0) {
            return "none of its own: an existing ensemble decides";
        }
        if (least - 1 >= majority) {
            return voters + "; a majority remains at every step, and after any one failure";
        }
        if (least >= majority) {
            return voters + "; a majority remains at every step, but not after one more failure"
                    + (withVoterOut.isEmpty() || up - 1 < majority ? "" : " during " + list(withVoterOut));
        }
        return voters + "; NO MAJORITY during " + list(withVoterOut) + ": nothing can be decided while the node is out";
    }

    private static String list(List<Integer> stages) {
        return stages.size() > 6 ? "each upgrade"
                : (stages.size() == 1 ? "step " : "steps ")
                        + stages.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
