package dev.baton.demo.local;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.SortedMap;

/// Where the machines of a local cluster stand and what connects them: what differs between a cluster on loopback and
/// one whose nodes have a network stack of their own.
///
/// Safe for use by several threads.
public interface Ground extends AutoCloseable {

    /// Prepares the ground for one cluster.
    interface Site {
        /// Returns the ground; nothing runs on it yet. Whatever of it the end of the cluster's processes does not end,
        /// its janitor's farewell must.
        ///
        /// @throws IOException if it cannot be prepared
        Ground prepare(Shape shape, RunningCluster cluster) throws IOException;
    }

    /// What a daemon is told of its place.
    ///
    /// @param apiPort     where its REST interface listens, on 127.0.0.1 as the node sees it
    /// @param ensemble    where it finds each voter
    /// @param environment what its commands find in their environment beside what its groups need
    record Seat(int apiPort, SortedMap<String, Peer> ensemble, SortedMap<String, String> environment) {}

    /// Returns what the daemon of a node is told.
    Seat seat(String node);

    /// Returns the address of a node, as the cluster's own file names it.
    String address(String node);

    /// Returns where this program reaches the REST interface of a node.
    URI api(String node);

    /// Returns where the server of a group listens, as seen from the node that runs it.
    GroupAddress listens(String group);

    /// Returns where clients look for the server of a group, one place after the other.
    List<GroupAddress> places(String group);

    /// Returns the words before a command that make it run on a node; no words where every node is this machine.
    ///
    /// @throws IOException if the node cannot be made
    List<String> inside(String node) throws IOException;

    /// Cuts a node off from the other nodes. No effect when it is cut off.
    ///
    /// @throws IOException if it cannot be done
    void cut(String node) throws IOException;

    /// Ends whatever separates a node from the others.
    ///
    /// @throws IOException if it cannot be done
    void restore(String node) throws IOException;

    @Override
    void close();
}
