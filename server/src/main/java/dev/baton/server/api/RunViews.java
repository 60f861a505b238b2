package dev.baton.server.api;

import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.RunView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Runs as the mirrored tree has them.
final class RunViews {

    private RunViews() {}

    /// Returns every run that is known, newest first.
    static List<RunRecord> records(TreeMirror tree) {
        return tree.children(Paths.RUNS).stream().flatMap(path -> tree.value(path, RunRecord.class).stream())
                .sorted(Comparator.comparing(RunRecord::started).reversed()).toList();
    }

    static Optional<RunView> current(TreeMirror tree, Instant now) {
        return Optional.empty();
    }

    static Optional<RunView> named(TreeMirror tree, String name, Instant now) {
        return Optional.empty();
    }
}
