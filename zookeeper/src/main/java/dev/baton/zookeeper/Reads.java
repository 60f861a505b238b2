package dev.baton.zookeeper;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/// The reads of one link, in the order in which they were asked for, and only so many on their way at a time. A server
/// answers one client's requests one after the other: without this bound a heartbeat would wait until everything that a
/// large change of the tree touched has been read, and a lease could end meanwhile.
///
/// On the client's loop only.
final class Reads {

    /// Enough to keep a link busy whose answers take some milliseconds; read within some milliseconds more.
    private static final int AT_ONCE = 64;

    private final Queue<Consumer<Runnable>> waiting = new ArrayDeque<>();
    private int underWay;
    private long answered;

    /// Sends a read, now or when earlier ones are answered.
    ///
    /// @param send sends it; what it is given must be run when the answer comes
    void ask(Consumer<Runnable> send) {
        waiting.add(send);
        next();
    }

    private void next() {
        while (underWay < AT_ONCE && !waiting.isEmpty()) {
            underWay++;
            waiting.remove().accept(this::answered);
        }
    }

    private void answered() {
        underWay--;
        answered++;
        next();
    }

    /// Returns how many were answered until now.
    long answers() {
        return answered;
    }
}
