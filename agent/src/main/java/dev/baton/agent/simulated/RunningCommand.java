package dev.baton.agent.simulated;

import dev.baton.agent.host.HostCall;

/// A command that runs to its end on a simulated machine.
final class RunningCommand {

    final HostCall.Run call;
    final long life;
    final Commands.Course course;
    boolean over;

    /// @param life which life of the daemon began it
    RunningCommand(HostCall.Run call, long life, Commands.Course course) {
        this.call = call;
        this.life = life;
        this.course = course;
    }
}
