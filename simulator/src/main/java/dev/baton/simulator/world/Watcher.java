package dev.baton.simulator.world;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import java.time.Instant;
import java.util.SortedMap;

/// Sees what is really so: processes, commands, data, commits. Whoever checks a law implements what it needs.
public interface Watcher {

    /// In the environment of [#begins] and [#ends]: which product an install or its undoing is about.
    String PRODUCT = "PRODUCT";

    /// A process of a resource, or a job on a group's data, runs from now on.
    default void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {}

    /// It is dead.
    default void ended(NodeId node, HeldKey key) {}

    /// It lives beyond its deadline although nothing hindered the guard.
    default void outlived(NodeId node, HeldKey key) {}

    /// A command begins that changes something: `install`, `undo`, `convert`, `backup`, `restart`.
    default void begins(NodeId node, String command, SortedMap<String, String> environment) {}

    /// It has ended, well or not.
    default void ends(NodeId node, String command, SortedMap<String, String> environment) {}

    /// A transaction took effect.
    default void committed(Transaction transaction) {}

    /// An agent sends a heartbeat, at this boot time.
    default void beats(NodeId node, Heartbeat beat, Instant bootTime) {}

    /// An agent gives its guard a deadline, at this boot time.
    default void deadline(NodeId node, Instant deadline, Instant bootTime) {}

    /// An agent asks something of its machine.
    ///
    /// @param known the cluster as the agent sees it
    default void orders(NodeId node, HostCall call, ClusterImage known) {}

    /// A request of a person was accepted; it took effect between `asked` and now.
    default void accepted(String request) {}

    /// Everything is over and at rest.
    default void end() {}
}
