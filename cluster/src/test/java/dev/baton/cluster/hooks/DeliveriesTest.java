package dev.baton.cluster.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.EventView;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.HooksRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Hook;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class DeliveriesTest {

    private static final Outcome DELIVERED = new Outcome.Delivered();
    private static final Outcome LATER = new Outcome.Failed("it was answered with 503", true);
    private static final Instant WALL = Instant.parse("2026-11-26T12:00:00Z");

    private final TreeMirror tree = new TreeMirror();
    private final Deliveries deliveries = new Deliveries();
    private final List<EventRecord> history = new ArrayList<>();
    private Instant now = Instant.EPOCH.plusSeconds(1000);
    private int version;

    private void set(NodePath path, Object value) {
        version++;
        tree.on(new CoordinationEvent.Changed(path, new Versioned(Json.write(value), version, version)));
    }

    private void hooks(Map<String, Hook> hooks) {
        set(Paths.CLUSTER, new Settings("lab", true, "none", Optional.empty(), Optional.of(new Watch(40,
                new TreeMap<>(hooks)))));
    }

    private static Hook on(EventKind... kinds) {
        return new Hook(new TreeSet<>(List.of(kinds)), new Hook.Run(new Command("x")), Hook.WITHIN);
    }

    /// Something happens, and is committed.
    private void event(EventKind kind, Instant at) {
        history.add(new EventRecord(history.size() + 1L, at, new NodeId("node1"), "baton", "evs1", "it " + kind,
                Optional.empty(), Optional.empty(), kind));
        int segment = (history.size() - 1) / 10;
        set(Paths.eventSegment(segment), new EventRecord.Segment(history.subList(segment * 10, history.size())));
    }

    private void event(EventKind kind) {
        event(kind, WALL);
    }

    private List<Attempt> look() {
        deliveries.look(tree, WALL);
        return deliveries.begin(now);
    }

    private void end(Attempt attempt, Outcome outcome) {
        deliveries.ended(attempt.id(), outcome, now);
    }

    @Test
    void each_hook_gets_the_kinds_that_it_is_for_one_event_after_the_other() {
        hooks(Map.of("all", on(), "some", on(EventKind.FAILOVER)));
        assertThat(look()).isEmpty();
        event(EventKind.MOVE);
        event(EventKind.FAILOVER);
        List<Attempt> first = look();
        assertThat(first).extracting(Attempt::name).containsExactly("all", "some");
        assertThat(first).extracting(attempt -> attempt.event().kind()).containsExactly(EventKind.MOVE,
                EventKind.FAILOVER);
        assertThat(look()).as("one at a time").isEmpty();
        end(first.getFirst(), DELIVERED);
        assertThat(deliveries.begin(now)).extracting(Attempt::event).extracting(EventView::kind)
                .containsExactly(EventKind.FAILOVER);
    }

    @Test
    void a_failed_attempt_comes_again_after_1_5_and_30_seconds_and_is_then_given_up_and_said() {
        hooks(Map.of("chat", on()));
        look();
        event(EventKind.FAILOVER);
        event(EventKind.NODE_DOWN);
        Attempt attempt = look().getFirst();
        for (int pause : List.of(1, 5, 30)) {
            end(attempt, LATER);
            assertThat(deliveries.said()).isEmpty();
            assertThat(deliveries.begin(now)).isEmpty();
            assertThat(deliveries.next()).contains(now.plusSeconds(pause));
            now = now.plusSeconds(pause);
            attempt = deliveries.begin(now).getFirst();
            assertThat(attempt.event().n()).isEqualTo(1);
        }
        end(attempt, LATER);
        assertThat(deliveries.said()).containsExactly("hook chat was not told of event 1 (failover), given up after 4 "
                + "attempts: it was answered with 503");
        assertThat(deliveries.next()).isEmpty();
        assertThat(deliveries.begin(now)).extracting(next -> next.event().n()).containsExactly(2L);
        assertThat(deliveries.counts()).containsEntry("chat", new HookCounts(0, 1, 0, 1));
    }

    @Test
    void what_another_attempt_cannot_mend_is_given_up_at_once() {
        hooks(Map.of("chat", on()));
        look();
        event(EventKind.FAILOVER);
        end(look().getFirst(), new Outcome.Failed("it was answered with 404", false));
        assertThat(deliveries.said()).singleElement().asString().contains("given up after 1 attempt: ", "404");
        assertThat(deliveries.record(tree)).contains(new HooksRecord(1));
    }

    @Test
    void a_hook_that_hangs_drops_the_oldest_that_wait_counts_them_and_says_so_and_others_do_not_wait_for_it() {
        hooks(Map.of("hangs", on(), "works", on()));
        look();
        long told = 0;
        Optional<Attempt> hanging = Optional.empty();
        for (int i = 0; i < 150; i++) {
            event(EventKind.FAILOVER);
            for (Attempt attempt : look()) {
                if (attempt.name().equals("works")) {
                    end(attempt, DELIVERED);
                    told++;
                } else {
                    hanging = Optional.of(attempt);
                }
            }
        }
        assertThat(told).isEqualTo(150);
        assertThat(deliveries.counts()).containsEntry("hangs", new HookCounts(0, 0, 50, 100))
                .containsEntry("works", new HookCounts(150, 0, 0, 0));
        assertThat(deliveries.said()).containsExactly("hook hangs is 100 events behind: the oldest that wait are "
                + "dropped");
        end(hanging.orElseThrow(), DELIVERED);
        List<Attempt> next = deliveries.begin(now);
        assertThat(next).extracting(attempt -> attempt.event().n()).as("2 to 51 were dropped").containsExactly(52L);
        while (!next.isEmpty()) {
            end(next.getFirst(), DELIVERED);
            next = deliveries.begin(now);
        }
        assertThat(deliveries.said()).containsExactly("hook hangs has caught up; 50 events were dropped");
        assertThat(deliveries.counts()).containsEntry("hangs", new HookCounts(100, 0, 50, 0));
    }

    @Test
    void how_far_the_hooks_are_is_written_once_nothing_waits_and_before_only_now_and_then() {
        hooks(Map.of("a", on()));
        look();
        assertThat(deliveries.record(tree)).contains(new HooksRecord(0));
        set(Paths.HOOKS, new HooksRecord(0));
        assertThat(deliveries.record(tree)).isEmpty();
        for (int i = 0; i < 25; i++) {
            event(EventKind.MOVE);
        }
        List<Attempt> next = look();
        List<Long> written = new ArrayList<>();
        while (!next.isEmpty()) {
            end(next.getFirst(), DELIVERED);
            deliveries.record(tree).ifPresent(record -> {
                written.add(record.settled());
                set(Paths.HOOKS, record);
            });
            next = deliveries.begin(now);
        }
        assertThat(written).containsExactly(20L, 25L);
    }

    @Test
    void a_new_leader_goes_on_where_the_record_says_with_nothing_that_is_older_than_an_hour() {
        hooks(Map.of("a", on()));
        event(EventKind.MOVE);
        event(EventKind.FAILOVER, WALL.minus(Duration.ofMinutes(61)));
        event(EventKind.NODE_DOWN, WALL.minus(Duration.ofMinutes(59)));
        set(Paths.HOOKS, new HooksRecord(1));
        assertThat(look()).extracting(attempt -> attempt.event().n()).containsExactly(3L);
    }

    @Test
    void what_is_asked_of_a_leader_that_was_deposed_is_forgotten_and_begun_anew_if_it_leads_again() {
        hooks(Map.of("a", on()));
        look();
        set(Paths.HOOKS, new HooksRecord(0));
        event(EventKind.FAILOVER);
        Attempt before = look().getFirst();
        deliveries.forget();
        end(before, DELIVERED);
        Attempt again = look().getFirst();
        assertThat(again.event()).isEqualTo(before.event());
        assertThat(again.id()).isNotEqualTo(before.id());
    }

    @Test
    void a_hook_that_is_taken_out_is_not_told_what_waits_and_one_that_is_changed_is() {
        hooks(Map.of("a", on(), "b", on()));
        look();
        event(EventKind.FAILOVER);
        event(EventKind.MOVE);
        List<Attempt> begun = look();
        Hook changed = new Hook(new TreeSet<>(), new Hook.Run(new Command("better")), Hook.WITHIN);
        hooks(Map.of("a", changed));
        look();
        begun.forEach(attempt -> end(attempt, DELIVERED));
        assertThat(deliveries.begin(now)).containsExactly(new Attempt(3, "a", changed, EventView.of(history.get(1))));
    }
}
