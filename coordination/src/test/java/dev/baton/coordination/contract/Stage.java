package dev.baton.coordination.contract;

import dev.baton.coordination.Coordination;
import java.util.function.BooleanSupplier;

/// One engine with what a contract test does to it.
public interface Stage extends AutoCloseable {

    /// Returns a new connection of the engine.
    Coordination connect(String name, Coordination.Listener listener);

    /// Runs the action on the connection's own loop.
    void onLoop(Coordination connection, Runnable action);

    /// Lets the engine work until the condition holds; fails, naming `what`, when it does not within reasonable time.
    void await(String what, BooleanSupplier condition);

    /// Takes the connection away from the client. Returns at once; the client learns of it later.
    void loseConnection(Coordination connection);

    /// Makes the client able to connect again.
    void restoreConnection(Coordination connection);

    @Override
    void close();
}
