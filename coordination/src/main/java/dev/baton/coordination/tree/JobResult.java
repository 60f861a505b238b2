package dev.baton.coordination.tree;

import dev.baton.core.model.JobId;
import java.time.Duration;

/// What became of a job.
///
/// @param job     which
/// @param outcome how it ended
/// @param detail  for people: the reason of a refusal or failure, or what the probe read
/// @param output  the last of what the command printed, at most 8 kB
/// @param took    from its begin to its end, on the agent's clock
public record JobResult(JobId job, Outcome outcome, String detail, String output, Duration took) {

    /// How a job ended.
    public enum Outcome {
        /// It was begun; its end is not known yet. Replaced by one of the others.
        BEGUN,
        /// Done, and its probe agrees.
        DONE,
        /// Nothing was to do: the state was so already.
        ALREADY,
        /// Not begun: the state expected before it was not so.
        REFUSED,
        /// The command ended with an error or too late, and its probe does not read the target.
        FAILED,
        /// It was begun and cut off, and its probe does not read the target: never rerun by itself.
        UNKNOWN
    }

    /// Returns whether what the job was for is so now.
    public boolean done() {
        return outcome == Outcome.DONE || outcome == Outcome.ALREADY;
    }

    /// Returns whether the result will not change any more.
    public boolean ended() {
        return outcome != Outcome.BEGUN;
    }
}
