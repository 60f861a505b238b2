package dev.baton.agent.linux;

import static dev.baton.agent.linux.GuardedNode.MARGIN;
import static dev.baton.agent.linux.GuardedNode.PERIOD;
import static dev.baton.agent.linux.GuardedNode.end;
import static dev.baton.agent.linux.GuardedNode.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.linux.GuardedNode.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// When the guard feeds the device that resets its machine, and when it must not; with a stand-in for the device.
@Execution(ExecutionMode.CONCURRENT)
class WatchdogTest {

    /// Of a device that is to fire; of one that is not, so that a busy machine cannot make it.
    private static final long SHORT = 3000;
    private static final long LONG = 10_000;
    private static final long SLACK = 200;

    private final GuardedNode node = new GuardedNode(User.ME);
    private StandInWatchdog dog = new StandInWatchdog(SHORT);

    @AfterEach
    void leaveNothing() {
        node.work().resolve("cgroup/cgroup.events").toFile().delete();
        node.close();
        dog.close();
    }

    private ProcessStamp guarded(long timeout) {
        if (timeout != SHORT) {
            dog.close();
            dog = new StandInWatchdog(timeout);
        }
        node.write("watchdog", timeout + " " + SLACK + " " + dog.device());
        ProcessStamp guard = node.startGuard();
        dog.awaits("fed", 1);
        return guard;
    }

    private ProcessStamp held(String entry) {
        node.launch(entry, "process", "pidns", GuardedNode.NOTE + "note thing; exec sleep 1000");
        return node.noted("thing");
    }

