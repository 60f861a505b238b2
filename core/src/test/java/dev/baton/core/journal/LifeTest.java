package dev.baton.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.Golden;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

final class LifeTest {

    private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

    private static final List<StepStatus> STEPS = List.of(new StepStatus.Pending(), new StepStatus.Started(1),
            new StepStatus.Failed(1, "why"), new StepStatus.Done());
    private static final List<StepStatus.Event> STEP_EVENTS = List.of(new StepStatus.Event.Began(1),
            new StepStatus.Event.Began(2), new StepStatus.Event.Succeeded(), new StepStatus.Event.Faulted("why"));

    private static final List<RunStatus> RUNS = List.of(new RunStatus.Running(), new RunStatus.Paused("ann"),
            new RunStatus.Stopped(3, "why"), new RunStatus.Overtaken("why"), new RunStatus.Aborting("ann"),
            new RunStatus.Aborted(), new RunStatus.RolledBack(), new RunStatus.Finished());
    private static final List<RunStatus.Event> RUN_EVENTS = List.of(new RunStatus.Event.PauseAsked("ann"),
            new RunStatus.Event.Continued(), new RunStatus.Event.StepStopped(3, "why"),
            new RunStatus.Event.PlanOvertaken("why"), new RunStatus.Event.PlanReplaced(),
            new RunStatus.Event.RollbackAsked("ann"), new RunStatus.Event.OriginReached(),
            new RunStatus.Event.AbortAsked("ann"), new RunStatus.Event.SafeStateReached(),
            new RunStatus.Event.LastStepDone());

    @Test
    void the_whole_life_of_a_step_is_one_table() {
        Golden.check("journal-step-life", table(STEPS, STEP_EVENTS, StepStatus::next));
    }

    @Test
    void the_whole_life_of_a_run_is_one_table() {
        Golden.check("journal-run-life", table(RUNS, RUN_EVENTS, RunStatus::next));
    }

    @Test
    void every_status_and_every_event_is_in_the_tables() {
        assertThat(STEPS).map(Object::getClass).doesNotHaveDuplicates()
                .hasSize(StepStatus.class.getPermittedSubclasses().length);
        assertThat(STEP_EVENTS).map(Object::getClass).map(Class::getSimpleName)
                .contains(names(StepStatus.Event.class));
        assertThat(RUNS).hasSize(RunStatus.class.getPermittedSubclasses().length);
        assertThat(RUN_EVENTS).map(Object::getClass).map(Class::getSimpleName).contains(names(RunStatus.Event.class));
    }

    private static String[] names(Class<?> sealed) {
        return java.util.Arrays.stream(sealed.getPermittedSubclasses()).map(Class::getSimpleName)
                .toArray(String[]::new);
    }

    private static <S, E> String table(List<S> statuses, List<E> events, BiFunction<S, E, S> next) {
        StringBuilder text = new StringBuilder();
        for (S status : statuses) {
            for (E event : events) {
                text.append(String.format("%-26s  %-30s  %s\n", status, event, outcome(status, event, next)));
            }
        }
        return text.toString();
    }

    private static <S, E> String outcome(S status, E event, BiFunction<S, E, S> next) {
        try {
            return next.apply(status, event).toString();
        } catch (IllegalStateException impossible) {
            return "-";
        }
    }

