package dev.baton.core.report;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// When somebody in the clients' place had no answer during a run, and which groups had one there. What clients and
/// agents see of one outage they tell at different moments, so what is a little apart is one.
final class Clients {

    private static final Duration APART = Duration.ofSeconds(2);

    private final Set<GroupId> asked = new TreeSet<>();
    private final List<Wait> waits = new ArrayList<>();
    private final Set<Wait> told = new HashSet<>();

    /// Clients of a group had no answer.
    record Wait(GroupId group, Instant from, Instant to) {

        boolean touches(Instant begin, Instant end) {
            return !from.isAfter(end.plus(APART)) && !to.isBefore(begin.minus(APART));
        }

        Duration lasted() {
            return Duration.between(from, to);
        }
    }

    /// Reads a journal.
    static Clients of(Recorded recorded) {
        Clients clients = new Clients();
        recorded.plans().forEach(made -> made.start().groups().values().stream().filter(group -> made.start()
                .kindOf(group).clients().filter(Kind.ClientProbe::stays).isPresent()).map(GroupImage::id)
                .forEach(clients.asked::add));
        for (Entry entry : recorded.journal()) {
            if (entry instanceof Entry.ClientsWaited(var at, var group, var lasted, _)) {
                clients.waits.add(new Wait(group, at.minus(lasted), at));
            }
        }
        return clients;
    }

    /// Returns for how long clients had no answer because of an outage that agents saw; zero where they noticed
    /// nothing, empty where nobody was in their place. A wait belongs to the first outage that asks.
    Optional<Duration> during(GroupId group, Instant from, Instant to) {
        List<Wait> found = waits.stream().filter(wait -> wait.group().equals(group) && wait.touches(from, to)
                && told.add(wait)).toList();
        return found.isEmpty() && !asked.contains(group) ? Optional.empty()
                : Optional.of(found.stream().map(Wait::lasted).reduce(Duration.ZERO, Duration::plus));
    }

    /// Returns what no outage has asked for: agents saw nothing.
    List<Wait> alone() {
        return waits.stream().filter(wait -> !told.contains(wait)).toList();
    }
}
