package dev.baton.coordination.tree;

import java.time.Instant;
import java.util.List;

/// One configuration that was applied, as the history keeps it; the document itself is stored under its digest.
///
/// @param number counts what was applied, from 1
/// @param at     wall-clock time of the leader
/// @param by     who applied it
/// @param digest of the document, under which its pieces are stored
/// @param pieces how many
/// @param lines  what it changed, for people
public record ConfigurationRecord(long number, Instant at, String by, String digest, int pieces, List<String> lines) {

    public ConfigurationRecord {
        lines = List.copyOf(lines);
    }
}
