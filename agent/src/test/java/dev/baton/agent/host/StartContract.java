package dev.baton.agent.host;

import static dev.baton.agent.host.DaemonLife.DATABASE;
import static dev.baton.agent.host.MachineUnderTest.MARGIN;
import static dev.baton.agent.host.MachineUnderTest.Program.IDLES;
import static dev.baton.agent.host.MachineUnderTest.Program.LEAVES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The part of the host port's contract that is about commands which start something and return.
abstract class StartContract {

    static final Duration LONG = Duration.ofMinutes(10);

    /// The guard's clock is this coarse; it errs on the early side.
    static final Duration GRAIN = Duration.ofMillis(20);

    MachineUnderTest machine;

    /// Makes a machine that has just booted.
    protected abstract MachineUnderTest machine();

    @BeforeEach
    void bootMachine() {
        machine = machine();
    }

    @AfterEach
    void scrapMachine() {
        machine.close();
    }

    @Test
    void what_a_start_leaves_behind_lives_until_it_is_cleared_and_its_end_is_not_told() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        HostEvent.RunEnded ended = life.ended(life.start(DATABASE, LEAVES, LONG));
        assertThat(ended.succeeded()).isTrue();
        assertThat(ended.output()).contains("up");
        machine.until("it runs", () -> machine.alive() == 1);
        assertThat(life.clear(DATABASE).left()).isEmpty();
        assertThat(machine.alive()).isZero();
        assertThat(life.events(HostEvent.HeldExited.class)).isEmpty();
        life.crash();
        assertThat(new DaemonLife(machine).began().held()).isEmpty();
    }

    @Test
    void nothing_is_started_without_a_lease() {
        DaemonLife life = new DaemonLife(machine);
        HostToken token = life.start(DATABASE, LEAVES, LONG);
        life.await(HostEvent.class, event -> notStarted(event, token));
        assertThat(machine.alive()).isZero();
    }

    /// The launcher sees that there is no lease, unless the guard is quicker and kills the launcher.
    private static boolean notStarted(HostEvent event, HostToken token) {
        return (event instanceof HostEvent.LaunchFailed failed && failed.token().equals(token))
                || (event instanceof HostEvent.RunEnded ended && ended.token().equals(token) && !ended.succeeded());
    }

    @Test
    void what_a_start_left_behind_dies_before_the_deadline_without_a_daemon() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        life.ended(life.start(DATABASE, LEAVES, LONG));
        machine.until("it runs", () -> machine.alive() == 1);
        Instant deadline = life.lease(MARGIN.multipliedBy(2));
        life.crash();
        machine.until("it is dead", () -> machine.alive() == 0);
        assertThat(machine.bootTime()).isBetween(deadline.minus(MARGIN).minus(GRAIN), deadline);
    }

    @Test
    void a_start_out_of_time_is_killed_and_its_entry_stands_until_it_is_cleared() {
        DaemonLife life = new DaemonLife(machine);
        life.lease(LONG);
        assertThat(life.ended(life.start(DATABASE, IDLES, Duration.ofMillis(500))).timedOut()).isTrue();
        assertThat(life.clear(DATABASE).left()).isEmpty();
        machine.until("it is dead", () -> machine.alive() == 0);
    }

    @Test
    void the_next_life_finds_what_a_start_left_behind() {
        DaemonLife first = new DaemonLife(machine);
        first.lease(LONG);
        first.ended(first.start(DATABASE, LEAVES, LONG));
        machine.until("it runs", () -> machine.alive() == 1);
        first.crash();
        DaemonLife second = new DaemonLife(machine);
        assertThat(second.began().held()).isEqualTo(Map.of(DATABASE, true));
        assertThat(second.clear(DATABASE).left()).isEmpty();
        machine.until("it is dead", () -> machine.alive() == 0);
    }
}
