package dev.baton.core.planner;

import java.util.Arrays;
import java.util.TreeSet;

/// Nodes in order of how full they are, the emptiest first, by number where they are alike. Not thread-safe.
final class Fullness {
    private final Seats seats;
    private final TreeSet<Long> order = new TreeSet<>();
    private final long[] keys;

    Fullness(Seats seats, int nodes) {
        this.seats = seats;
        this.keys = new long[nodes];
        Arrays.fill(keys, -1);
    }

    /// The node takes part from now on, or is as full as it is now.
    void put(int node) {
        remove(node);
        keys[node] = ((long) seats.fullness(node) << 32) | node;
        order.add(keys[node]);
    }

    /// The node takes no part any more.
    void remove(int node) {
        if (keys[node] >= 0) {
            order.remove(keys[node]);
            keys[node] = -1;
        }
    }

    boolean contains(int node) {
        return keys[node] >= 0;
    }

    /// Returns the emptiest node that takes the group now, or -1.
    int firstThatTakes(int group, int leaving) {
        for (long key : order) {
            int node = (int) key;
            if (node != leaving && seats.takes(group, node)) {
                return node;
            }
        }
        return -1;
    }

    /// Returns the nodes in order, as they are now.
    int[] nodes() {
        return order.stream().mapToInt(key -> (int) (long) key).toArray();
    }
}
