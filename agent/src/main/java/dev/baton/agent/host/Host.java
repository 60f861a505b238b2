package dev.baton.agent.host;

/// A machine. Calls return at once; every outcome is an event on the daemon's loop.
public interface Host extends AutoCloseable {

    /// Begins the call. To be called from the daemon's loop only.
    void perform(HostCall call);

    /// Lets go of the machine; what is held goes on, and the guard goes on. Idempotent.
    @Override
    void close();
}
