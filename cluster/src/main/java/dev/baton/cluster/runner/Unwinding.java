package dev.baton.cluster.runner;

import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// The way of an aborted run's groups back into the cluster, and of their users back to them. Nothing is given up: what
/// fails is tried again, ever less often, until a person has put right what it fails for. Otherwise a service would run
/// outside the cluster, or somebody be silent, with no run on that knows of it.
final class Unwinding {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private Unwinding() {}

    /// Returns what is done next for a group that is detached; empty once none is.
    static Optional<Next> attach(Situation now) {
        return now.image().groups().values().stream().filter(group -> group.placement().detached()).findFirst()
                .map(group -> next(attach(now, group)));
    }

    private static Progress attach(Situation now, GroupImage group) {
        Optional<Kind.Detach> how = OfDetached.how(now, group);
        Optional<NodeId> owner = group.placement().owner();
        if (how.isEmpty() || owner.isEmpty()) {
            return new Progress.Person("kind " + group.kind() + " to say how " + group.id() + " is attached");
        }
        NodeId node = owner.get();
        if (Silence.over(now, node)) {
            return OfDetached.attached(now, group);
        }
        if (!now.image().node(node).up()) {
            return new Progress.Person(Silence.waitingFor(now, node, group.id() + " is to be attached there"));
        }
        return OfDetached.takenUp(now, group).or(() -> detaching(now, group)).orElseGet(() -> again(now, node,
                OfDetached.timeout(now, group), new Work.Attach(group.id(), how.get().attach()), group.id()
                        + " to be attached on " + node, () -> OfDetached.attached(now, group)));
    }

    private static Optional<Progress> detaching(Situation now, GroupImage group) {
        return Jobs.ordered(now, work -> work instanceof Work.Detach detach && detach.group().equals(group.id()))
                .filter(going -> now.isGoing(going.node(), going.job())).findFirst()
                .map(going -> Progress.waiting("job " + going.job() + " to end"));
    }

    /// Returns what is done next for users that are silent; empty once nobody is.
    static Optional<Next> unquiesce(Situation now) {
        return now.image().groups().values().stream().filter(group -> group.placement().detachment().isPresent())
                .findFirst().map(group -> next(unquiesce(now, group)));
    }

    private static Progress unquiesce(Situation now, GroupImage group) {
        Optional<Progress> before = Silence.goingOn(now, group);
        if (before.isPresent()) {
            return before.get();
        }
        for (Kind.Quiesced user : Silence.users(now, group).reversed()) {
            Work end = Silence.endOf(group, user);
            for (NodeId node : Silence.whereSilenced(now, group, user, at(now, end).map(Jobs.Going::node))) {
                if (Silence.over(now, node)) {
                    continue;
                }
                Progress progress = again(now, node, OfDetached.timeout(now, group), end, "users of " + group.id()
                        + " on " + user.on() + " to be let go", () -> Progress.done(""));
                if (!(progress instanceof Progress.Done)) {
                    return progress;
                }
            }
        }
        return OfDetached.silentNoMore(now, group);
    }

    /// Where the work was ordered last, and may go on.
    private static Optional<Jobs.Going> at(Situation now, Work work) {
        return Jobs.ordered(now, work::equals).filter(going -> now.image().node(going.node()).up()).findFirst();
    }

    /// Orders the work until a job has done it, under names of their own: `back-1`, `back-2` and so on.
    private static Progress again(Situation now, NodeId node, Duration timeout, Work work, String what,
            Supplier<Progress> then) {
        int step = now.state().current().orElse(0);
        int failed = 0;
        Optional<String> why = Optional.empty();
        for (int number = 1;; number++) {
            JobId job = now.job(step, "back-" + number);
            Optional<NodeId> at = now.image().nodes().keySet().stream()
                    .filter(each -> now.ordered(each, job).isPresent()).findFirst();
            if (at.isEmpty()) {
                return order(now, node, new JobOrder(job, work, timeout, WorkOrder.environment(now.image(), job,
                        work)), what, failed,
                        why);
            }
            boolean ours = at.get().equals(node)
                    && now.ordered(node, job).map(JobOrder::work).filter(work::equals).isPresent();
            Optional<JobResult> result = now.result(node, job).filter(JobResult::ended);
            if (ours && result.isEmpty()) {
                return Progress.waiting(Silence.waitingFor(now, node, "job " + job + " on " + node + " to end"));
            }
            if (ours && result.get().done()) {
                return then.get();
            }
            if (ours) {
                failed++;
                why = Optional.of(new Jobs.Ended(result.get()).text());
            }
        }
    }

    private static Progress order(Situation now, NodeId node, JobOrder order, String what, int failed,
            Optional<String> why) {
        Duration pause = failed == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << Math.min(failed - 1, 10));
        Duration rest = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        Instant due = now.state().last().plus(rest);
        return now.now().isBefore(due) ? new Progress.Waiting(what + ", which failed " + failed + " times: "
                + why.orElse("") + "; it is tried again every " + Durations.text(rest), Optional.of(due))
                : new Progress.Work(new WorkOrder.Do(node, order));
    }

    private static Next next(Progress progress) {
        return switch (progress) {
            case Progress.Work(var order) -> new Next.Work(order);
            case Progress.Engine(var order) -> new Next.Engine(order);
            case Progress.Waiting(var what, var until) -> Next.rest(what, until);
            case Progress.Person(var what) -> Next.forPerson(what);
            case Progress.Failed(var why) -> Next.forPerson(why);
            case Progress.Cut(var why) -> Next.forPerson(why);
            case Progress.Done(var detail) -> Next.rest(detail, Optional.empty());
        };
    }
}
