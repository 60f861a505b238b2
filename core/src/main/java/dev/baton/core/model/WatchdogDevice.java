package dev.baton.core.model;

import java.time.Duration;
import java.util.Optional;

/// What resets a machine whose guard has not fed it for a while: a device of the Linux watchdog API.
///
/// @param device  its file, such as `/dev/watchdog`
/// @param timeout so long after it was fed last it resets the machine: what the device itself is set to
public record WatchdogDevice(String device, Duration timeout) {

    /// The device that a machine's first driver makes.
    public static final String USUAL = "/dev/watchdog";

    /// A shorter timeout than this may pass on a busy machine before its guard runs again.
    public static final Duration SHORTEST = Duration.ofSeconds(2);

    /// The device fires so long before the end of a lease at least: for what passes between the guard's look at the
    /// clock and its hand on the device, and for the device's own clock.
    public static final Duration SLACK = Duration.ofMillis(200);

    /// The device fires so long before the end of a lease at most: the slack, and the time between two looks of the
    /// guard. What the guard kills must be dead by then.
    public static final Duration AHEAD = SLACK.plusMillis(200);

    /// Returns why a guard with these timings could not feed the device, or would be overtaken by it; empty when it
    /// works.
    public Optional<String> unsafe(LeaseTimings timings) {
        Duration needed = timeout.plus(timings.heartbeat()).plus(AHEAD);
        Duration margin = AHEAD.multipliedBy(2);
        if (timeout.compareTo(SHORTEST) < 0) {
            return Optional.of("a timeout of " + ms(timeout) + " may pass on a busy machine before its guard runs "
                    + "again: that takes " + ms(SHORTEST) + " at least");
        }
        if (needed.compareTo(timings.lease()) > 0) {
            return Optional.of("timeout + heartbeat + " + ms(AHEAD) + " is " + ms(needed) + ", longer than the lease "
                    + "of " + ms(timings.lease()) + ": the guard could feed the device only seldom, or never, and the "
                    + "machine would be reset although all is well. Take a shorter timeout, or a longer lease");
        }
        if (margin.compareTo(timings.margin()) > 0) {
            return Optional.of("the device fires up to " + ms(AHEAD) + " before the lease ends, and the guard begins "
                    + "to kill " + ms(timings.margin()) + " before: it would have no time. Take a margin of "
                    + ms(margin) + " at least");
        }
        return Optional.empty();
    }

    private static String ms(Duration time) {
        return time.toMillis() + " ms";
    }

    @Override
    public String toString() {
        return device + " after " + ms(timeout);
    }
}
