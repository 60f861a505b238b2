package dev.baton.cluster.controller;

import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.EventKind;
import java.util.Optional;

/// A line for the event log that is not written yet.
///
/// @param kind    what sort of thing it is
/// @param by      who caused it
/// @param subject what it is about
/// @param text    what happened, for people
/// @param key     of the request that caused it, when one did
/// @param waiver  the rule that was overridden for it, when one was
public record Note(EventKind kind, String by, String subject, String text, Optional<String> key,
        Optional<Waiver> waiver) {

    /// Who acts when nobody asked.
    public static final String BATON = "baton";

    /// Returns a note about something that Baton did by itself.
    public static Note of(EventKind kind, Object subject, String text) {
        return new Note(kind, BATON, subject.toString(), text, Optional.empty(), Optional.empty());
    }
}
