package dev.baton.core.report;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What came of a run. Times are those of its journal: the clock on the wall of whoever led, and never back; of a run
/// that goes on, everything is as far as it came.
///
/// @param run       what was planned and how far it came
/// @param until     when it ended, or the time of this report
/// @param times     where the time went
/// @param outages   of every group, in the order in which they began
/// @param groups    by name
/// @param nodes     by name, witnesses left out
/// @param work      every attempt at a step, in order
/// @param phases    the run from its start to its end, in order and without gaps
/// @param decisions of people, and of the run where it left its plan, in order
/// @param waived    rules that did not stop somebody while the run was on
/// @param bound     the time without anybody to take over that was accepted for each group; empty: any
/// @param gates     what had to have passed before it could start, beyond what every run needs
public record RunReport(RunView run, Instant until, Times times, List<Outage> outages, List<OfGroup> groups,
        List<OfNode> nodes, List<Work> work, List<Phase> phases, List<Decision> decisions, List<Waived> waived,
        Optional<Duration> bound, List<String> gates) {

    /// Who saw an outage: agents monitor resources and report, the controller counts from their reports.
    public static final String SEEN_BY_AGENTS = "agents";
    /// So, and one in the clients' place had no answer meanwhile.
    public static final String SEEN_BY_BOTH = "agents and clients";
    /// Agents saw nothing, and one in the clients' place had no answer.
    public static final String SEEN_BY_CLIENTS = "clients";

    public RunReport {
        outages = List.copyOf(outages);
        groups = List.copyOf(groups);
        nodes = List.copyOf(nodes);
        work = List.copyOf(work);
        phases = List.copyOf(phases);
        decisions = List.copyOf(decisions);
        waived = List.copyOf(waived);
        gates = List.copyOf(gates);
    }

    /// A stretch of time.
    public record Span(Instant from, Instant to) {

        /// Returns how long it is.
        public Duration lasts() {
            return Duration.between(from, to);
        }
    }

    /// Where the time of a run went; the parts add up to the whole.
    ///
    /// @param wall  from its start to its end
    /// @param steps what jobs, resources and machines took themselves: a job as its agent timed it, a move as long as
    ///              the group was not online, resources that are stopped or started, a machine that restarts and joins
    /// @param soaks steps that let time pass
    /// @param waits for a person, or for a window
    /// @param own   what is left: what the run itself took
    public record Times(Duration wall, Duration steps, Duration soaks, Duration waits, Duration own) {

        /// Returns the share of the whole that the run itself took, from 0 to 1.
        public double overhead() {
            return wall.isZero() ? 0 : (double) own.toMillis() / Math.max(1, wall.toMillis());
        }
    }

    /// A group was not online, or its clients had no answer.
    ///
    /// @param planned whether a step of a plan brought it about, and nothing else
    /// @param cause   for people
    /// @param seenBy  whose observation it is, and whose times: [#SEEN_BY_AGENTS], [#SEEN_BY_BOTH], [#SEEN_BY_CLIENTS]
    /// @param owner   where the group was online again
    /// @param clients for how long one in the clients' place had no answer; zero where he noticed nothing, empty where
    ///                nobody was there
    public record Outage(GroupId group, Instant from, Instant to, boolean planned, String cause, String seenBy,
            Optional<NodeId> owner, Optional<Duration> clients) {

        /// Returns whether the group itself was not online.
        public boolean seenByAgents() {
            return !seenBy.equals(SEEN_BY_CLIENTS);
        }

        /// Returns how long it was.
        public Duration lasted() {
            return Duration.between(from, to);
        }
    }

    /// @param owners          over time, from the start of the run to its end
    /// @param formats         over time; the first is the one at the start
    /// @param plannedExposure for how long nobody could have taken it over, as the first plan says
    /// @param exposure        the same, as it was counted
    /// @param uncovered       when that was; each stretch ends with the step in which it was counted
    public record OfGroup(GroupId group, List<Tenure> owners, List<FormatSeen> formats, Duration plannedExposure,
            Duration exposure, List<Span> uncovered) {
        public OfGroup {
            owners = List.copyOf(owners);
            formats = List.copyOf(formats);
            uncovered = List.copyOf(uncovered);
        }
    }

    /// A node had a group.
    public record Tenure(NodeId node, Instant from, Instant to) {}

    /// @param format as screens have it, such as `2.0`
    public record FormatSeen(Instant at, String format) {}

    /// @param before versions when the run began
    /// @param now    versions that it reads at the time of this report
    /// @param out    when the run kept it out of service
    public record OfNode(NodeId node, SortedMap<ProductId, Version> before, SortedMap<ProductId, Version> now,
            List<Span> out) {
        public OfNode {
            before = SharedMap.copyOf(before);
            now = SharedMap.copyOf(now);
            out = List.copyOf(out);
        }
    }

    /// An attempt at a step.
    ///
    /// @param plan    number of its plan, from 1
    /// @param stage   number of its line in that plan
    /// @param kind    such as `install` or `take-offline`
    /// @param node    where it is done, when it is about one
    /// @param group   with which, when it is about one
    /// @param attempt from 1
    /// @param ending  `done`, `failed`, `cut off`, or `left` when the run ended or turned away in the middle
    /// @param detail  what was seen, or why it came to nothing; may be empty
    /// @param jobs    that were done for it
    public record Work(int plan, int stage, String kind, String text, Optional<NodeId> node, Optional<GroupId> group,
            int attempt, Instant from, Instant to, String ending, String detail, List<JobDone> jobs) {
        public Work {
            jobs = List.copyOf(jobs);
        }

        /// Returns how long it took.
        public Duration took() {
            return Duration.between(from, to);
        }
    }

    /// @param outcome how it ended, such as `done`
    /// @param took    on the agent's clock
    /// @param output  the last of what it printed
    public record JobDone(JobId job, NodeId node, String outcome, Duration took, String output) {}

    /// A part of the run.
    ///
    /// @param label number of the stage, such as `3`, or `2.3` in a second plan; empty where there was none
    /// @param title of the stage
    /// @param rests whether it was mostly waiting
    public record Phase(Instant from, Instant to, String label, String title, boolean rests) {}

    /// Somebody's word.
    ///
    /// @param who a person and where from, or the run itself
    public record Decision(Instant at, String who, String what) {}

    /// A rule that did not stop somebody.
    public record Waived(Instant at, String who, String what, String rule, String reason) {}

    /// Returns the checks and backups among the work, in order.
    public List<Work> checks() {
        return work.stream().filter(one -> switch (one.kind()) {
            case "self-test", "probe-group", "check", "fingerprint", "backup" -> true;
            default -> false;
        }).toList();
    }

    /// Returns the report of a run.
    ///
    /// @param view     the run, as it is now
    /// @param recorded what it left behind
    /// @param now      wall-clock time
    public static RunReport of(RunView view, Recorded recorded, Instant now) {
        Instant until = view.ended().orElse(now);
        Course course = Course.of(recorded, until);
        List<Work> work = Works.of(view.run(), course, recorded);
        List<Outage> outages = Outages.of(view.run(), course, recorded);
        return new RunReport(view, until, Spending.of(view.started(), until, course, work, outages), outages,
                Owners.of(view, until, course, recorded), Works.nodes(view, course, recorded, until), work,
                Works.phases(view.started(), until, course), Decisions.of(recorded), waived(view, until, recorded),
                recorded.plans().getFirst().plan().spec().acceptedExposure(),
                recorded.plans().getFirst().plan().spec().gates().stream()
                        .map(gate -> gate.name().toLowerCase(java.util.Locale.ROOT)).toList());
    }

    private static List<Waived> waived(RunView view, Instant until, Recorded recorded) {
        return recorded.events().stream().filter(event -> !event.at().isBefore(view.started())
                && !event.at().isAfter(until)).flatMap(event -> event.waived().stream().map(given -> new Waived(
                        event.at(), event.who(), event.what(), given.rule(), given.reason()))).toList();
    }
}
