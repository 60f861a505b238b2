package dev.baton.zookeeper;

import java.nio.charset.StandardCharsets;

/// What the programs of one cluster know and nobody else: whoever has it may do everything in the tree, whoever has it
/// not may not even read. Never printed.
public final class ClusterSecret {

    private static final int LENGTH_MIN = 16;

    private final String text;

    /// @throws IllegalArgumentException if it is shorter than 16 characters
    public ClusterSecret(String text) {
        if (text.length() < LENGTH_MIN) {
            throw new IllegalArgumentException("the cluster secret has " + text.length() + " characters; at least "
                    + LENGTH_MIN + " are needed");
        }
        this.text = text;
    }

    /// Returns `user:password` of ZooKeeper's digest scheme.
    byte[] digest() {
        return ("baton:" + text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
