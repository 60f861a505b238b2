package dev.baton.simulator.world;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One connection to the engine, with the network between: messages take their time, each way in order. A cut holds
/// them back, in one direction or both; when it lasts, the client gives the connection up: what was open is unknown,
/// mirrors are stale, and what was on its way to the engine may still arrive. All as the port's contract allows.
public final class Wire implements Coordination {

    private static final long SECOND = 1_000_000_000L;
    private static final long LOCAL = 50_000;
    /// Longer than any lease: what was on its way may arrive when nobody expects it any more.
    private static final long LATEST = 10 * SECOND;

    private final Net net;
    private final String name;
    private final Coordination.Listener listener;
    private final Coordination far;
    private final Set<Token> open = new LinkedHashSet<>();
    private final Deque<CoordinationCall> heldCalls = new ArrayDeque<>();
    private final Deque<CoordinationEvent> heldEvents = new ArrayDeque<>();
    private long sent;
    private long received;
    private long line;
    private long cuts;
    private long slow;
    private boolean upCut;
    private boolean downCut;
    private boolean lost;
    private boolean closed;

    Wire(Net net, String name, Coordination.Listener listener) {
        this.net = net;
        this.name = name;
        this.listener = listener;
        this.far = net.engine().connect(name, this::receive);
    }

    @Override
    public void perform(CoordinationCall call) {
        if (closed) {
            return;
        }
        token(call).ifPresent(open::add);
        if (lost) {
            far.perform(call);
            net.pump();
            return;
        }
        long mine = line;
        sent = Math.max(sent + 1, now() + net.latency() + slow);
        net.time().afterNanos(sent - now(), () -> arrive(mine, call));
    }

    private void arrive(long of, CoordinationCall call) {
        if (of != line) {
            maybeLater(call, 0);
        } else if (upCut || net.resting()) {
            heldCalls.add(call);
        } else {
            far.perform(call);
            net.pump();
        }
    }

    /// A write that was given up arrives once in three times; what the client wants to see, and whether it stands for
    /// election, it says again when it is connected again.
    private void maybeLater(CoordinationCall call, long delay) {
        switch (call) {
            case CoordinationCall.Submit(_, var transaction) -> {
                if (net.chance().oneIn(3)) {
                    net.time().afterNanos(delay, () -> net.arriveLate(transaction));
                }
            }
            case CoordinationCall.Read _, CoordinationCall.Sync _ -> { }
            case CoordinationCall.Mirror _, CoordinationCall.Campaign _, CoordinationCall.Resign _ -> {
                if (!closed) {
                    far.perform(call);
                    net.pump();
                }
            }
        }
    }

    private void receive(CoordinationEvent event) {
        if (closed) {
            return;
        }
        long mine = line;
        received = Math.max(received + 1, now() + (lost ? LOCAL : net.latency() + slow));
        net.time().afterNanos(received - now(), () -> land(mine, event));
    }

    private void land(long of, CoordinationEvent event) {
        if (of == line && !closed) {
            if (downCut && !lost) {
                heldEvents.add(event);
            } else {
                deliver(event);
            }
        }
    }

    private void deliver(CoordinationEvent event) {
        if (token(event).map(open::remove).orElse(true)) {
            listener.on(event);
        }
    }

    /// Cuts one direction or both. If it lasts the client notices, and later the engine gives the client up.
    public void cut(boolean up, boolean down) {
        upCut |= up;
        downCut |= down;
        long mine = ++cuts;
        net.time().afterNanos(net.chance().between(SECOND, 3 * SECOND), () -> {
            if (mine == cuts) {
                lose();
            }
        });
        net.time().afterNanos(net.chance().between(4 * SECOND, 7 * SECOND), () -> {
            if (mine == cuts) {
                expire();
            }
        });
    }

    /// Ends every cut.
    public void mend() {
        cuts++;
        upCut = false;
        downCut = false;
        if (lost) {
            net.time().afterNanos(net.chance().between(SECOND / 50, SECOND / 2), this::restore);
        } else {
            flush();
        }
    }

    void flush() {
        while (!closed && !upCut && !net.resting() && !heldCalls.isEmpty()) {
            far.perform(heldCalls.remove());
            net.pump();
        }
        while (!closed && !downCut && !heldEvents.isEmpty()) {
            deliver(heldEvents.remove());
        }
    }

    /// The client gives the connection up.
    public void lose() {
        if (lost || closed) {
            return;
        }
        lost = true;
        line++;
        while (!heldCalls.isEmpty()) {
            maybeLater(heldCalls.remove(), net.chance().below(net.chance().oneIn(3) ? LATEST : 3 * SECOND));
        }
        heldEvents.clear();
        received = now();
        for (Token token : open) {
            receive(new CoordinationEvent.Unknown(token));
        }
        net.engine().faults().disconnect(far);
        net.pump();
    }

    /// The engine gives the client up: its candidature is over.
    public void expire() {
        if (!closed) {
            lose();
            net.engine().faults().expire(far);
            net.pump();
        }
    }

    /// The connection is back, unless it is cut.
    public void restore() {
        if (lost && !closed && !upCut && !downCut) {
            lost = false;
            net.engine().faults().reconnect(far);
            net.pump();
        }
    }

    /// The answers to so many of the next calls are lost.
    public void loseAnswers(int count) {
        if (closed) {
            return;
        }
        List<dev.baton.coordination.memory.MemoryFaults.Effect> effects = new ArrayList<>(List.of(
                dev.baton.coordination.memory.MemoryFaults.Effect.NOW,
                dev.baton.coordination.memory.MemoryFaults.Effect.NEVER,
                dev.baton.coordination.memory.MemoryFaults.Effect.LATER));
        for (int i = 0; i < count; i++) {
            net.engine().faults().loseNextAnswer(far, net.chance().oneOf(effects));
        }
    }

    /// Changes of mirrors come late from now on, and only the last of several.
    public void lag() {
        if (!closed) {
            net.engine().faults().lag(far);
        }
    }

    /// Ends [#lag].
    public void catchUp() {
        if (!closed) {
            net.engine().faults().catchUp(far);
            net.pump();
        }
    }

    /// Every message takes so much longer, in nanoseconds.
    public void slow(long more) {
        slow = more;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            line++;
            far.close();
            while (!heldCalls.isEmpty()) {
                maybeLater(heldCalls.remove(), net.chance().below(3 * SECOND));
            }
            net.gone(this);
            net.pump();
        }
    }

    private long now() {
        return net.time().elapsed();
    }

    private static Optional<Token> token(CoordinationCall call) {
        return switch (call) {
            case CoordinationCall.Submit(var token, _) -> Optional.of(token);
            case CoordinationCall.Read(var token, _) -> Optional.of(token);
            case CoordinationCall.Sync(var token) -> Optional.of(token);
            case CoordinationCall.Mirror _, CoordinationCall.Campaign _, CoordinationCall.Resign _ -> Optional.empty();
        };
    }

    private static Optional<Token> token(CoordinationEvent event) {
        return switch (event) {
            case CoordinationEvent.Done(var token, _) -> Optional.of(token);
            case CoordinationEvent.Refused(var token, _, _) -> Optional.of(token);
            case CoordinationEvent.Unknown(var token) -> Optional.of(token);
            case CoordinationEvent.ReadDone(var token, _) -> Optional.of(token);
            case CoordinationEvent.Snapshot _, CoordinationEvent.Changed _, CoordinationEvent.Gone _,
                    CoordinationEvent.Stale _, CoordinationEvent.Elected _, CoordinationEvent.Deposed _ ->
                    Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
