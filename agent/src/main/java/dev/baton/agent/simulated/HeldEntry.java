package dev.baton.agent.simulated;

import java.util.Optional;

/// What is held on a simulated machine: a process that goes on, or a command that works on a group's data.
final class HeldEntry {

    boolean alive;
    /// Its command has ended, or will soon: what it left behind is what lives.
    boolean leaves;
    /// Lives beyond a deadline for a reason that no guard can help.
    boolean excused;
    /// The signal that it takes as soon as it can be killed.
    Optional<Integer> killed = Optional.empty();
    Optional<Commands.Course> course = Optional.empty();
    Optional<RunningCommand> running = Optional.empty();

    boolean lives() {
        return alive || running.isPresent();
    }
}
