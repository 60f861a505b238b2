package dev.baton.cluster.runner;

import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Steps that bring a group out of the cluster's control and back, and silence who uses it meanwhile.
///
/// What the placement says is never less than what is so: `QUIET` is committed before the first user is silenced, and
/// goes after the last one was let go; `DETACHED` is committed before anything starts outside the cluster, and goes
/// after the owner has said that nothing runs there any more. From the first of these commits to the last nobody takes
/// the group over, so that whatever is cut off between is found again by any leader.
final class OfDetached {

    /// On top of what the commands may take.
    private static final Duration GRACE = Duration.ofSeconds(60);

    private OfDetached() {}

    /// Returns how the group leaves the cluster's control and returns.
    static Optional<Kind.Detach> how(Situation now, GroupImage group) {
        return now.image().kindOf(group).detach();
    }

    /// Returns how long one of its commands may take.
    static Duration timeout(Situation now, GroupImage group) {
        return Jobs.timeout(now.image().kindOf(group).silence().map(Kind.Silence::takes).orElse(Duration.ZERO));
    }

    /// Returns how long a step of so many commands may take.
    static Duration patience(Situation now, GroupImage group, boolean silence) {
        int commands = silence ? Silence.users(now, group).size() : 1;
        return timeout(now, group).plus(GRACE).multipliedBy(Math.max(1, commands)).plus(GRACE);
    }

    /// One user after the other, in the order of the kind.
    static Progress quiesce(Situation now, int index, GroupImage group) {
        if (group.placement().detachment().isEmpty()) {
            return order(group, Optional.of(Detachment.QUIET), "its users are silenced by run " + now.run());
        }
        return silenced(now, index, group, false)
                .orElseGet(() -> Progress.done(Silence.users(now, group).size() + " silent"));
    }

    /// Returns what has to be done until those are silent of whom the run does not know it, such as the group's users
    /// on a node that has taken it over; empty once everybody is.
    static Optional<Progress> silencedHere(Situation now, int index, GroupImage group) {
        return silenced(now, index, group, true);
    }

    /// Returns what has to be done until everybody is silent; empty once everybody is.
    ///
    /// @param only whether only those are silenced of whom the run does not know that they are
    private static Optional<Progress> silenced(Situation now, int index, GroupImage group, boolean only) {
        List<Kind.Quiesced> users = Silence.users(now, group);
        for (int i = 0; i < users.size(); i++) {
            JobId job = job(now, index, i);
            if (only && Silence.silent(now, group, users.get(i))) {
                continue;
            }
            Progress progress = Jobs.progress(now, job, Silence.where(now, group, users.get(i), job),
                    timeout(now, group), Silence.of(group, users.get(i)), () -> Progress.done(""));
            if (!(progress instanceof Progress.Done)) {
                return Optional.of(progress);
            }
        }
        return Optional.empty();
    }

    /// In the reverse order, each where it was silenced. What has yet to silence somebody is awaited first.
    static Progress unquiesce(Situation now, int index, GroupImage group) {
        if (group.placement().detachment().isEmpty()) {
            return Progress.done("nobody is silent");
        }
        Optional<Progress> before = Silence.goingOn(now, group);
        if (before.isPresent()) {
            return before.get();
        }
        List<Kind.Quiesced> users = Silence.users(now, group);
        for (int i = users.size() - 1; i >= 0; i--) {
            JobId job = job(now, index, i);
            for (NodeId node : Silence.whereSilenced(now, group, users.get(i),
                    Silence.orderedOn(now, job))) {
                if (Silence.over(now, node)) {
                    continue;
                }
                Progress progress = Jobs.progress(now, job, node, timeout(now, group),
                        Silence.endOf(group, users.get(i)), () -> Progress.done(""));
                if (!(progress instanceof Progress.Done)) {
                    return progress;
                }
            }
        }
        return silentNoMore(now, group);
    }

