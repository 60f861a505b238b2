package dev.baton.agent.loop;

import dev.baton.coordination.Versioned;

/// The answer to a question for one entry.
public sealed interface Found {

    /// There it is.
    record Entry(Versioned entry) implements Found {}

    /// There is none.
    record Nothing() implements Found {}

    /// No answer came.
    record Unclear() implements Found {}
}
