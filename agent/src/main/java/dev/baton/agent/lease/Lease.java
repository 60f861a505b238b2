package dev.baton.agent.lease;

import dev.baton.agent.host.HostCall;
import dev.baton.agent.loop.Desk;
import java.time.Duration;
import java.time.Instant;

/// How long this node may hold anything. Every change of its end is given to the guard in the same breath.
///
/// The law: no deadline ever given to the guard ends after `send(v) + leaseFor(v)` of the heartbeat `v` that the tree
/// holds. So an end is moved back only after its heartbeat is known to be committed ([#runTo]), and moved forward
/// *before* a heartbeat with an earlier end is sent ([#endBy]), because that one may be committed without our learning
/// of it.
public final class Lease {

    private static final String TIMER = "lease";

    private final Desk desk;
    private final Duration margin;
    private final Runnable lapsed;
    private Instant end;

    /// Makes the lease that an earlier life of the agent left; who looks after what it covers is not left to the guard
    /// alone from the first moment on.
    ///
    /// @param margin K: how long before the end the guard begins to kill
    /// @param end    boot time; long past when there was none
    /// @param lapsed told each time that nothing may be held any more
    Lease(Desk desk, Duration margin, Instant end, Runnable lapsed) {
        this.desk = desk;
        this.margin = margin;
        this.end = end;
        this.lapsed = lapsed;
        if (runs()) {
            desk.timer(TIMER, end.minus(margin), this::look);
        }
    }

    /// Returns whether anything may be started now.
    public boolean runs() {
        return desk.now().isBefore(end.minus(margin));
    }

    /// Returns the boot time at which everything held is dead.
    public Instant end() {
        return end;
    }

    /// A heartbeat is known to be committed: the lease runs to this end, which may be earlier than the present one.
    void runTo(Instant committed) {
        give(committed);
    }

    /// A heartbeat with this end is about to be sent: the lease does not run longer, should it be committed.
    void endBy(Instant promised) {
        if (promised.isBefore(end)) {
            give(promised);
        }
    }

    /// The lease ends now.
    void endNow() {
        desk.cancelTimer(TIMER);
        end = desk.now();
        desk.host(new HostCall.SetDeadline(end));
    }

    private void give(Instant deadline) {
        end = deadline;
        desk.host(new HostCall.SetDeadline(deadline));
        desk.timer(TIMER, deadline.minus(margin), this::look);
    }

    private void look() {
        if (!runs()) {
            lapsed.run();
        }
    }
}
