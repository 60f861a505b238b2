package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Course;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Stages as they are written, one after the other, and the cluster that they lead to.
final class Script {
    /// A reader gets at least so many steps at once.
    private static final int BATCH = 256;

    private final Consumer<Course> reader;
    private final List<Stage> stages = new ArrayList<>();
    private Course unread;

    /// @param reader gets the steps in order, not all of them: the last ones are told by the whole plan only
    Script(ClusterImage start, Consumer<Course> reader) {
        this.unread = Course.from(start);
        this.reader = reader;
    }

    /// Writes a stage and returns the cluster after it.
    ClusterImage add(Stage.Subject subject, List<Step> steps, Duration takes, String because) {
        stages.add(new Stage(stages.size() + 1, subject, steps, takes, because));
        for (Step step : steps) {
            unread.by(step);
        }
        ClusterImage image = unread.end();
        if (unread.steps().size() >= BATCH) {
            reader.accept(unread);
            unread = Course.from(image);
        }
        return image;
    }

    /// Returns the stages written so far.
    List<Stage> stages() {
        return stages;
    }
}
