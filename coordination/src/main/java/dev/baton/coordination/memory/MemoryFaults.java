package dev.baton.coordination.memory;

import dev.baton.coordination.Coordination;

/// The bad things that the port allows, to be done on purpose. Each takes effect at once in the engine; what clients
/// learn of it reaches them by later steps. Clients are those returned by [MemoryEngine#connect].
public final class MemoryFaults {

    /// What becomes of a call whose answer is lost.
    public enum Effect {
        /// Takes effect in its turn.
        NOW,
        /// Takes effect at some later step, after other calls; at the latest when nothing else is left to do.
        LATER,
        /// Never takes effect.
        NEVER
    }

    private final MemoryEngine engine;

    MemoryFaults(MemoryEngine engine) {
        this.engine = engine;
    }

    /// The answer of the client's next transaction, read or sync that has none lined up yet is `Unknown`.
    public void loseNextAnswer(Coordination client, Effect effect) {
        engine.own(client).spoiled.add(effect);
    }

    /// Keeps changes of mirrored entries from the client until [#catchUp]; values between are then skipped. Its own
    /// writes and `Sync` bring what they promise nevertheless. A client that comes back meanwhile is shown what was so
    /// when it began to lag, as by a peer that is behind.
    public void lag(Coordination client) {
        engine.own(client).lag();
    }

    /// Ends [#lag].
    public void catchUp(Coordination client) {
        engine.own(client).catchUp();
    }

    /// The client's connection is lost: its mirrors turn stale, a leader is deposed, its calls are answered `Unknown`
    /// without effect. The engine does not notice: a leader keeps its seat until [#expire].
    public void disconnect(Coordination client) {
        engine.own(client).disconnect();
    }

    /// The client's connection is back: whole snapshots; whoever still has the leader's seat is elected again.
    public void reconnect(Coordination client) {
        engine.reconnect(engine.own(client));
    }

    /// The engine gives the client up: it loses its connection and its candidature, which it renews on [#reconnect].
    public void expire(Coordination client) {
        engine.expire(engine.own(client));
    }

    /// The leader loses its seat without cause and becomes the last candidate. Without effect when nobody leads.
    public void depose() {
        engine.depose();
    }
}
