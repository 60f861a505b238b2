package dev.baton.agent.host;

import static dev.baton.agent.host.DaemonLife.DATABASE;
import static dev.baton.agent.host.DaemonLife.DISK;
import static dev.baton.agent.host.MachineUnderTest.MARGIN;
import static dev.baton.agent.host.MachineUnderTest.Program.ENDS_WITH_3;
import static dev.baton.agent.host.MachineUnderTest.Program.HAS_CHILDREN;
import static dev.baton.agent.host.MachineUnderTest.Program.IDLES;
import static dev.baton.agent.host.MachineUnderTest.Program.LINGERS;
import static dev.baton.agent.host.MachineUnderTest.Program.STUBBORN;
import static dev.baton.agent.host.MachineUnderTest.Program.TALKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the host port promises, whoever is behind it. A simulated machine passes the same laws as a real one.
public abstract class HostContract extends StartContract {

    @Test
    void the_first_event_names_the_boot_and_an_empty_machine() {
        HostEvent.Began began = new DaemonLife(machine).began();
        assertThat(began.bootId()).isNotBlank();
        assertThat(began.protection()).isIn("cgroup", "pid namespace", "weak guard");
        assertThat(began.deadline()).isEmpty();
        assertThat(began.held()).isEmpty();
        assertThat(began.journal()).isEmpty();
    }

