package dev.baton.agent.host;

import dev.baton.core.model.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A machine, real or simulated, that the contract of the host port is asked of. Daemons live and die on it.
public interface MachineUnderTest extends AutoCloseable {

    /// How long before a deadline the guard kills.
    Duration MARGIN = Duration.ofSeconds(1);

    /// What the machine has to be able to run.
    enum Program {
        /// Says `ready`, and goes on until it is told to end or killed.
        IDLES,
        /// Says `hello` and ends with status 3.
        ENDS_WITH_3,
        /// Says more than 100,000 bytes, `last` at their end, and ends with status 0.
        TALKS,
        /// Starts a child and one that leaves its session, and goes on.
        HAS_CHILDREN,
        /// Does not end when it is told to.
        STUBBORN,
        /// Goes on for a second, and ends with status 0.
        LINGERS,
        /// Leaves one behind that goes on, says `up`, and ends with status 0.
        LEAVES
    }

    /// Starts a daemon's life on this machine; its events go to `events`.
    Host start(Consumer<HostEvent> events);

    /// Returns the time since it booted, as the host's events and timers mean it.
    Instant bootTime();

    /// Returns a command that runs `program`.
    Command command(Program program);

    /// Returns how many processes of the programs are alive, seen from outside the host; 0 only when nothing that
    /// stands for one of them is alive either.
    int alive();

    /// Ends the life of the daemon without a word to it.
    void crash(Host host);

    /// Boots the machine anew; to be called when no daemon lives.
    void reboot();

    /// Returns when `condition` holds; lets time pass meanwhile.
    ///
    /// @throws AssertionError if it does not hold within 10 s
    void until(String what, BooleanSupplier condition);

    @Override
    void close();
}
