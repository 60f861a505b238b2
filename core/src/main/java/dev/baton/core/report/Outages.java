package dev.baton.core.report;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Every outage of a run, and why. One counts as planned where a step of a plan that its clients were to notice was on,
/// no attempt at it came to nothing meanwhile, and the group neither failed over nor failed.
final class Outages {

    private Outages() {}

    static List<RunReport.Outage> of(RunId run, Course course, Recorded recorded) {
        List<RunReport.Outage> found = new ArrayList<>();
        Clients clients = Clients.of(recorded);
        for (Entry entry : recorded.journal()) {
            if (entry instanceof Entry.OutageSeen(var at, var group, var lasted, var owner)) {
                Cause cause = cause(run, course, recorded, group, at.minus(lasted), at);
                Optional<Duration> without = clients.during(group, at.minus(lasted), at);
                found.add(new RunReport.Outage(group, at.minus(lasted), at, cause.planned(), cause.text(),
                        without.filter(Duration::isPositive).isPresent() ? RunReport.SEEN_BY_BOTH
                                : RunReport.SEEN_BY_AGENTS, owner, without));
            }
        }
        for (Clients.Wait wait : clients.alone()) {
            Cause cause = cause(run, course, recorded, wait.group(), wait.from(), wait.to());
            found.add(new RunReport.Outage(wait.group(), wait.from(), wait.to(), cause.planned(), cause.text(),
                    RunReport.SEEN_BY_CLIENTS, Optional.empty(), Optional.of(wait.lasted())));
        }
        found.sort(Comparator.comparing(RunReport.Outage::from));
        return found;
    }

    /// Why a group was not there.
    private record Cause(boolean planned, String text) {}

    private static Cause cause(RunId run, Course course, Recorded recorded, GroupId group, Instant from, Instant to) {
        Optional<Attempt> step = step(course, group, from, to);
        Optional<String> accident = accident(course, recorded, group, from, to);
        return new Cause(accident.isEmpty() && step.isPresent(), accident.or(() -> step.map(Attempt::stageName))
                .orElseGet(() -> other(run, recorded, group, from, to)));
    }

    private static Optional<Attempt> step(Course course, GroupId group, Instant from, Instant to) {
        return course.attempts().stream().filter(attempt -> attempt.touches(from, to) && attempt.silences(group))
                .findFirst();
    }

    private static Optional<String> accident(Course course, Recorded recorded, GroupId group, Instant from,
            Instant to) {
        return event(recorded, group, from, to, event -> event.kind() == EventKind.FAILOVER
                || event.kind() == EventKind.GROUP_FAILED).or(() -> course.attempts().stream()
                        .filter(attempt -> attempt.touches(from, to) && attempt.silences(group) && !attempt.done())
                        .map(Outages::cameToNothing).findFirst());
    }

    private static String cameToNothing(Attempt attempt) {
        return attempt.step().describe() + (attempt.ending().equals("failed") ? " " : " was ") + attempt.ending()
                + (attempt.said().isEmpty() ? "" : ": " + attempt.said());
    }

    /// The first thing that the history has of the group meanwhile, or what the run did to reach a safe state.
    private static String other(RunId run, Recorded recorded, GroupId group, Instant from, Instant to) {
        return event(recorded, group, from, to, _ -> true).or(() -> recorded.journal().stream()
                .filter(entry -> !entry.at().isBefore(from) && !entry.at().isAfter(to))
                .flatMap(entry -> entry instanceof Entry.Compensated(_, var what)
                        && List.of(what.split("[^A-Za-z0-9._-]+")).contains(group.value()) ? Optional.of("run " + run
                                + " on its way to a safe state: " + what).stream() : Optional.<String>empty().stream())
                .findFirst()).orElse("not known: neither a step nor the cluster's history says");
    }

    private static Optional<String> event(Recorded recorded, GroupId group, Instant from, Instant to,
            Predicate<Recorded.Happening> which) {
        return recorded.events().stream().filter(event -> event.subject().equals(group.value())
                && !event.at().isBefore(from) && !event.at().isAfter(to)).filter(which)
                .map(event -> event.who() + ": " + event.what()).findFirst();
    }
}
