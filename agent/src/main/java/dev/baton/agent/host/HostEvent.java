package dev.baton.agent.host;

import dev.baton.core.model.WatchdogDevice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What a machine tells its agent.
public sealed interface HostEvent {

    /// The first event of an agent's life.
    ///
    /// @param bootId     names this boot of the machine
    /// @param protection how held things are kept together: `cgroup`, `pid namespace` or `weak guard`
    /// @param deadline   the guard's present deadline, when one was written in this boot
    /// @param held       what an earlier life of the agent left: each entry, and whether anything in it is alive or
    ///                   still to be released
    /// @param journal    the local journal, oldest first; a line torn by a crash is left out
    record Began(String bootId, String protection, Optional<Instant> deadline, SortedMap<HeldKey, Boolean> held,
            List<String> journal) implements HostEvent {
        public Began {
            journal = List.copyOf(journal);
        }
    }

    /// The process runs. That it is ready is for the resource's own command to say.
    record Launched(HostToken token, HeldKey key) implements HostEvent {}

    /// Nothing was started.
    ///
    /// @param reason for people, such as `the lease ended`
    record LaunchFailed(HostToken token, HeldKey key, String reason) implements HostEvent {}

    /// The main process of a held entry ended, whether or not this agent started it; other processes of the entry may
    /// live on until `Clear`. Comes before the entry's `Cleared` or not at all, so that it never speaks of an earlier
    /// process of the same key.
    ///
    /// @param status exit status; 128 + n after signal n; -1 when unknown
    /// @param output the last lines it printed, at most 4 kB
    record HeldExited(HeldKey key, int status, String output) implements HostEvent {}

    /// The held entry is gone.
    ///
    /// @param left what could not be killed or released, for people; empty when everything is dead
    record Cleared(HostToken token, HeldKey key, Optional<String> left) implements HostEvent {}

    /// A command ended.
    ///
    /// @param status   exit status; 128 + n after signal n
    /// @param timedOut whether it was killed because its time was up
    /// @param output   the last of what it printed on both streams, at most 16 kB
    record RunEnded(HostToken token, int status, boolean timedOut, String output) implements HostEvent {

        /// Returns whether it ended by itself with status 0.
        public boolean succeeded() {
            return status == 0 && !timedOut;
        }
    }

    /// No command of an earlier life goes on.
    record EarlierEnded(HostToken token) implements HostEvent {}

    /// The line is durable.
    record Appended(HostToken token) implements HostEvent {}

    /// The timer's time has come.
    record TimerFired(TimerId timer) implements HostEvent {}

    /// The guard ended and could not be started again: nothing protects the held things but this agent.
    record GuardLost(String reason) implements HostEvent {}

    /// The guard has armed the device that resets this machine should the guard fail; or, empty, feeds none any more.
    /// Told at each change; at the beginning there is none.
    record WatchdogArmed(Optional<WatchdogDevice> device) implements HostEvent {}
}
