package dev.baton.simulator.world;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what is appended to the journals of runs, each entry once.
public final class JournalTail {

    private final Map<NodePath, Integer> read = new HashMap<>();

    /// Returns the entries that the operation appends, in order; none when it writes to no journal.
    public List<Entry> appended(Op op) {
        if (!op.path().isWithin(Paths.RUNS) || !op.path().parent().name().equals("journal")) {
            return List.of();
        }
        return switch (op) {
            case Op.Create(var path, var data) -> appended(path, data);
            case Op.SetData(var path, var data, _) -> appended(path, data);
            case Op.Delete _, Op.Check _ -> List.of();
        };
    }

    private List<Entry> appended(NodePath path, Bytes data) {
        List<Entry> entries = Json.read(data, RunRecord.Segment.class).entries();
        int known = read.getOrDefault(path, 0);
        read.put(path, entries.size());
        return entries.subList(known, entries.size());
    }
}
