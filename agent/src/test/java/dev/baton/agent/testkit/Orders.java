package dev.baton.agent.testkit;

import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/// Orders of jobs for one node, as a leader writes them.
///
/// @param within how long an answer is waited for
public record Orders(World world, NodeId node, Duration within) {

    /// Writes one.
    public void put(String job, Work work) {
        world.put(Paths.job(node, new JobId(job)), Json.write(new JobOrder(new JobId(job), work, Duration.ofMinutes(1),
                new TreeMap<>())));
    }

    /// Writes one, and returns what came of it.
    public JobResult order(String job, Work work) {
        put(job, work);
        return await(job);
    }

    /// Returns what came of it, once it has ended.
    public JobResult await(String job) {
        world.await(job, within, () -> result(job).filter(JobResult::ended).isPresent());
        return result(job).orElseThrow();
    }

    /// Returns what is said of it so far.
    public Optional<JobResult> result(String job) {
        return world.value(Paths.result(node, new JobId(job)), JobResult.class);
    }
}
