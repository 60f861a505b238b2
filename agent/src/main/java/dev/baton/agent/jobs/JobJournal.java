package dev.baton.agent.jobs;

import dev.baton.agent.loop.Desk;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.JobId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What this node knows of its jobs, across restarts of daemon and machine: lines `began <job>` and `result <json>` of
/// the local journal.
final class JobJournal {

    private static final String BEGAN = "began ";
    private static final String RESULT = "result ";

    private final Desk desk;
    private final TreeSet<JobId> begun = new TreeSet<>();
    private final TreeMap<JobId, JobResult> results = new TreeMap<>();

    /// @throws IllegalArgumentException if a line cannot be read: a job that it says was begun would be begun again
    JobJournal(Desk desk, List<String> lines) {
        this.desk = desk;
        int number = 0;
        for (String line : lines) {
            number++;
            try {
                read(line);
            } catch (Json.Malformed | IllegalArgumentException broken) {
                throw new IllegalArgumentException("line " + number + " of the local journal, '" + line + "': "
                        + broken.getMessage() + ". Another version of batond may have written it", broken);
            }
        }
    }

    private void read(String line) {
        if (line.startsWith(BEGAN)) {
            begun.add(new JobId(line.substring(BEGAN.length())));
        } else if (line.startsWith(RESULT)) {
            JobResult result = Json.read(line.substring(RESULT.length()), JobResult.class);
            results.put(result.job(), result);
        }
    }

    boolean begun(JobId job) {
        return begun.contains(job);
    }

    Optional<JobResult> result(JobId job) {
        return Optional.ofNullable(results.get(job));
    }

    /// Makes it durable that the job is begun.
    void begin(JobId job, Runnable then) {
        desk.append(BEGAN + job, () -> {
            begun.add(job);
            then.run();
        });
    }

    /// Makes the result durable.
    void end(JobResult result, Runnable then) {
        desk.append(RESULT + Json.text(result), () -> {
            results.put(result.job(), result);
            then.run();
        });
    }
}
