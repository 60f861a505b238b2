package dev.baton.agent.linux;

import dev.baton.core.model.Command;
import dev.baton.core.model.WatchdogDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a machine's adapter must be told.
///
/// @param run         the run directory, of which `lease.sh` speaks; gone after a reboot if need be. A file `boot-id`
///                    in it stands for the kernel's boot id, so that nodes that share a machine can reboot
/// @param state       the directory of the local journal and the logs; survives a reboot
/// @param margin      K: how long before the deadline the guard begins to kill
/// @param holding     how things are held; see [Holding#detect]
/// @param environment given to every command
/// @param restart     restarts the machine
/// @param linger      how long after its last deadline a guard with nothing left to hold and no living daemon ends by
///                    itself; empty: never
/// @param watchdog    the device that resets the machine should the guard fail; empty: none
public record LinuxHostSettings(Path run, Path state, Duration margin, Holding holding,
        SortedMap<String, String> environment, Command restart, Optional<Duration> linger,
        Optional<WatchdogDevice> watchdog) {

    /// What restarts a machine of its own.
    public static final Command REBOOT = new Command("systemctl reboot");

    public LinuxHostSettings {
        run = run.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
}
