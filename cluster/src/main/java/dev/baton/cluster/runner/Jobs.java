package dev.baton.cluster.runner;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Jobs of a run: one order per attempt, under a name that never comes again.
final class Jobs {

    /// A backup has no estimate of its own.
    static final Duration BACKUP = Duration.ofHours(4);
    private static final Duration SHORTEST = Duration.ofMinutes(2);
    /// A command that takes so many times its estimate is given up.
    private static final int TIMES = 10;

    private Jobs() {}

    /// How a job ended that did not do what it was for.
    record Ended(JobResult result) {
        String text() {
            List<String> lines = result.output().lines().filter(line -> !line.isBlank()).toList();
            return result.outcome().name().toLowerCase(java.util.Locale.ROOT) + ": " + result.detail()
                    + (lines.isEmpty() ? "" : " (" + lines.getLast().strip() + ")");
        }
    }

    /// Returns how long a command may take that usually takes `takes`.
    static Duration timeout(Duration takes) {
        Duration ten = takes.multipliedBy(TIMES);
        return ten.compareTo(SHORTEST) < 0 ? SHORTEST : ten;
    }

    static int attempt(Situation now, int index) {
        return attempt(now.stateOf(index));
    }

    static int attempt(RunState.StepState state) {
        return switch (state.status()) {
            case StepStatus.Started(var attempt) -> attempt;
            case StepStatus.Failed(var attempt, _) -> attempt;
            case StepStatus.Pending _, StepStatus.Done _ -> 1;
        };
    }

    /// Returns the order to withdraw a job that nobody waits for any more: of an attempt that has failed or, when the
    /// run has turned away from its half-done step, of that one too. Only what may be cut off is withdrawn.
    static Optional<Next> toWithdraw(Situation now, boolean turnedAway) {
        return going(now, turnedAway).filter(going -> now.ordered(going.node(), going.job())
                .filter(order -> order.work().cuttable()).isPresent()).findFirst().map(Going::withdrawn);
    }

    /// A job that was ordered.
    record Going(NodeId node, JobId job) {
        Next withdrawn() {
            return new Next.Work(new WorkOrder.Withdraw(node, job));
        }
    }

    /// Returns the jobs that go on: of attempts that have failed and, if wished for, of the one that is on.
    static Stream<Going> going(Situation now, boolean alsoOfTheOneThatIsOn) {
        return IntStream.range(0, now.state().steps().size()).filter(index -> now.stateOf(index).status()
                instanceof StepStatus.Failed || (alsoOfTheOneThatIsOn && now.stateOf(index).status()
                instanceof StepStatus.Started)).boxed().flatMap(index -> going(now, now.job(index,
                attempt(now, index))));
    }

    /// Returns the orders of this run for such work that are in the tree, wherever they are, whether they have ended.
    static Stream<Going> ordered(Situation now, Predicate<JobOrder.Work> which) {
        return now.image().nodes().keySet().stream().flatMap(node -> now.tree().children(Paths.jobs(node)).stream()
                .map(NodePath::name).filter(name -> name.startsWith(now.run() + ".")).map(JobId::new)
                .filter(job -> now.ordered(node, job).map(JobOrder::work).filter(which).isPresent())
                .map(job -> new Going(node, job)));
    }

    private static Stream<Going> going(Situation now, JobId job) {
        return now.image().nodes().keySet().stream().filter(node -> now.isGoing(node, job))
                .map(node -> new Going(node, job));
    }

    /// Returns how the job ended; empty while it has not, or when it did what it was for.
    static Optional<Ended> ended(Situation now, NodeId node, JobId job) {
        return now.result(node, job).filter(result -> result.ended() && !result.done()).map(Ended::new);
    }

    /// Returns how far the job of a step is; it is ordered if it was not.
    ///
    /// @param then what shows that the step is done once the job is
    static Progress progress(Situation now, int index, NodeId node, Duration timeout, JobOrder.Work work,
            Supplier<Progress> then) {
        return progress(now, now.job(index, attempt(now, index)), node, timeout, work, then);
    }

    static Progress progress(Situation now, JobId job, NodeId node, Duration timeout, JobOrder.Work work,
            Supplier<Progress> then) {
        Optional<JobResult> result = now.result(node, job).filter(JobResult::ended);
        if (result.isPresent()) {
            return result.get().done() ? then.get() : Progress.failed(new Ended(result.get()).text());
        }
        if (now.ordered(node, job).isPresent()) {
            return Progress.waiting(now.image().node(node).up() ? "job " + job + " on " + node
                    : node + " to come back with the result of job " + job);
        }
        return new Progress.Work(new WorkOrder.Do(node, new JobOrder(job, work, timeout,
                WorkOrder.environment(now.image(), job, work))));
    }
}