    @Test
    void a_passed_step_never_begins_again() {
        List<Entry> journal = new ArrayList<>(List.of(new Entry.Started(AT, "ann"), new Entry.Began(AT, 0, 1, ""),
                new Entry.Succeeded(AT, 0, "done")));
        RunState state = RunState.of(2, journal);
        assertThat(state.current()).contains(1);
        assertThatThrownBy(() -> state.after(new Entry.Began(AT, 0, 2, "")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_stopped_run_that_a_person_continues_tries_the_step_anew() {
        RunState stopped = RunState.of(1, List.of(new Entry.Began(AT, 0, 1, ""), new Entry.Faulted(AT, 0, "no"),
                new Entry.Stopped(AT, 0, "no")));
        RunState continued = stopped.after(new Entry.Continued(AT, "ann"));
        assertThat(continued.status()).isEqualTo(new RunStatus.Running());
        assertThat(continued.steps().getFirst().forgiven()).isEqualTo(1);
        assertThat(continued.after(new Entry.Began(AT, 0, 2, "")).steps().getFirst().status())
                .isEqualTo(new StepStatus.Started(2));
    }

    @Test
    void an_attempt_that_was_cut_off_does_not_count() {
        RunState cut = RunState.of(1, List.of(new Entry.Began(AT, 0, 1, ""), new Entry.Cut(AT, 0, "node2 was lost")));
        assertThat(cut.steps().getFirst().status()).isEqualTo(new StepStatus.Failed(1, "node2 was lost"));
        assertThat(cut.steps().getFirst().forgiven()).isEqualTo(1);
        assertThat(cut.status()).isEqualTo(new RunStatus.Running());
    }

    @Test
    void a_plan_takes_the_place_of_another_only_where_the_cluster_has_left_that_one() {
        SavedPlan next = new SavedPlan("d1", 1, 3, "a1b2c3d");
        RunState running = RunState.of(2, List.of(new Entry.Began(AT, 0, 1, ""), new Entry.Succeeded(AT, 0, "done")));
        assertThatThrownBy(() -> running.after(new Entry.Replanned(AT, next, "ann")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> running.after(new Entry.Proposed(AT, next, List.of())))
                .isInstanceOf(IllegalStateException.class);
        RunState overtaken = running.after(new Entry.Overtaken(AT, "evs1 is elsewhere"));
        RunState proposed = overtaken.after(new Entry.Proposed(AT, next, List.of("because")));
        assertThat(proposed.proposal().orElseThrow().plan()).isEqualTo(next);
        assertThat(proposed.steps()).isEqualTo(running.steps());
        RunState replanned = proposed.after(new Entry.Replanned(AT, next, "ann"));
        assertThat(replanned.status()).isEqualTo(new RunStatus.Running());
        assertThat(replanned.steps()).hasSize(3).allSatisfy(step ->
                assertThat(step.status()).isEqualTo(new StepStatus.Pending()));
        assertThat(replanned.past()).singleElement().satisfies(past -> {
            assertThat(past.steps()).isEqualTo(running.steps());
            assertThat(past.why()).isEqualTo("evs1 is elsewhere");
        });
        assertThat(replanned.planNumber()).isEqualTo(2);
        assertThat(replanned.proposal()).isEmpty();
    }

    @Test
    void a_proposal_is_forgotten_when_the_cluster_comes_back_to_the_plan() {
        RunState back = RunState.of(1, List.of(new Entry.Overtaken(AT, "why"),
                new Entry.Proposed(AT, new SavedPlan("d1", 1, 3, "a1b2c3d"), List.of()),
                new Entry.Continued(AT, "the run itself")));
        assertThat(back.proposal()).isEmpty();
        assertThat(back.planNumber()).isEqualTo(1);
    }

    @Test
    void folding_a_journal_in_two_parts_gives_the_same_state() {
        List<Entry> journal = List.of(new Entry.Started(AT, "ann"), new Entry.Began(AT, 0, 1, "4"),
                new Entry.Faulted(AT, 0, "no"), new Entry.Began(AT, 0, 2, "4"), new Entry.Succeeded(AT, 0, "done"),
                new Entry.PauseAsked(AT, "ann"), new Entry.Continued(AT, "ann"), new Entry.Began(AT, 1, 1, ""),
                new Entry.Succeeded(AT, 1, "done"), new Entry.Overtaken(AT, "why"),
                new Entry.Proposed(AT, new SavedPlan("d1", 1, 1, "a1b2c3d"), List.of()),
                new Entry.Replanned(AT, new SavedPlan("d1", 1, 1, "a1b2c3d"), "ann"), new Entry.Began(AT, 0, 1, ""),
                new Entry.Succeeded(AT, 0, "done"), new Entry.Finished(AT));
        RunState whole = RunState.of(2, journal);
        for (int cut = 0; cut <= journal.size(); cut++) {
            RunState now = RunState.of(2, journal.subList(0, cut));
            for (Entry entry : journal.subList(cut, journal.size())) {
                now = now.after(entry);
            }
            assertThat(now).isEqualTo(whole);
        }
        assertThat(whole.status().ended()).isTrue();
    }
}
