package dev.baton.demo.clients;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// What one client has seen of its server so far.
///
/// @param server       which one, in the first place where it may be
/// @param outages      in order; the last one may still go on
/// @param acknowledged rows whose commit returned
/// @param inDoubt      rows whose commit was sent and did not return
/// @param failed       operations that failed since the first good one
/// @param longestPause the longest time between two good operations in which none failed
public record Seen(Server server, List<Outage> outages, long acknowledged, long inDoubt, long failed,
        Duration longestPause) {

    public Seen {
        outages = List.copyOf(outages);
    }

    /// Returns the length of the longest outage; zero when there was none.
    public Duration longest() {
        return outages.stream().map(Outage::lasted).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /// Returns the length of all outages together.
    public Duration total() {
        return outages.stream().map(Outage::lasted).reduce(Duration.ZERO, Duration::plus);
    }

    /// Returns whether the server works now, as far as the client knows.
    public boolean isServed() {
        return outages.isEmpty() || outages.getLast().over();
    }
}