    @Test
    void a_launched_process_runs_until_it_is_told_to_end() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, IDLES);
        machine.until("it runs", () -> machine.alive() == 1);
        life.perform(new HostCall.Terminate(DATABASE));
        assertThat(life.exited(DATABASE).status()).isEqualTo(143);
        machine.until("it is dead", () -> machine.alive() == 0);
    }

    @Test
    void a_process_that_ends_by_itself_is_told_once_with_its_status_and_output() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, ENDS_WITH_3);
        HostEvent.HeldExited exited = life.exited(DATABASE);
        assertThat(exited.status()).isEqualTo(3);
        assertThat(exited.output()).isEqualToIgnoringNewLines("hello");
        life.clear(DATABASE);
        assertThat(life.events(HostEvent.HeldExited.class)).hasSize(1);
    }

    @Test
    void the_output_of_an_earlier_start_is_not_shown_again() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, ENDS_WITH_3);
        life.exited(DATABASE);
        life.clear(DATABASE);
        life.launched(DATABASE, ENDS_WITH_3);
        machine.until("two ends", () -> life.events(HostEvent.HeldExited.class).size() == 2);
        assertThat(life.events(HostEvent.HeldExited.class).getLast().output()).isEqualToIgnoringNewLines("hello");
    }

    @Test
    void nothing_is_launched_without_a_lease() {
        DaemonLife life = new DaemonLife(machine);
        HostToken token = life.launch(DATABASE, IDLES);
        assertThat(notLaunched(life, token)).isTrue();
        machine.until("nothing of it is left", () -> machine.alive() == 0);
    }

    @Test
    void nothing_is_launched_when_less_than_the_margin_is_left() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(MARGIN);
        HostToken token = life.launch(DATABASE, IDLES);
        assertThat(notLaunched(life, token)).isTrue();
        machine.until("nothing of it is left", () -> machine.alive() == 0);
    }

    @Test
    void nothing_is_launched_beside_a_process_that_lives() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, IDLES);
        HostToken second = life.launch(DATABASE, IDLES);
        life.await(HostEvent.LaunchFailed.class, event -> event.token().equals(second));
        machine.until("the first runs", () -> machine.alive() == 1);
    }

    @Test
    void what_is_held_dies_before_the_deadline() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, HAS_CHILDREN);
        life.launched(DISK, STUBBORN);
        machine.until("all run", () -> machine.alive() == 4);
        Instant deadline = life.lease(MARGIN.multipliedBy(2));
        assertThat(life.exited(DATABASE).status()).isEqualTo(137);
        assertThat(life.exited(DISK).status()).isEqualTo(137);
        machine.until("all are dead", () -> machine.alive() == 0);
        assertThat(machine.bootTime()).isBetween(deadline.minus(MARGIN).minus(GRAIN), deadline);
    }

    @Test
    void a_renewed_lease_keeps_what_is_held() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, IDLES);
        Instant first = life.lease(MARGIN.multipliedBy(2));
        machine.until("the first deadline is past", () -> {
            life.lease(MARGIN.multipliedBy(2));
            return machine.bootTime().isAfter(first.plusMillis(300));
        });
        assertThat(machine.alive()).isEqualTo(1);
        assertThat(life.events(HostEvent.HeldExited.class)).isEmpty();
    }

    @Test
    void after_the_deadline_a_new_lease_lets_things_start_again() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, IDLES);
        life.lease(Duration.ZERO);
        life.exited(DATABASE);
        life.clear(DATABASE);
        life.lease(LONG);
        life.launched(DATABASE, IDLES);
        machine.until("it runs", () -> machine.alive() == 1);
    }

    @Test
    void clear_kills_all_that_is_left_tells_the_end_first_and_forgets_the_entry() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, HAS_CHILDREN);
        machine.until("all run", () -> machine.alive() == 3);
        assertThat(life.clear(DATABASE).left()).isEmpty();
        assertThat(machine.alive()).isZero();
        assertThat(life.events().stream().filter(event -> event instanceof HostEvent.HeldExited
                || event instanceof HostEvent.Cleared)).hasExactlyElementsOfTypes(
                        HostEvent.HeldExited.class, HostEvent.Cleared.class);
        life.crash();
        assertThat(new DaemonLife(machine).began().held()).isEmpty();
    }

    @Test
    void clear_of_nothing_is_answered() {
        assertThat(new DaemonLife(machine).clear(DATABASE).left()).isEmpty();
    }

    @Test
    void clear_during_a_launch_leaves_nothing() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launch(DATABASE, HAS_CHILDREN);
        assertThat(life.clear(DATABASE).left()).isEmpty();
        assertThat(machine.alive()).isZero();
    }

    @Test
    void a_command_is_answered_with_its_status_and_output_and_needs_no_lease() {
        DaemonLife life = new DaemonLife(machine);
        HostEvent.RunEnded ended = life.ended(life.run(ENDS_WITH_3, LONG, Optional.empty()));
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.timedOut()).isFalse();
        assertThat(ended.succeeded()).isFalse();
        assertThat(ended.output()).isEqualToIgnoringNewLines("hello");
    }

    @Test
    void of_a_long_output_the_end_is_kept() {
        DaemonLife life = new DaemonLife(machine);
        HostEvent.RunEnded ended = life.ended(life.run(TALKS, LONG, Optional.empty()));
        assertThat(ended.succeeded()).isTrue();
        assertThat(ended.output()).hasSizeLessThanOrEqualTo(16 * 1024).endsWith("last\n");
    }

    @Test
    void a_command_out_of_time_dies_with_its_children() {
        DaemonLife life = new DaemonLife(machine);
        Instant begun = machine.bootTime();
        HostToken token = life.run(HAS_CHILDREN, Duration.ofMillis(700), Optional.empty());
        HostEvent.RunEnded ended = life.ended(token);
        assertThat(ended.timedOut()).isTrue();
        assertThat(ended.succeeded()).isFalse();
        assertThat(machine.bootTime()).isAfterOrEqualTo(begun.plusMillis(700));
        assertThat(machine.alive()).isZero();
    }

    @Test
    void a_cancelled_command_is_killed_and_answered() {
        DaemonLife life = new DaemonLife(machine);
        HostToken token = life.run(IDLES, LONG, Optional.empty());
        machine.until("it runs", () -> machine.alive() == 1);
        life.perform(new HostCall.Cancel(token));
        assertThat(life.ended(token).timedOut()).isFalse();
        assertThat(life.ended(token).status()).isEqualTo(137);
        assertThat(machine.alive()).isZero();
    }

    @Test
    void a_job_on_data_is_held_and_dies_before_the_deadline() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        HostToken token = life.run(HAS_CHILDREN, LONG, Optional.of(DATABASE));
        machine.until("all run", () -> machine.alive() == 3);
        life.lease(MARGIN);
        assertThat(life.ended(token).status()).isEqualTo(137);
        machine.until("all are dead", () -> machine.alive() == 0);
    }

    @Test
    void a_job_on_data_needs_a_lease_and_leaves_no_entry() {
        DaemonLife life = new DaemonLife(machine);
        assertThat(life.ended(life.run(ENDS_WITH_3, LONG, Optional.of(DATABASE))).status()).isIn(125, 137);
        life.lease(LONG);
        assertThat(life.ended(life.run(ENDS_WITH_3, LONG, Optional.of(DATABASE))).status()).isEqualTo(3);
        life.crash();
        assertThat(new DaemonLife(machine).began().held()).isEmpty();
    }

    @Test
    void a_command_that_outlives_its_daemon_is_awaited_by_the_next() {
        DaemonLife first = new DaemonLife(machine);
        first.run(LINGERS, LONG, Optional.empty());
        machine.until("it runs", () -> machine.alive() == 1);
        first.crash();
        DaemonLife second = new DaemonLife(machine);
        HostToken own = second.run(IDLES, LONG, Optional.empty());
        HostToken token = second.token();
        second.perform(new HostCall.AwaitEarlier(token));
        machine.until("both run", () -> machine.alive() == 2);
        assertThat(second.events(HostEvent.EarlierEnded.class)).isEmpty();
        second.await(HostEvent.EarlierEnded.class, event -> event.token().equals(token));
        assertThat(machine.alive()).isEqualTo(1);
        second.perform(new HostCall.Cancel(own));
        second.ended(own);
    }

    @Test
    void appended_lines_are_there_in_the_next_life_in_order() {
        DaemonLife life = new DaemonLife(machine);
        life.append("began run1.7.1 ä");
        life.append("");
        life.append("ended run1.7.1");
        life.crash();
        DaemonLife next = new DaemonLife(machine);
        assertThat(next.began().journal()).containsExactly("began run1.7.1 ä", "", "ended run1.7.1");
        next.append("more");
        next.crash();
        machine.reboot();
        assertThat(new DaemonLife(machine).began().journal()).hasSize(4).endsWith("more");
    }

    @Test
    void a_timer_fires_once_and_not_early() {
        DaemonLife life = new DaemonLife(machine);
        Instant at = machine.bootTime().plusMillis(120);
        life.perform(new HostCall.SetTimer(new TimerId("a"), at));
        life.await(HostEvent.TimerFired.class, _ -> true);
        assertThat(machine.bootTime()).isAfterOrEqualTo(at);
        life.append("a call after it");
        assertThat(life.events(HostEvent.TimerFired.class)).hasSize(1);
    }

    @Test
    void a_timer_is_replaced_by_its_name_and_can_be_cancelled() {
        DaemonLife life = new DaemonLife(machine);
        Instant now = machine.bootTime();
        life.perform(new HostCall.SetTimer(new TimerId("a"), now.plusMillis(100)));
        life.perform(new HostCall.SetTimer(new TimerId("b"), now.plusMillis(100)));
        life.perform(new HostCall.SetTimer(new TimerId("a"), now.plusMillis(300)));
        life.perform(new HostCall.CancelTimer(new TimerId("b")));
        life.perform(new HostCall.CancelTimer(new TimerId("unknown")));
        life.await(HostEvent.TimerFired.class, event -> event.timer().value().equals("a"));
        assertThat(machine.bootTime()).isAfterOrEqualTo(now.plusMillis(300));
        assertThat(life.events(HostEvent.TimerFired.class)).hasSize(1);
    }

    @Test
    void the_next_life_finds_what_is_held_and_the_deadline_and_goes_on_with_it() {
        DaemonLife first = new DaemonLife(machine);
        Instant deadline = first.lease(LONG);
        first.launched(DATABASE, HAS_CHILDREN);
        first.launched(DISK, IDLES);
        machine.until("all run", () -> machine.alive() == 4);
        first.crash();

        DaemonLife second = new DaemonLife(machine);
        assertThat(second.began().bootId()).isEqualTo(first.began().bootId());
        assertThat(second.began().deadline()).hasValueSatisfying(found ->
                assertThat(Duration.between(found, deadline)).isBetween(Duration.ZERO, Duration.ofMillis(1)));
        assertThat(second.began().held()).isEqualTo(Map.of(DATABASE, true, DISK, true));
        assertThat(machine.alive()).isEqualTo(4);
        second.perform(new HostCall.Terminate(DISK));
        assertThat(second.exited(DISK).status()).isIn(-1, 143);
        assertThat(second.clear(DATABASE).left()).isEmpty();
        machine.until("all are dead", () -> machine.alive() == 0);
        second.clear(DISK);
        assertThat(second.events(HostEvent.HeldExited.class)).hasSize(2);
    }

    @Test
    void the_next_life_finds_dead_what_died_meanwhile() {
        DaemonLife first = new DaemonLife(machine);
        first.lease(LONG);
        first.launched(DATABASE, IDLES);
        first.lease(MARGIN);
        first.crash();
        machine.until("it is dead", () -> machine.alive() == 0);
        DaemonLife second = new DaemonLife(machine);
        assertThat(second.began().held()).isEqualTo(Map.of(DATABASE, false));
        assertThat(second.clear(DATABASE).left()).isEmpty();
    }

    @Test
    void what_is_held_dies_before_the_deadline_without_a_daemon() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.launched(DATABASE, HAS_CHILDREN);
        machine.until("all run", () -> machine.alive() == 3);
        Instant deadline = life.lease(MARGIN.multipliedBy(2));
        life.crash();
        machine.until("all are dead", () -> machine.alive() == 0);
        assertThat(machine.bootTime()).isBetween(deadline.minus(MARGIN).minus(GRAIN), deadline);
    }

    @Test
    void after_a_reboot_nothing_is_held_and_no_deadline_stands() {
        DaemonLife first = new DaemonLife(machine);
        first.lease(LONG);
        first.launched(DATABASE, IDLES);
        first.crash();
        machine.reboot();
        HostEvent.Began began = new DaemonLife(machine).began();
        assertThat(began.bootId()).isNotEqualTo(first.began().bootId());
        assertThat(began.held()).isEmpty();
        assertThat(began.deadline()).isEmpty();
        assertThat(machine.alive()).isZero();
    }

    /// Refused by the launcher, or killed by the guard before the launcher had looked.
    private static boolean notLaunched(DaemonLife life, HostToken token) {
        HostEvent answer = life.await(HostEvent.class, event -> event instanceof HostEvent.LaunchFailed failed
                && failed.token().equals(token)
                || event instanceof HostEvent.HeldExited exited && exited.status() == 137);
        return answer != null;
    }
}
