package dev.baton.agent.jobs;

import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.JobId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps the results of this node's jobs in the tree as they should be.
final class ResultWriter {

    private final Desk desk;
    private final TreeMirror mirror;
    private final Standing standing;
    private final TreeMap<JobId, EntryWriter<JobResult>> results = new TreeMap<>();

    ResultWriter(Desk desk, TreeMirror mirror, Standing standing) {
        this.desk = desk;
        this.mirror = mirror;
        this.standing = standing;
    }

    void want(JobResult result) {
        results.computeIfAbsent(result.job(), job -> new EntryWriter<>(desk, mirror,
                Paths.result(standing.node(), job), "result of " + job)).want(result);
    }

    /// Writes again what the tree does not say; forgets what nobody orders any more.
    void review() {
        for (Map.Entry<JobId, EntryWriter<JobResult>> result : List.copyOf(results.entrySet())) {
            if (mirror.version(Paths.job(standing.node(), result.getKey())) == TreeMirror.ABSENT) {
                result.getValue().forget();
                results.remove(result.getKey());
            }
        }
        List.copyOf(results.values()).forEach(EntryWriter::write);
    }
}
