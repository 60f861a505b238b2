package dev.baton.cluster.runner;

import dev.baton.coordination.tree.FenceRecord;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who uses a group, and where each is silenced: on the group's owner, on the leader, on a node by name, or on a
/// machine outside the cluster, which the leader's node reaches by ssh.
final class Silence {

    private Silence() {}

    static List<Kind.Quiesced> users(Situation now, GroupImage group) {
        return now.image().kindOf(group).users();
    }

    static Work of(GroupImage group, Kind.Quiesced user) {
        return new Work.Quiesce(group.id(), user.run(), user.check(), user.host());
    }

    static Work endOf(GroupImage group, Kind.Quiesced user) {
        return new Work.Unquiesce(group.id(), user.undo(), user.check(), user.host());
    }

    /// Returns the node whose agent runs the commands: the one that was asked already, whoever leads or owns by now.
    static NodeId where(Situation now, GroupImage group, Kind.Placed user, JobId job) {
        return orderedOn(now, job).orElseGet(() -> place(now, group, user));
    }

    private static NodeId place(Situation now, GroupImage group, Kind.Placed user) {
        return user.node().or(() -> user.on().equals(Kind.Placed.OWNER) ? group.owner() : Optional.empty())
                .orElse(now.self());
    }

    /// Returns the node that the job was ordered from.
    static Optional<NodeId> orderedOn(Situation now, JobId job) {
        return now.image().nodes().keySet().stream().filter(node -> now.ordered(node, job).isPresent()).findFirst();
    }

    /// Returns the nodes where the run has silenced that user: the owner and the leader may have been others then.
    ///
    /// @param asked the node that was asked to end the silence already, if one was
    static SortedSet<NodeId> whereSilenced(Situation now, GroupImage group, Kind.Quiesced user,
            Optional<NodeId> asked) {
        TreeSet<NodeId> nodes = new TreeSet<>();
        if (user.wanders()) {
            Jobs.ordered(now, of(group, user)::equals).forEach(going -> nodes.add(going.node()));
        }
        return nodes.isEmpty() ? new TreeSet<>(List.of(asked.orElseGet(() -> place(now, group, user)))) : nodes;
    }

    /// Returns whether this run has silenced the user, on the owner of now if that is where it is, and has not begun to
    /// end that.
    static boolean silent(Situation now, GroupImage group, Kind.Quiesced user) {
        boolean moves = user.on().equals(Kind.Placed.OWNER);
        boolean silenced = Jobs.ordered(now, of(group, user)::equals)
                .filter(going -> !moves || group.owner().filter(going.node()::equals).isPresent())
                .anyMatch(going -> now.result(going.node(), going.job()).filter(JobResult::done).isPresent());
        return silenced && Jobs.ordered(now, endOf(group, user)::equals).findAny().isEmpty();
    }

    /// Returns what silences users of the group and has not ended: it is awaited, also where the node is down, or it
    /// would come after the end of the silence.
    static Optional<Progress> goingOn(Situation now, GroupImage group) {
        return users(now, group).stream().flatMap(user -> Jobs.ordered(now, of(group, user)::equals))
                .filter(going -> now.isGoing(going.node(), going.job()) && !over(now, going.node())).findFirst()
                .map(going -> Progress.waiting(waitingFor(now, going.node(), "job " + going.job() + " to end")));
    }

    /// Returns what is waited for where something is to be done or to end on a node.
    static String waitingFor(Situation now, NodeId node, String what) {
        return now.image().node(node).up() ? what : node + " to come back (" + what + "); if the machine is off for"
                + " good: baton node confirm-dead " + node + " --reason \"...\"";
    }

    /// Returns whether the machine is surely off, and whatever its commands did has ended with it.
    static boolean over(Situation now, NodeId id) {
        NodeImage node = now.image().nodes().get(id);
        return node == null || (!node.up() && now.tree().value(Paths.fenced(id), FenceRecord.class)
                .filter(record -> record.ends(node.bootId(), node.incarnation())).isPresent());
    }
}
