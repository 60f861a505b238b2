package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Course;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who could take over what in every state that a plan goes through: the image at its start, and the one after each
/// step. Made only from a plan and the image that it begins with, so that who is handed one need not make it again.
public final class CoverHistory {
    private final Plan plan;
    private final List<Step> steps;
    private final List<State> states;
    private final List<ClusterImage> images;

    private CoverHistory(Plan plan, List<Step> steps, List<State> states) {
        this.plan = plan;
        this.steps = steps;
        this.states = List.copyOf(states);
        List<ClusterImage> each = new ArrayList<>(states.size());
        states.forEach(state -> each.add(state.image()));
        this.images = List.copyOf(each);
    }

    /// One state.
    ///
    /// @param image     the cluster then
    /// @param uncovered groups that nobody could take
    /// @param changes   witnesses that are not as in the state before; all of them in the first
    public record State(ClusterImage image, SharedSet<GroupId> uncovered, List<CoverWalk.Change> changes) {
        public State {
            changes = List.copyOf(changes);
        }
    }

    /// A history that is being made, of a plan that may still be being written. Of use once; not thread-safe.
    public static final class Beginning {
        private final ClusterImage image;
        private final List<Step> followed = new ArrayList<>();
        private @Nullable Following following;

        private Beginning(ClusterImage image) {
            this.image = image;
            this.following = new Following(image);
        }

        /// Goes on by steps that the plan will have next, unless it is changed before it is whole.
        ///
        /// @throws IllegalArgumentException if the course does not begin where the last one ended
        public Beginning by(Course course) {
            Following going = Objects.requireNonNull(following, "it was used");
            List<ClusterImage> images = course.images();
            if (!images.getFirst().equals(going.now)) {
                throw new IllegalArgumentException("the course begins elsewhere");
            }
            images.subList(1, images.size()).forEach(going::to);
            followed.addAll(course.steps());
            return this;
        }

        /// Returns the history of a plan that is carried out from there as it was planned. What was followed so far is
        /// of use when the plan begins with it.
        ///
        /// @throws IllegalArgumentException if a step names something that the image does not define
        public CoverHistory of(Plan plan) {
            List<Step> steps = plan.steps();
            boolean begun = followed.size() <= steps.size() && steps.subList(0, followed.size()).equals(followed);
            Following from = following == null || !begun ? new Following(image) : following;
            following = null;
            for (Step step : steps.subList(from.states.size() - 1, steps.size())) {
                from.to(Projection.project(from.now, step));
            }
            return new CoverHistory(plan, steps, from.states);
        }
    }

    /// Follows a cluster from step to step.
    private static final class Following {
        private final CoverWalk walk;
        private final List<State> states = new ArrayList<>();
        private ClusterImage now;

        Following(ClusterImage image) {
            this.walk = new CoverWalk(image);
            this.now = image;
            note();
        }

        void to(ClusterImage next) {
            now = next;
            walk.to(now);
            note();
        }

        private void note() {
            states.add(new State(now, walk.uncovered(), walk.changes()));
        }
    }

    /// Returns the beginning of the history of any plan that is carried out from `image`.
    public static Beginning at(ClusterImage image) {
        return new Beginning(image);
    }

    /// Returns the history of a plan that is carried out from `image` as it was planned.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static CoverHistory of(ClusterImage image, Plan plan) {
        return at(image).of(plan);
    }

    /// Returns whether this is the history of the plan when it is carried out from `image`.
    public boolean isOf(Plan other, ClusterImage image) {
        return plan.equals(other) && image(0).equals(image);
    }

    /// Returns the steps of the plan, in order.
    public List<Step> steps() {
        return steps;
    }

    /// Returns the states, at least one.
    public List<State> states() {
        return states;
    }

    /// Returns the cluster at the start and after each step.
    public List<ClusterImage> images() {
        return images;
    }

    /// Returns the cluster after that many steps.
    public ClusterImage image(int steps) {
        return images.get(steps);
    }

    /// Returns the groups that nobody could take after that many steps.
    public SharedSet<GroupId> uncovered(int steps) {
        return states.get(steps).uncovered();
    }

    /// Returns the groups that have a takeover target after `steps` steps, and none after one more.
    public SortedSet<GroupId> lostBy(int steps) {
        SharedSet<GroupId> before = uncovered(steps);
        SharedSet<GroupId> after = uncovered(steps + 1);
        if (after.isEmpty() || after.equals(before)) {
            return SharedSet.empty();
        }
        TreeSet<GroupId> lost = new TreeSet<>(after);
        lost.removeAll(before);
        return lost;
    }
}
