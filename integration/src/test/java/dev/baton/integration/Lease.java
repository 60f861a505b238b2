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
        return in(node.directory().resolve("state"));
    }

    /// Returns the lease of the node whose state is in this directory.
    static Lease in(Path state) {
        return new Lease(state.resolve("run/deadline"));
    }

    /// Returns when the lease ends.
    long deadline() {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns when the lease ends; 0 while the node has none.
    long deadlineOrZero() {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException e) {
            return 0;
        }
    }

    /// Returns whether the guard has begun, or begins now, to kill what is held under this deadline.
    boolean isOver(long deadline) {
        return History.now() >= deadline - MARGIN;
    }

    /// Returns whether the guard kills within the next fifth of a second.
    boolean isAboutToEnd() {
        return History.now() >= deadline() - MARGIN - ABOUT;
    }
}
