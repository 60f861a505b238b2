package dev.baton.coordination;

/// One client's connection to the engine. Calls return at once and never fail: every outcome is an event, delivered to
/// the listener given when the client was made, on that client's loop and never from within [#perform].
///
/// To be called from one thread only, the loop that also receives the events.
public interface Coordination extends AutoCloseable {

    /// Begins the call. Calls of one client are performed in the order in which they were begun.
    void perform(CoordinationCall call);

    /// Ends the connection; calls still open are not answered. Idempotent.
    @Override
    void close();

    /// Receives the client's events; must not block and must not throw.
    @FunctionalInterface
    interface Listener {

        /// Called once for each event, one at a time.
        void on(CoordinationEvent event);
    }
}
