package dev.baton.agent.host;

import dev.baton.core.model.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/// What an agent asks of its machine. Every call with a token is answered by exactly one event with that token, unless
/// the machine or the daemon dies. Times are boot time: the time since the machine booted, as an `Instant` after the
/// epoch.
public sealed interface HostCall {

    /// Gives the guard a new deadline, on which everything held is dead. Written before this call's effects are visible
    /// to anybody; an earlier deadline than the present one is written too. Not answered.
    record SetDeadline(Instant deadline) implements HostCall {}

    /// Starts a long-running process of a resource: the held entry is written first, the process runs inside its cgroup
    /// (or what stands for it), and the launcher looks at the deadline as its last act before `exec`. Answered by
    /// `Launched` or `LaunchFailed`; later, when the process ends, by one `HeldExited`.
    record Launch(HostToken token, HeldKey key, Command command, SortedMap<String, String> environment)
            implements HostCall {}

    /// Runs a command that starts a resource and returns; what it leaves behind is held. The held entry is written
    /// first and its release with it, the command runs inside the entry's cgroup (or what stands for it), and the
    /// launcher looks at the deadline as its last act before `exec`. The command is killed with all its children after
    /// `timeout`. Whatever comes of it, the entry stands until `Clear`, but not after `LaunchFailed`. Answered by
    /// `RunEnded`, also when the guard killed the launcher before the command began, or `LaunchFailed`.
    ///
    /// @param release undoes what no killed process undoes, such as an address or a mount, and is right also when there
    ///                is nothing to undo; run with the same environment by `Clear` and by the guard
    record Start(HostToken token, HeldKey key, Command command, SortedMap<String, String> environment, Duration timeout,
            Command release) implements HostCall {}

    /// What a held entry's release is for was undone otherwise, and was looked at: neither `Clear` nor the guard runs
    /// the release any more. Not answered.
    record Released(HeldKey key) implements HostCall {}

    /// Asks the main process of a held entry to end (SIGTERM). Not answered; its end comes as `HeldExited`.
    record Terminate(HeldKey key) implements HostCall {}

    /// Kills whatever is left under a held entry, runs its release, removes the entry. Answered by `Cleared`, also when
    /// there was nothing.
    record Clear(HostToken token, HeldKey key) implements HostCall {}

    /// Runs a command to its end; killed with all its children after `timeout`. Answered by `RunEnded`.
    ///
    /// @param within the held entry whose cgroup it runs in, written first and removed after it, for jobs on a group's
    ///               data; empty for commands that hold nothing, such as monitors and installs
    record Run(HostToken token, Command command, SortedMap<String, String> environment, Duration timeout,
            Optional<HeldKey> within) implements HostCall {}

    /// Kills a command begun with `Run`, with all its children; it is then answered as usual.
    record Cancel(HostToken token) implements HostCall {}

    /// Waits until every command has ended that an earlier life of the agent ran and that holds nothing, such as an
    /// installer that outlived its daemon; services that it left behind do not count. Answered by `EarlierEnded`.
    record AwaitEarlier(HostToken token) implements HostCall {}

    /// Appends a line to the agent's local journal, durably (fsync) before it is answered by `Appended`.
    record Append(HostToken token, String line) implements HostCall {}

    /// Sets a timer; answered by `TimerFired` no earlier than `at`. Replaces a timer of the same name.
    record SetTimer(TimerId timer, Instant at) implements HostCall {}

    /// Removes a timer; no effect when there is none.
    record CancelTimer(TimerId timer) implements HostCall {}

    /// Restarts the machine. Not answered: a new agent starts with another boot id.
    record RestartMachine() implements HostCall {}
}
