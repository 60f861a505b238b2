package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Steps one after the other, and the cluster before the first and after each of them. Nobody but [Projection] says
/// what a cluster is after a step, so who is handed a course need not project it again. Not thread-safe.
public final class Course {
    private final List<Step> steps = new ArrayList<>();
    private final List<ClusterImage> images = new ArrayList<>();

    private Course(ClusterImage start) {
        images.add(start);
    }

    /// Returns a course without steps.
    public static Course from(ClusterImage start) {
        return new Course(start);
    }

    /// Returns the course of these steps.
    ///
    /// @throws IllegalArgumentException if one names something that the image does not define
    public static Course of(ClusterImage start, List<Step> steps) {
        Course course = from(start);
        steps.forEach(course::by);
        return course;
    }

    /// Goes on by a step.
    ///
    /// @throws IllegalArgumentException if it names something that the image does not define
    public void by(Step step) {
        images.add(Projection.project(end(), step));
        steps.add(step);
    }

    /// Returns the cluster after the last step.
    public ClusterImage end() {
        return images.getLast();
    }

    /// Returns the steps, in order.
    public List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /// Returns the cluster before the first step, and after each.
    public List<ClusterImage> images() {
        return Collections.unmodifiableList(images);
    }
}
