package dev.baton.integration;

import dev.baton.demo.local.LocalNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The lease of a node as its guard reads it, in milliseconds since boot.
///
/// @param file the guard's deadline
record Lease(Path file) {

    /// Before the deadline, when the guard begins to kill: `margin` in the settings of a local cluster.
    private static final long MARGIN = 500;
    private static final long ABOUT = 200;

    static Lease of(LocalNode node) {
        return new Lease(node.directory().resolve("state/run/deadline"));
    }

    /// Returns when the lease ends.
    long deadline() {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns whether the guard has begun, or begins now, to kill what is held under this deadline.
    boolean isOver(long deadline) {
        return now() >= deadline - MARGIN;
    }

    /// Returns whether the guard kills within the next fifth of a second.
    boolean isAboutToEnd() {
        return now() >= deadline() - MARGIN - ABOUT;
    }

    private static long now() {
        try {
            return (long) (Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]) * 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
