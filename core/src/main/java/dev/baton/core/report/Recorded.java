package dev.baton.core.report;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a run left behind in the tree.
///
/// @param plans   every plan that it had, oldest first; at least one
/// @param journal whole, oldest first
/// @param events  the cluster's history while it was on, oldest first, as far as it is kept
/// @param jobs    that it ordered, with what became of them
public record Recorded(List<Made> plans, List<Entry> journal, List<Happening> events, List<Job> jobs) {

    public Recorded {
        plans = List.copyOf(plans);
        journal = List.copyOf(journal);
        events = List.copyOf(events);
        jobs = List.copyOf(jobs);
    }

    /// A plan.
    ///
    /// @param name  by which people know it
    /// @param start the cluster for which it was made
    public record Made(String name, Plan plan, ClusterImage start) {}

    /// One line of the cluster's history.
    ///
    /// @param who     caused it
    /// @param subject what it is about: a group, a node, a run, `cluster`
    public record Happening(Instant at, String who, String subject, String what, EventKind kind,
            Optional<Waived> waived) {}

    /// A rule that did not stop something, by a person's word.
    public record Waived(String rule, String reason) {}

    /// A job and what became of it.
    ///
    /// @param outcome how it ended, in lower case, such as `done`
    /// @param output  the last of what its command printed
    /// @param took    on the clock of the node's agent
    public record Job(JobId job, NodeId node, String outcome, String output, Duration took) {}
}
