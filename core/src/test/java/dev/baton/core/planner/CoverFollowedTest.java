package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Course;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.WayBack;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.Cover;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.CoverWalk;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is followed along the steps is what a look at the whole cluster says: for cover, and for every law.
class CoverFollowedTest {

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void cover_followed_through_any_changes_is_cover_found_anew(DataMode mode) {
        int uncovered = 0;
        for (int seed = 0; seed < 120; seed++) {
            Random random = new Random(seed);
            ClusterImage image = Instances.random(mode, seed, 6, 8).image();
            CoverWalk walk = new CoverWalk(image);
            for (int i = 0; i < 25; i++) {
                assertThat(walk.uncovered()).as("%s seed %d change %d", mode, seed, i)
                        .isEqualTo(Cover.of(image).uncovered());
                uncovered += walk.uncovered().size();
                image = changed(image, random);
                walk.to(image);
            }
        }
        assertThat(uncovered).isGreaterThan(500);
    }

    private static ClusterImage changed(ClusterImage image, Random random) {
        GroupImage group = pick(List.copyOf(image.groups().values()), random);
        NodeImage node = pick(List.copyOf(image.nodes().values()), random);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> image.with(group.settledOn(node, group.placement().movedTo(node.id(), "moved")));
            case 3 -> image.with(group.withPlacement(group.placement().movedTo(node.id(), "on its way")));
            case 4 -> image.with(node.withMembership(random.nextBoolean() ? Membership.UP : Membership.DOWN, 1, "b"));
            case 5 -> image.with(random.nextBoolean() ? node.withoutHold(new HoldId("x")) : node.withHold(new Hold(
                    new HoldId("x"), "operator", "why", random.nextBoolean() ? Hold.Strength.CLOSED
                            : Hold.Strength.PAUSED, Optional.empty())));
            case 6 -> image.with(node.withFacts(node.facts().with(Scenes.PRODUCT,
                    random.nextBoolean() ? Scenes.NEW : Scenes.OLD)));
            default -> image.with(group.withClaim(Optional.empty()));
        };
    }

    private static <T> T pick(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void laws_that_follow_the_cover_say_what_laws_say_that_look_at_everything(DataMode mode) {
        int broken = 0;
        for (int seed = 0; seed < 60; seed++) {
            Instances instance = Instances.random(mode, seed, 5, 5);
            if (Planner.plan(instance.image(), instance.spec()) instanceof Planning.Planned planned) {
                Random random = new Random(seed);
                List<Step> steps = new ArrayList<>(planned.plan().steps());
                for (int cut = 0; cut < 3 && steps.size() > 2; cut++) {
                    steps.remove(random.nextInt(steps.size()));
                }
                broken += agreeing(instance, steps);
            }
        }
        assertThat(broken).isGreaterThan(60);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void a_history_made_while_the_plan_is_written_is_the_one_made_from_the_plan(DataMode mode) {
        int changed = 0;
        for (int seed = 0; seed < 40; seed++) {
            Instances instance = Instances.random(mode, seed, 5, 5);
            if (Planner.plan(instance.image(), instance.spec()) instanceof Planning.Planned planned) {
                Random random = new Random(seed);
                List<Step> steps = planned.plan().steps();
                CoverHistory.Beginning written = CoverHistory.at(instance.image());
                int first = steps.isEmpty() ? 0 : random.nextInt(steps.size());
                Course course = Course.of(instance.image(), steps.subList(0, first));
                int second = random.nextInt(first, steps.size() + 1);
                written.by(course).by(Course.of(course.end(), steps.subList(first, second)));
                Plan plan = planned.plan();
                if (random.nextBoolean() && steps.size() > 1) {
                    List<Step> others = new ArrayList<>(steps);
                    others.remove(random.nextInt(others.size()));
                    plan = whole(instance, others);
                    changed++;
                }
                CoverHistory history = written.of(plan);
                assertThat(history.states()).as("%s seed %d", mode, seed)
                        .isEqualTo(CoverHistory.of(instance.image(), plan).states());
                assertThat(history.isOf(plan, instance.image())).isTrue();
            }
        }
        assertThat(changed).isGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void the_way_back_followed_along_the_steps_is_the_one_made_anew(DataMode mode) {
        int blocked = 0;
        for (int seed = 0; seed < 60; seed++) {
            Instances instance = Instances.random(mode, seed, 5, 5);
            if (Planner.plan(instance.image(), instance.spec()) instanceof Planning.Planned planned) {
                Plan plan = seed % 2 == 0 ? planned.plan() : undone(planned.plan());
                blocked += alongIsAnew(plan, instance.image());
            }
        }
        assertThat(blocked).isPositive();
    }

    private static Plan undone(Plan plan) {
        return new Plan(Scenes.undoable(plan.spec()), plan.revision(), plan.basis(), plan.stages());
    }

    /// Returns from how many places there is no way back.
    private static int alongIsAnew(Plan plan, ClusterImage image) {
        List<Step> steps = plan.steps();
        WayBack.Along along = new WayBack.Along(plan.spec(), Course.of(image, steps).images(), steps);
        int blocked = 0;
        for (int done = 1; done <= steps.size(); done++) {
            WayBack back = along.next();
            assertThat(back).isEqualTo(WayBack.of(plan.spec(), image, steps.subList(0, done)));
            blocked += back.blocked().isPresent() ? 1 : 0;
        }
        return blocked;
    }

    @Test
    void a_course_that_begins_elsewhere_is_refused() {
        Instances instance = Instances.random(DataMode.COMPATIBLE, 1, 4, 4);
        GroupImage group = instance.image().groups().values().iterator().next();
        ClusterImage elsewhere = instance.image().with(group.withClaim(Optional.empty()).withPlacement(
                group.placement().withOffline(group.resourceIds(), "otherwise")));
        CoverHistory.Beginning history = CoverHistory.at(instance.image());
        assertThatThrownBy(() -> history.by(Course.from(elsewhere))).hasMessage("the course begins elsewhere");
    }

    private static Plan whole(Instances instance, List<Step> steps) {
        return new Plan(instance.spec(), 0, PlanBasis.of(instance.image()), List.of(new Stage(1,
                new Stage.Subject.Pause("all"), steps, Duration.ofMinutes(1), "")));
    }

    /// Returns how many steps broke a law.
    private static int agreeing(Instances instance, List<Step> steps) {
        CoverHistory history = CoverHistory.of(instance.image(), whole(instance, steps));
        Trace trace = Trace.begin(instance.spec(), Announcement.NOTHING, instance.image());
        int broken = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            ClusterImage after = Projection.project(trace.before(), step);
            TreeSet<GroupId> lost = new TreeSet<>(Cover.of(after).uncovered());
            lost.removeAll(Cover.of(trace.before()).uncovered());
            assertThat(history.lostBy(i)).isEqualTo(lost);
            List<String> followed = texts(Rulebook.broken(trace, step, after, history.lostBy(i)));
            assertThat(followed).isEqualTo(texts(Rulebook.broken(trace, step, after)));
            broken += followed.isEmpty() ? 0 : 1;
            trace = trace.then(step, after);
        }
        return broken;
    }

    private static List<String> texts(List<Rulebook.Broken> broken) {
        return broken.stream().flatMap(law -> law.reasons().stream()).map(Reason::text).toList();
    }
}
