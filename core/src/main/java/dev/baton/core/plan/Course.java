package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Steps one after the other, and the cluster after each of them. Nobody but [Projection] says what a cluster is after
/// a step, so who is handed a course need not project it again. Not thread-safe.
public final class Course {
    private final ClusterImage start;
    private final List<Step> steps = new ArrayList<>();
    private final List<ClusterImage> images = new ArrayList<>();

    private Course(ClusterImage start) {
        this.start = start;
    }

    /// Returns a course without steps.
    public static Course from(ClusterImage start) {
        return new Course(start);
    }

    /// Goes on by a step.
    ///
    /// @return the cluster after it
    /// @throws IllegalArgumentException if it names something that the image does not define
    public ClusterImage by(Step step) {
        ClusterImage after = Projection.project(end(), step);
        steps.add(step);
        images.add(after);
        return after;
    }

    /// Returns the cluster before the first step.
    public ClusterImage start() {
        return start;
    }

    /// Returns the cluster after the last step.
    public ClusterImage end() {
        return images.isEmpty() ? start : images.getLast();
    }

    /// Returns the steps, in order.
    public List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /// Returns the cluster after each step.
    public List<ClusterImage> images() {
        return Collections.unmodifiableList(images);
    }
}
