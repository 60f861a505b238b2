package dev.baton.core.report;

import dev.baton.core.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Where the time of a run went.
final class Spending {

    private Spending() {}

    static RunReport.Times of(Instant started, Instant until, Course course, List<RunReport.Work> work,
            List<RunReport.Outage> outages) {
        Duration wall = Duration.between(started, until);
        Duration steps = Duration.ZERO;
        Duration soaks = Duration.ZERO;
        for (int i = 0; i < course.attempts().size(); i++) {
            Attempt attempt = course.attempts().get(i);
            steps = steps.plus(own(attempt, work.get(i), outages));
            soaks = attempt.step() instanceof Step.Wait ? soaks.plus(attempt.lasted()) : soaks;
        }
        Duration waits = waits(started, until, course);
        return new RunReport.Times(wall, steps, soaks, waits, wall.minus(steps).minus(soaks).minus(waits));
    }

    /// What of a stretch was waiting for a person or a window.
    static Duration waits(Instant from, Instant to, Course course) {
        Duration rests = course.rests().stream().map(rest -> common(rest.from(), rest.to(), from, to))
                .reduce(Duration.ZERO, Duration::plus);
        return course.attempts().stream().filter(attempt -> attempt.step() instanceof Step.StopPoint)
                .map(attempt -> common(attempt.began(), attempt.ended(), from, to)).reduce(rests, Duration::plus);
    }

    /// What a step took by itself, never more than it took in all.
    private static Duration own(Attempt attempt, RunReport.Work work, List<RunReport.Outage> outages) {
        Duration all = attempt.lasted();
        Duration jobs = work.jobs().stream().map(RunReport.JobDone::took).reduce(Duration.ZERO, Duration::plus);
        Duration own = switch (attempt.step()) {
            case Step.Prepare _, Step.Install _, Step.SelfTest _, Step.ProbeGroup _, Step.Backup _, Step.Convert _,
                    Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _,
                    Step.Fingerprint _ -> jobs;
            case Step.Move(var group, _, _) -> outages.stream().filter(outage -> outage.seenByAgents()
                            && outage.group().equals(group))
                    .map(outage -> common(outage.from(), outage.to(), attempt.began(), attempt.ended()))
                    .reduce(Duration.ZERO, Duration::plus);
            case Step.Restart _, Step.Rejoin _, Step.TakeOffline _, Step.BringOnline _ -> all;
            case Step.Hold _, Step.Release _, Step.HandOverLeadership _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> Duration.ZERO;
        };
        return own.compareTo(all) > 0 ? all : own;
    }

    private static Duration common(Instant from, Instant to, Instant begin, Instant end) {
        Instant first = from.isAfter(begin) ? from : begin;
        Instant last = to.isBefore(end) ? to : end;
        return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }
}
