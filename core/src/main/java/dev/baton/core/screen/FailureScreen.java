package dev.baton.core.screen;

import dev.baton.core.model.FailurePolicy;
import dev.baton.core.model.FailureRecord;
import dev.baton.core.model.GroupImage;
import dev.baton.core.plan.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a group's failures come to, line by line: what happened, how often more it may, and how it is forgotten.
///
/// @param noted where it failed
/// @param now   wall-clock time
public record FailureScreen(GroupImage group, FailureRecord noted, Instant now) {

    /// Returns one line for each thing that is counted, and one that says how to forget it; none when nothing is.
    public List<String> lines() {
        FailurePolicy policy = group.terms().failures();
        List<String> lines = new ArrayList<>();
        group.currentReport().ifPresent(said -> said.restarts().forEach((resource, times) -> lines.add("resource "
                + resource + " was restarted in place " + Layout.counted(times, "time") + "; it may be "
                + policy.restarts() + " times in " + Durations.text(policy.within()))));
        FailureRecord counting = noted.counting(policy, group.placement().epoch(), now);
        counting.failures().forEach(failure -> lines.add("failed on " + failure.node() + " "
                + Layout.age(java.time.Duration.between(failure.at(), now)) + " ago: " + failure.why()));
        if (!counting.failures().isEmpty()) {
            int used = Math.min(counting.failures().size(), policy.failovers());
            lines.add(used + " of " + Layout.counted(policy.failovers(), "failover") + " in "
                    + Durations.text(policy.within()) + " used" + (counting.failures().size() > policy.failovers()
                    ? "; it stays where it is until it is cleared" : ""));
        }
        if (!lines.isEmpty()) {
            lines.add("forget them: baton group clear " + group.id());
        }
        return lines;
    }
}
