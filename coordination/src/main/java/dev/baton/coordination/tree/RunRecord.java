package dev.baton.coordination.tree;

import dev.baton.core.model.RunId;
import java.time.Instant;
import java.util.Optional;

/// One carrying-out of a plan, as the tree has it; what happened is in its journal.
///
/// @param name    of the upgrade
/// @param digest  of the plan, under which its pieces are stored
/// @param pieces  how many
/// @param by      who started it
/// @param started wall-clock time
/// @param ended   wall-clock time, once it has; then its journal has its last entry
public record RunRecord(RunId run, String name, String digest, int pieces, String by, Instant started,
        Optional<Instant> ended) {

    /// Returns this run ended.
    public RunRecord endedAt(Instant when) {
        return new RunRecord(run, name, digest, pieces, by, started, Optional.of(when));
    }

    /// A piece of a run's journal.
    ///
    /// @param before  how many entries the segments before it have: who sees a segment without the last change of the
    ///                one before it knows by that
    /// @param entries oldest first
    public record Segment(int before, java.util.List<dev.baton.core.journal.Entry> entries) {
        public Segment {
            entries = java.util.List.copyOf(entries);
        }
    }
}
