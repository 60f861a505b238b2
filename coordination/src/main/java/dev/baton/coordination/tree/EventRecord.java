package dev.baton.coordination.tree;

import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One line of the cluster's history.
///
/// @param number  counts events from 1
/// @param at      wall-clock time of the leader
/// @param leader  who wrote it
/// @param by      who caused it: a person and where from, `run <id>`, or `baton`
/// @param subject what it is about: a group, a node, a run, `cluster`
/// @param text    what happened, for people
/// @param key     of the request that caused it, when one did
/// @param overridden the rule that was overridden for it, when one was
/// @param kind   what sort of thing it is; builds before kinds wrote none, which is read as `OTHER`
public record EventRecord(long number, Instant at, NodeId leader, String by, String subject, String text,
        Optional<String> key, Optional<Overridden> overridden, EventKind kind) {

    /// A rule that did not stop a request, by the word of whoever asked.
    public record Overridden(String rule, String reason) {}

    /// A piece of the history; the newest segments are kept.
    ///
    /// @param events oldest first
    public record Segment(List<EventRecord> events) {
        public Segment {
            events = List.copyOf(events);
        }
    }
}
