package dev.baton.demo.local;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How large a local cluster is.
///
/// @param nodes   that run groups; the first five have a vote
/// @param servers virtual servers, one after the other on each node; with fewer than nodes each has its own, and the
///                last nodes stand by
public record Shape(int nodes, int servers) {

    /// Four nodes, three virtual servers, one standby.
    public static final Shape USUAL = new Shape(4, 3);

    /// The name of the machine that has a vote and no groups.
    public static final String WITNESS = "witness";

    private static final int MOST_NODES = 9;
    private static final int MOST_SERVERS = 9;
    private static final int VOTERS = 5;

    /// @throws IllegalArgumentException naming what is wrong, if such a cluster cannot be
    public Shape {
        if (nodes < 2 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("a demo has 2 to " + MOST_NODES + " nodes, not " + nodes);
        }
        if (servers < 1 || servers > MOST_SERVERS) {
            throw new IllegalArgumentException("a demo has 1 to " + MOST_SERVERS + " virtual servers, not " + servers);
        }
    }

    /// Returns `node1`, `node2`, and so on.
    public List<String> nodeNames() {
        return IntStream.rangeClosed(1, nodes).mapToObj(i -> "node" + i).toList();
    }

    /// Returns whether a witness has a vote beside the nodes: when there are two or four of them.
    public boolean hasWitness() {
        return nodes < VOTERS && nodes % 2 == 0;
    }

    /// Returns the nodes, and the witness where there is one.
    public List<String> machines() {
        List<String> machines = new ArrayList<>(nodeNames());
        if (hasWitness()) {
            machines.add(WITNESS);
        }
        return List.copyOf(machines);
    }

    /// Returns the machines that have a vote.
    public List<String> voters() {
        return machines().subList(0, Math.min(machines().size(), VOTERS));
    }

    /// Returns whether every server has a node of its own, and a node is left over.
    public boolean hasStandby() {
        return servers < nodes;
    }

    /// Returns the node on which a server is when nothing has happened.
    public String home(String server) {
        return nodeNames().get(serverNames().indexOf(server) % nodes);
    }

    /// Returns `evs1`, `evs2`, and so on.
    public List<String> serverNames() {
        return IntStream.rangeClosed(1, servers).mapToObj(i -> "evs" + i).toList();
    }
}
