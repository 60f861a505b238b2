package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who could take over what in every state that a plan goes through: the image at its start, and the one after each
/// step. Made only from a plan and the image that it begins with, so that who is handed one need not make it again.
public final class CoverHistory {
    private final Plan plan;
    private final List<State> states;

    private CoverHistory(Plan plan, List<State> states) {
        this.plan = plan;
        this.states = List.copyOf(states);
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

    /// A history of which nothing is known but the image that it begins with: made before there is a plan.
    public static final class Beginning {
        private final ClusterImage image;
        private @Nullable CoverWalk walk;

        private Beginning(ClusterImage image) {
            this.image = image;
            this.walk = new CoverWalk(image);
        }

        /// Returns the history of a plan that is carried out from there as it was planned.
        ///
        /// @throws IllegalArgumentException if a step names something that the image does not define
        public CoverHistory of(Plan plan) {
            CoverWalk from = walk == null ? new CoverWalk(image) : walk;
            walk = null;
            Following following = new Following(image, from, new ArrayList<>());
            plan.steps().forEach(following::by);
            return new CoverHistory(plan, following.states);
        }
    }

    /// Follows a cluster from step to step.
    private static final class Following {
        private final CoverWalk walk;
        private final List<State> states;
        private ClusterImage now;

        Following(ClusterImage image, CoverWalk walk, List<State> states) {
            this.walk = walk;
            this.states = states;
            this.now = image;
            states.add(new State(now, walk.uncovered(), walk.changes()));
        }

        void by(Step step) {
            now = Projection.project(now, step);
            walk.to(now);
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

    /// Returns the states, at least one.
    public List<State> states() {
        return states;
    }

    /// Returns the cluster at the start and after each step.
    public List<ClusterImage> images() {
        List<ClusterImage> images = new ArrayList<>(states.size());
        states.forEach(state -> images.add(state.image()));
        return images;
    }

    /// Returns the cluster after that many steps.
    public ClusterImage image(int steps) {
        return states.get(steps).image();
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