    /// A cgroup in which something lives that no kill ends.
    private void heldForEver() {
        try {
            Path cgroup = Files.createDirectory(node.work().resolve("cgroup"));
            Files.writeString(cgroup.resolve("cgroup.events"), "populated 1\nfrozen 0\n");
            node.write("held/g/1-a/cgroup", cgroup.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void firesBefore(long deadline) {
        assertThat(dog.awaits("FIRED", 1)).isLessThanOrEqualTo(deadline);
    }

    /// Nothing was fed so late that the device would have fired after the lease.
    private void fedOnlyWithin(long deadline, long from, long to) {
        assertThat(dog.noted("fed")).filteredOn(fed -> fed.at() > from && fed.at() < to)
                .isNotEmpty().allMatch(fed -> fed.at() + SHORT <= deadline);
    }

    @Test
    void it_is_fed_while_the_lease_is_renewed() {
        node.renew(60_000);
        guarded(LONG);
        held("g/1-a");
        dog.awaits("fed", 20);
        assertThat(dog.noted("open")).hasSize(1);
        assertThat(node.path("watchdog.tight")).exists();
        assertThat(node.read("watchdog.armed")).isEqualTo(LONG + " " + dog.device() + "\n");
    }

    @Test
    void what_is_held_lets_it_be_fed_only_while_it_would_fire_before_the_lease_ends() {
        node.renew(60_000);
        guarded(SHORT);
        held("g/1-a");
        long from = now();
        long deadline = node.renew(6_000);
        long killed = node.logged("killed held/g/1-a");
        fedOnlyWithin(deadline, from, killed);
        // From here on nothing is alive, and nobody renews the lease.
        dog.awaitsFedAfter(deadline + SHORT + SLACK);
        assertThat(dog.noted("FIRED")).isEmpty();
        assertThat(node.path("watchdog.tight")).doesNotExist();
    }

    @Test
    void a_guard_that_stands_still_while_something_is_held_is_overtaken_before_the_lease_ends() {
        node.renew(60_000);
        ProcessStamp guard = guarded(SHORT);
        ProcessStamp held = held("g/1-a");
        dog.victims(held, guard);
        long deadline = node.renew(6_000);
        // As late as it can be without the guard's having killed.
        await().until(() -> now() > deadline - MARGIN - 1_500);
        node.signal(guard, "STOP");
        firesBefore(deadline);
        await().until(() -> !held.lives());
        assertThat(now()).isLessThanOrEqualTo(deadline);
    }

    @Test
    void what_cannot_be_killed_is_not_fed_and_ends_with_the_machine_before_the_lease_does() {
        node.renew(60_000);
        guarded(SHORT);
        heldForEver();
        long from = now();
        long deadline = node.renew(6_000);
        firesBefore(deadline);
        fedOnlyWithin(deadline, from, deadline);
        assertThat(node.read("guard.log")).contains("killed held/g/1-a");
    }

    @Test
    void what_cannot_be_released_is_not_fed_either() {
        node.renew(60_000);
        guarded(SHORT);
        node.write("held/g/1-mount/release", "exit 32");
        long deadline = node.renew(6_000);
        firesBefore(deadline);
    }

    @Test
    void what_cannot_be_killed_is_fed_for_as_long_as_the_lease_is_renewed() {
        node.renew(60_000);
        guarded(SHORT);
        heldForEver();
        dog.awaitsFedAfter(now() + 2 * SHORT);
        assertThat(dog.noted("FIRED")).isEmpty();
    }

    @Test
    void a_guard_that_ends_as_it_was_told_with_nothing_held_disarms_it() {
        node.renew(60_000);
        ProcessStamp guard = guarded(SHORT);
        ProcessStamp held = held("g/1-a");
        node.write("guard.stop", "");
        dog.awaitsFedAfter(now() + 2 * PERIOD);
        assertThat(dog.noted("V")).isEmpty();
        node.signal(held, "KILL");
        dog.awaits("disarmed", 1);
        await().until(() -> !guard.lives());
        assertThat(node.path("watchdog.armed")).doesNotExist();
        long disarmed = now();
        await().until(() -> now() > disarmed + SHORT + SLACK);
        assertThat(dog.noted("FIRED")).isEmpty();
    }

    @Test
    void a_guard_that_was_killed_leaves_it_armed_and_the_next_one_feeds_it() {
        node.renew(60_000);
        ProcessStamp first = guarded(LONG);
        node.signal(first, "KILL");
        dog.awaits("left", 1);
        node.startGuard();
        dog.awaitsFedAfter(now() + PERIOD);
        assertThat(dog.noted("disarmed")).isEmpty();
        assertThat(dog.noted("FIRED")).isEmpty();
    }

    @Test
    void a_guard_that_was_killed_and_has_no_successor_takes_the_machine_with_it() {
        node.renew(60_000);
        ProcessStamp guard = guarded(SHORT);
        ProcessStamp held = held("g/1-a");
        dog.victims(held);
        node.signal(guard, "KILL");
        long left = dog.awaits("left", 1);
        assertThat(dog.awaits("FIRED", 1)).isGreaterThanOrEqualTo(left + SHORT);
        await().until(() -> !held.lives());
    }

    @Test
    void nothing_starts_that_would_outlive_its_lease_because_of_what_was_fed_before() {
        node.write("deadline", "0");
        guarded(LONG);
        assertThat(node.path("watchdog.tight")).doesNotExist();
        node.renew(LONG - SLACK);
        Process early = node.launch("g/1-a", "process", "pidns", "touch $DIR/ran; exec sleep 1000");
        assertThat(end(early)).isEqualTo(125);
        assertThat(node.read("held/g/1-a/refused")).contains("the watchdog would fire only after it");
        assertThat(node.work().resolve("ran")).doesNotExist();
        node.renew(60_000);
        held("g/1-a");
    }

    @Test
    void while_it_is_fed_by_the_lease_alone_what_is_left_of_the_lease_is_enough_to_start() {
        node.renew(60_000);
        guarded(LONG);
        await().until(() -> Files.exists(node.path("watchdog.tight")));
        node.renew(LONG - SLACK);
        held("g/1-a");
    }

    @Test
    void a_device_that_is_not_there_is_not_made_and_is_taken_once_it_is() throws IOException {
        Path late = dog.device().resolveSibling("late");
        node.write("watchdog", LONG + " " + SLACK + " " + late);
        node.renew(60_000);
        node.startGuard();
        node.logged("cannot open " + late);
        long seen = now();
        await().until(() -> now() > seen + 3 * PERIOD);
        assertThat(late).doesNotExist();
        assertThat(node.read("watchdog.armed")).isEmpty();
        assertThat(node.read("guard.log").split("cannot open", -1)).as("said once").hasSize(2);
        Files.move(dog.device(), late);
        dog.awaits("fed", 2);
    }

    @Test
    void a_device_that_the_settings_name_no_longer_is_disarmed_once_nothing_is_held() throws IOException {
        node.renew(60_000);
        ProcessStamp guard = guarded(LONG);
        ProcessStamp held = held("g/1-a");
        Files.delete(node.path("watchdog"));
        dog.awaitsFedAfter(now() + 3 * PERIOD);
        node.signal(held, "KILL");
        dog.awaits("disarmed", 1);
        await().until(() -> !Files.exists(node.path("watchdog.armed")));
        assertThat(guard.lives()).isTrue();
        assertThat(dog.noted("FIRED")).isEmpty();
    }
}
