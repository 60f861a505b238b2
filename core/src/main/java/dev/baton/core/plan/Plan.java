package dev.baton.core.plan;

import java.util.ArrayList;
import java.util.List;

/// What an upgrade does, from the first step to the last: an immutable value that leaves nothing to choose.
///
/// @param spec     what it was made for
/// @param revision of the image it was made for
/// @param basis    what of that image matters to it: a run is refused when it is not so any more
/// @param stages   in order
public record Plan(UpgradeSpec spec, long revision, PlanBasis basis, List<Stage> stages) {

    public Plan {
        stages = List.copyOf(stages);
    }

    /// Where one step stands in its plan.
    ///
    /// @param index from 0, over all stages
    /// @param stage its stage
    /// @param step  the step
    public record Position(int index, Stage stage, Step step) {}

    /// Returns every step with its place, in order.
    public List<Position> positions() {
        List<Position> all = new ArrayList<>();
        for (Stage stage : stages) {
            for (Step step : stage.steps()) {
                all.add(new Position(all.size(), stage, step));
            }
        }
        return all;
    }

    /// Returns every step in order.
    public List<Step> steps() {
        List<Step> all = new ArrayList<>();
        stages.forEach(stage -> all.addAll(stage.steps()));
        return List.copyOf(all);
    }

    /// Returns the number of outages, one for each group and stage in which its clients notice something.
    public int outages() {
        return stages.stream().mapToInt(stage -> stage.outages().size()).sum();
    }
}
