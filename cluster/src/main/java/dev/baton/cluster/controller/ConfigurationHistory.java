package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.ConfigurationRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The configurations that were applied, newest last; so many are kept that a bad week can be looked at.
public final class ConfigurationHistory {

    /// So many configurations are kept; older ones go with their documents.
    public static final int KEPT = 50;

    private ConfigurationHistory() {}

    /// Returns the records that are kept, oldest first.
    public static List<ConfigurationRecord> records(TreeMirror tree) {
        return tree.children(Paths.CONFIGURATIONS).stream()
                .flatMap(path -> tree.value(path, ConfigurationRecord.class).stream()).toList();
    }

    /// Returns the configuration of that number; empty when there is none, or not any more.
    public static Optional<ClusterDocument> document(TreeMirror tree, long number) {
        return records(tree).stream().filter(record -> record.number() == number).findFirst()
                .flatMap(record -> Blobs.text(tree, record.digest(), record.pieces()))
                .map(text -> Json.read(text, ClusterDocument.class));
    }

    /// Adds the operations that make the document the newest one, and returns its number.
    static long append(Turn turn, String by, ClusterDocument document, List<String> lines, List<Op> ops) {
        Blobs.Blob blob = Blobs.Blob.plain(Json.text(document));
        List<ConfigurationRecord> known = new ArrayList<>(records(turn.tree()));
        long number = known.isEmpty() ? 1 : known.getLast().number() + 1;
        known.add(new ConfigurationRecord(number, turn.wallTime(), by, blob.digest(), blob.pieces().size(),
                lines));
        ops.addAll(Blobs.store(turn, blob));
        ops.add(turn.set(Paths.configuration(number), known.getLast()));
        int over = Math.max(0, known.size() - KEPT);
        Set<String> stillNamed = known.subList(over, known.size()).stream().map(ConfigurationRecord::digest)
                .collect(Collectors.toSet());
        known.subList(0, over).forEach(old -> {
            ops.add(turn.delete(Paths.configuration(old.number())));
            if (stillNamed.add(old.digest())) {
                Blobs.forget(turn, Paths.blob(old.digest()), ops);
            }
        });
        return number;
    }
}