    /// Where the plan found the users silent already, or half of them let go again, they are silenced once more.
    static Progress detach(Situation now, int index, GroupImage group) {
        if (how(now, group).isEmpty() || group.owner().isEmpty()) {
            return Progress.failed(group.id() + " has no owner, or its kind says no way out of the cluster");
        }
        if (!group.placement().detached()) {
            Optional<Progress> before = silencedHere(now, index, group);
            if (before.isPresent()) {
                return before.get();
            }
            return down(group) ? order(group, Optional.of(Detachment.DETACHED), "detached by run " + now.run())
                    : Progress.waiting(group.id() + " to be offline");
        }
        return takenUp(now, group).orElseGet(() -> Jobs.progress(now, index, group.owner().get(), timeout(now, group),
                new Work.Detach(group.id(), how(now, group).get().run()),
                () -> Progress.done("outside the cluster on " + group.owner().get())));
    }

    static Progress attach(Situation now, int index, GroupImage group) {
        if (!group.placement().detached()) {
            return Progress.done("the cluster's again");
        }
        if (how(now, group).isEmpty() || group.owner().isEmpty()) {
            return Progress.failed(group.id() + " has no owner, or its kind says no way back into the cluster");
        }
        return takenUp(now, group).orElseGet(() -> Jobs.progress(now, index, group.owner().get(), timeout(now, group),
                new Work.Attach(group.id(), how(now, group).get().attach()), () -> attached(now, group)));
    }

    static Progress check(Situation now, int index, GroupImage group) {
        Kind kind = now.image().kindOf(group);
        if (group.owner().isEmpty() || !kind.answers()) {
            return Progress.failed(group.id() + " has no owner, or its kind says no check");
        }
        Optional<Progress> before = takenUp(now, group);
        if (before.isPresent()) {
            return before.get();
        }
        NodeId owner = group.owner().get();
        Progress served = Progress.done("it serves on " + owner);
        Progress own = kind.asks().map(check -> Jobs.progress(now, index, owner, timeout(now, group),
                new Work.Check(group.id(), check), () -> served)).orElse(served);
        return own instanceof Progress.Done ? kind.clients().map(probe -> ask(now, index, group, probe)).orElse(own)
                : own;
    }

    /// In the clients' place.
    private static Progress ask(Situation now, int index, GroupImage group, Kind.ClientProbe probe) {
        JobId job = now.job(index, Jobs.attempt(now, index) + "-client");
        NodeId where = Silence.where(now, group, probe, job);
        return Jobs.progress(now, job, where, timeout(now, group),
                new Work.Ask(group.id(), probe.run(), probe.host(), probe.every(), probe.timeout()),
                () -> Progress.done(now.result(where, job).map(JobResult::detail).orElse("")));
    }

    /// Returns what is waited for while the owner is away, or has not taken up yet what it owned before it was.
    static Optional<Progress> takenUp(Situation now, GroupImage group) {
        boolean known = group.claim().filter(claim -> now.image().node(claim.node()).up()
                && now.image().node(claim.node()).incarnation() == claim.incarnation()).isPresent();
        return known ? Optional.empty() : Optional.of(Progress.waiting(group.owner().map(NodeId::value)
                .orElse("nobody") + " to take up " + group.id() + " again"));
    }

    /// Returns the order that gives the group back to the cluster, once its owner has said that nothing runs outside.
    static Progress attached(Situation now, GroupImage group) {
        return order(group, Optional.of(Detachment.QUIET), "attached by run " + now.run());
    }

    /// Returns the order that notes that nobody is silent any more.
    static Progress silentNoMore(Situation now, GroupImage group) {
        return order(group, Optional.empty(), group.placement().because());
    }

    private static boolean down(GroupImage group) {
        return group.placement().offline().containsAll(group.resourceIds())
                && group.resourceIds().stream().allMatch(r -> group.stateOf(r) == ResourceState.OFFLINE);
    }

    private static Progress order(GroupImage group, Optional<Detachment> detachment, String because) {
        return new Progress.Engine(new EngineOrder.SetDetachment(group.id(), detachment, because));
    }

    private static JobId job(Situation now, int index, int user) {
        return now.job(index, Jobs.attempt(now, index) + "-" + (user + 1));
    }
}
