package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.WatchdogDevice;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The cluster as people see it.
class StatusScreenTest {
    private static final Instant START = Instant.parse("2026-03-01T22:00:00Z");
    private static final TreeMap<GroupId, Duration> SINCE = new TreeMap<>(Map.of(
            Scenes.group(1), Duration.ofDays(41), Scenes.group(2), Duration.ofHours(3),
            Scenes.group(3), Duration.ofSeconds(8)));

    @Test
    void at_rest() {
        check("status-at-rest", screen(withWitness(), Optional.empty()).status());
    }

    @Test
    void while_a_node_is_being_upgraded() {
        check("status-during-a-run", duringARun(12).status());
    }

    @Test
    void the_run_itself() {
        Instant now = START.plusSeconds(13 * 60);
        check("watch-during-a-run", new RunScreen(duringARun(12).run().orElseThrow(), now).text());
    }

    @Test
    void when_a_second_node_has_failed() {
        ClusterImage image = withWitness();
        image = Scenes.down(Scenes.down(image, 4), 2);
        image = image.with(image.group(Scenes.group(2)).withClaim(Optional.empty()).withPlacement(
                new dev.baton.core.model.Placement(Optional.empty(), 2, new java.util.TreeSet<>(),
                        "no node may take it", Optional.of(Scenes.node(2)))));
        check("status-second-failure", screen(image, Optional.empty()).status());
    }

    @Test
    void while_a_group_is_detached() {
        ClusterImage image = withWitness();
        dev.baton.core.model.GroupImage group = image.group(Scenes.group(1));
        image = image.with(group.settledOn(image.node(Scenes.node(1)), group.placement().withOffline(
                group.resourceIds(), "").withDetachment(Optional.of(dev.baton.core.model.Detachment.DETACHED),
                        "detached by run secret-2-1")));
        check("status-detached", screen(image, Optional.empty()).status());
    }

    @Test
    void a_cluster_is_guarded_by_watchdogs_where_every_node_that_may_have_groups_has_one() {
        ClusterImage none = withWitness();
        assertThat(protection(none)).isEqualTo("unfenced");
        ClusterImage some = watched(none, 1, 3);
        assertThat(protection(some)).isEqualTo("unfenced, watchdog on node1 node3");
        ClusterImage all = watched(some, 2, 4);
        assertThat(protection(all)).isEqualTo("watchdog");
        assertThat(protection(Scenes.down(all, 4))).isEqualTo("watchdog");
        Settings fenced = new Settings("test", true, "fence_ipmilan");
        assertThat(protection(none.withSettings(fenced))).isEqualTo("fencing ipmilan");
        assertThat(protection(some.withSettings(fenced))).isEqualTo("fencing ipmilan, watchdog on node1 node3");
        assertThat(protection(all.withSettings(fenced))).isEqualTo("fencing ipmilan, watchdog");
        assertThat(screen(some, Optional.empty()).nodeShow(Scenes.node(1)))
                .contains("; should its guard fail, /dev/watchdog resets it\n");
    }

    private static String protection(ClusterImage image) {
        return screen(image, Optional.empty()).control().replaceFirst(".* of \\d+ +", "");
    }

    private static ClusterImage watched(ClusterImage image, int... nodes) {
        ClusterImage watched = image;
        for (int n : nodes) {
            NodeImage node = watched.node(Scenes.node(n));
            watched = watched.with(node.withFacts(node.facts().withWatchdog(Optional.of(
                    new WatchdogDevice("/dev/watchdog", Duration.ofSeconds(3))))));
        }
        return watched;
    }

    @Test
    void lists_and_single_things() {
        StatusScreen screen = duringARun(12);
        check("lists", String.join("\n", screen.groupList(), screen.groupShow(Scenes.group(1)),
                screen.resourceList(Optional.empty()), screen.resourceList(Optional.of(Scenes.group(2))),
                screen.nodeList(), screen.nodeShow(Scenes.node(4)), screen.nodeShow(Scenes.node(1))));
    }

    @Test
    void as_a_tree() {
        ClusterImage image = withWitness();
        image = Scenes.down(image, 2);
        image = image.with(image.group(Scenes.group(2)).withClaim(Optional.empty()).withPlacement(
                new dev.baton.core.model.Placement(Optional.empty(), 2, new java.util.TreeSet<>(),
                        "no node may take it", Optional.of(Scenes.node(2)))));
        check("status-tree", new TreeScreen(screen(image, Optional.empty())).text());
    }

    private static ClusterImage withWitness() {
        return Scenes.fourNodes(DataMode.COMPATIBLE).with(NodeImage.defined(Scenes.node(5), "127.0.0.5", true, true)
                .withMembership(dev.baton.core.model.Membership.UP, 1, "boot"));
    }

    /// A run of which so many steps are done and the next has begun.
    private static StatusScreen duringARun(int done) {
        ClusterImage image = withWitness();
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade());
        Plan plan = planned.plan();
        List<Entry> journal = new ArrayList<>(List.of(new Entry.Started(START, "ada")));
        for (int step = 0; step <= done; step++) {
            Instant began = START.plusSeconds(60L * step);
            journal.add(new Entry.Began(began, step, 1, ""));
            if (step < done) {
                journal.add(new Entry.Succeeded(began.plusSeconds(59), step, ""));
                image = Projection.project(image, plan.steps().get(step));
            }
        }
        journal.add(new Entry.OutageSeen(START.plusSeconds(600), Scenes.group(1), Duration.ofMillis(1_800),
                Optional.of(Scenes.node(4))));
        RunState state = RunState.of(plan.steps().size(), journal);
        RunView view = RunView.of(new RunId("evs-2.0-1"), List.of(new RunView.Named("a91f0c3", plan)), Optional.empty(),
                state, image, START, Optional.empty(), Optional.empty(), START.plusSeconds(13 * 60));
        return screen(image, Optional.of(view));
    }

    private static StatusScreen screen(ClusterImage image, Optional<RunView> run) {
        return new StatusScreen(image, Optional.of(Scenes.node(2)), SINCE, run);
    }

    private static void check(String name, String text) {
        Golden.check(name, text);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80 && line.equals(line.stripTrailing()));
    }

    @Test
    void a_cluster_that_is_still_nothing_says_what_makes_it_something() {
        assertThat(new StatusScreen(ClusterImage.EMPTY, Optional.empty(),
                new TreeMap<>(), Optional.empty()).status()).isEqualTo("nothing is configured yet;"
                        + " write a cluster.yaml, and:  baton config apply -f cluster.yaml\n");
    }
}
