package dev.baton.core.report;

import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of each group: who had it when, in which format, and when nobody could have taken it over. A group
/// changes its owner only in an outage, and after each the journal says where it came up; what no leader saw shows in
/// moves that succeeded, and in the cluster for which a next plan was made.
final class Owners {

    private Owners() {}

    static List<RunReport.OfGroup> of(RunView view, Instant until, Course course, Recorded recorded) {
        Recorded.Made first = recorded.plans().getFirst();
        Map<GroupId, Duration> planned = Exposure.of(first.start(), first.plan()).byGroup();
        List<RunReport.OfGroup> found = new ArrayList<>();
        for (GroupImage group : first.start().groups().values()) {
            List<RunReport.Span> uncovered = uncovered(group.id(), recorded.journal());
            found.add(new RunReport.OfGroup(group.id(), owners(group, view.started(), until, course, recorded),
                    formats(group, view.started(), course), planned.getOrDefault(group.id(), Duration.ZERO),
                    uncovered.stream().map(RunReport.Span::lasts).reduce(Duration.ZERO, Duration::plus), uncovered));
        }
        return found;
    }

    private static List<RunReport.Span> uncovered(GroupId group, List<Entry> journal) {
        List<RunReport.Span> spans = new ArrayList<>();
        for (Entry entry : journal) {
            if (entry instanceof Entry.Measured(var at, var times) && times.containsKey(group)) {
                Duration time = times.get(group);
                Instant from = at.minus(time);
                boolean goesOn = !spans.isEmpty() && !spans.getLast().to().isBefore(from.minusMillis(1));
                spans.add(goesOn ? new RunReport.Span(spans.removeLast().from(), at) : new RunReport.Span(from, at));
            }
        }
        return spans;
    }

    private static List<RunReport.FormatSeen> formats(GroupImage group, Instant started, Course course) {
        List<RunReport.FormatSeen> seen = new ArrayList<>(List.of(new RunReport.FormatSeen(started,
                group.format().toString())));
        course.attempts().stream().filter(Attempt::done).forEach(attempt -> {
            if (attempt.step() instanceof Step.Convert(var id, _, var to) && id.equals(group.id())) {
                seen.add(new RunReport.FormatSeen(attempt.ended(), to.toString()));
            }
        });
        return seen;
    }

    /// The group came to a node.
    private record Arrival(NodeId node, Instant left, Instant came) {}

    private static List<RunReport.Tenure> owners(GroupImage group, Instant started, Instant until, Course course,
            Recorded recorded) {
        List<Arrival> arrivals = new ArrayList<>();
        int plan = 1;
        for (Entry entry : recorded.journal()) {
            if (entry instanceof Entry.OutageSeen(var at, var id, var lasted, var owner) && id.equals(group.id())) {
                owner.ifPresent(now -> arrivals.add(new Arrival(now, at.minus(lasted), at)));
            }
        }
        for (Attempt attempt : course.attempts()) {
            if (attempt.done() && attempt.step() instanceof Step.Move(var id, _, var to) && id.equals(group.id())) {
                arrivals.add(new Arrival(to, attempt.ended(), attempt.ended()));
            }
        }
        for (Entry entry : recorded.journal()) {
            if (entry instanceof Entry.Replanned(var at, _, _)) {
                plan++;
                found(start(recorded, plan), group.id(), at).ifPresent(arrivals::add);
            }
        }
        // Of the same moment the outage comes first, since it says when the group left.
        arrivals.sort(Comparator.comparing(Arrival::came));
        Reading reading = new Reading(started, group.owner().orElse(null));
        arrivals.forEach(reading::to);
        return reading.ended(until);
    }

    private static Optional<Arrival> found(ClusterImage image, GroupId group, Instant at) {
        return Optional.ofNullable(image.groups().get(group)).flatMap(GroupImage::owner)
                .map(owner -> new Arrival(owner, at, at));
    }

    private static ClusterImage start(Recorded recorded, int plan) {
        return recorded.plans().get(Math.min(plan, recorded.plans().size()) - 1).start();
    }

    private static final class Reading {
        private final List<RunReport.Tenure> tenures = new ArrayList<>();
        private Instant since;
        private @Nullable NodeId owner;

        Reading(Instant since, @Nullable NodeId owner) {
            this.since = since;
            this.owner = owner;
        }

        void to(Arrival arrival) {
            if (!arrival.node().equals(owner)) {
                end(arrival.left());
                owner = arrival.node();
                since = arrival.came();
            }
        }

        private void end(Instant at) {
            if (owner != null && at.isAfter(since)) {
                tenures.add(new RunReport.Tenure(owner, since, at));
            }
        }

        List<RunReport.Tenure> ended(Instant until) {
            end(until);
            return List.copyOf(tenures);
        }
    }
}
