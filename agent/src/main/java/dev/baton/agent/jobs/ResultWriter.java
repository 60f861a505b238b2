package dev.baton.agent.jobs;

import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Written;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.JobId;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Keeps the results of this node's jobs in the tree as they should be.
final class ResultWriter {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Desk desk;
    private final TreeMirror mirror;
    private final Standing standing;
    private final TreeMap<JobId, JobResult> wanted = new TreeMap<>();
    private final TreeSet<JobId> busy = new TreeSet<>();

    ResultWriter(Desk desk, TreeMirror mirror, Standing standing) {
        this.desk = desk;
        this.mirror = mirror;
        this.standing = standing;
    }

    void want(JobResult result) {
        wanted.put(result.job(), result);
        write(result.job());
    }

    /// Writes again what the tree does not say; forgets what nobody orders any more.
    void review() {
        wanted.keySet().removeIf(job -> mirror.version(Paths.job(standing.node(), job)) == TreeMirror.ABSENT);
        List.copyOf(wanted.keySet()).forEach(this::write);
    }

    private void write(JobId job) {
        JobResult result = wanted.get(job);
        NodePath path = Paths.result(standing.node(), job);
        boolean stands = mirror.value(path, JobResult.class).filter(there -> there.equals(result)).isPresent();
        if (result == null || stands || !busy.add(job)) {
            return;
        }
        Bytes content = Json.write(result);
        Op op = mirror.version(path) == TreeMirror.ABSENT ? new Op.Create(path, content)
                : new Op.SetData(path, content, Op.ANY_VERSION);
        desk.submit("result of " + job, Transaction.of(op), written -> {
            if (written instanceof Written.Committed) {
                busy.remove(job);
                write(job);
            } else {
                desk.timer("result of " + job, PAUSE, () -> {
                    busy.remove(job);
                    write(job);
                });
            }
        });
    }
}
