package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What laws may know of a run so far: an immutable fold over its steps.
///
/// @param spec       what the run is for
/// @param announced  what the plan said of its risks
/// @param start      the cluster when the run began
/// @param before     the cluster now, before the next step
/// @param nodes      how far each node is that the run has touched
/// @param backedUp   groups with a backup made in this run, and since their last conversion
/// @param owing      groups that were converted and have no backup since, although their kind asks for one
/// @param overridden names of definitions that were changed during the run by explicit consent, such as `group pg1`
/// @param finalized  whether the run was finalized
/// @param undoing    whether this is the way back
public record Trace(UpgradeSpec spec, Announcement announced, ClusterImage start, ClusterImage before,
        SortedMap<NodeId, NodeProgress> nodes, SortedSet<GroupId> backedUp, SortedSet<GroupId> owing,
        SortedSet<String> overridden, boolean finalized, boolean undoing) {

    public Trace {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        backedUp = Collections.unmodifiableSortedSet(new TreeSet<>(backedUp));
        owing = Collections.unmodifiableSortedSet(new TreeSet<>(owing));
        overridden = Collections.unmodifiableSortedSet(new TreeSet<>(overridden));
    }

    /// Returns the trace of a run that has done nothing yet.
    public static Trace begin(UpgradeSpec spec, Announcement announced, ClusterImage start) {
        return new Trace(spec, announced, start, start, new TreeMap<>(), new TreeSet<>(), new TreeSet<>(),
                new TreeSet<>(), false, false);
    }

    /// Returns the trace after the step succeeded.
    ///
    /// @param after the cluster then
    public Trace then(Step step, ClusterImage after) {
        Trace next = at(after);
        return switch (step) {
            case Step.Install(var node, var product, _, _) -> next.on(node, progress ->
                    progress.install(product, spec.restart() != UpgradeSpec.Restart.NEVER));
            case Step.SelfTest(var node, var product, _) -> next.on(node, progress -> progress.test(product));
            case Step.Restart(var node, _) -> next.on(node, NodeProgress::restart);
            case Step.Rejoin(var node) -> next.on(node, NodeProgress::join);
            case Step.ProbeGroup(var node) -> next.on(node, NodeProgress::carry);
            case Step.Move(var group, _, var to) ->
                runsSomething(after, group) ? next.on(to, NodeProgress::carry) : next;
            case Step.Backup(var group) -> next.withBackups(with(backedUp, group), without(owing, group));
            case Step.Convert(var group, _, _) -> next.withBackups(without(backedUp, group),
                    BackupFirst.required(after, after.group(group)) ? with(owing, group) : owing);
            case Step.Finalize _ -> new Trace(spec, announced, start, after, nodes, backedUp, owing, overridden, true,
                    undoing);
            case Step.Hold _, Step.Release _, Step.Prepare _, Step.HandOverLeadership _, Step.TakeOffline _,
                    Step.BringOnline _, Step.Wait _, Step.StopPoint _ -> next;
        };
    }

    private static boolean runsSomething(ClusterImage image, GroupId group) {
        return switch (image.group(group).state()) {
            case GroupState.Online _, GroupState.Partial _ -> true;
            case GroupState.Offline _, GroupState.Pending _, GroupState.Failed _ -> false;
        };
    }

    /// Returns this trace with the cluster as it is now, which may have changed beside the plan.
    public Trace at(ClusterImage now) {
        return new Trace(spec, announced, start, now, nodes, backedUp, owing, overridden, finalized, undoing);
    }

    /// Returns the trace of the same run at the beginning of another plan: what was changed, carried and backed up is
    /// remembered.
    ///
    /// @param said what the other plan says of its risks
    /// @param now  the cluster for which it was made
    public Trace replanned(UpgradeSpec other, Announcement said, ClusterImage now) {
        return new Trace(other, said, now, now, nodes, backedUp, owing, new TreeSet<>(), finalized, undoing);
    }

    /// Returns this trace as the beginning of the way back.
    public Trace turnedBack() {
        return new Trace(spec, announced, start, before, nodes, backedUp, owing, overridden, finalized, true);
    }

    /// Returns this trace with the consent to the change of a definition, such as `group pg1` or `settings`.
    public Trace overriding(String definition) {
        TreeSet<String> more = new TreeSet<>(overridden);
        more.add(definition);
        return new Trace(spec, announced, start, before, nodes, backedUp, owing, more, finalized, undoing);
    }

    /// Returns how far the node is.
    public NodeProgress progress(NodeId node) {
        return nodes.getOrDefault(node, NodeProgress.NONE);
    }

    /// Returns the machines for groups that cannot take one now: not up, closed, or in the middle of a change.
    public SortedSet<NodeId> outOfService() {
        TreeSet<NodeId> out = new TreeSet<>();
        for (NodeImage node : before.members()) {
            if (!node.up() || node.closed() || progress(node.id()).changing()) {
                out.add(node.id());
            }
        }
        return out;
    }

    private Trace on(NodeId node, UnaryOperator<NodeProgress> change) {
        TreeMap<NodeId, NodeProgress> changed = new TreeMap<>(nodes);
        changed.put(node, change.apply(progress(node)));
        return new Trace(spec, announced, start, before, changed, backedUp, owing, overridden, finalized, undoing);
    }

    private Trace withBackups(SortedSet<GroupId> fresh, SortedSet<GroupId> due) {
        return new Trace(spec, announced, start, before, nodes, fresh, due, overridden, finalized, undoing);
    }

    private static SortedSet<GroupId> with(SortedSet<GroupId> groups, GroupId one) {
        TreeSet<GroupId> more = new TreeSet<>(groups);
        more.add(one);
        return more;
    }

    private static SortedSet<GroupId> without(SortedSet<GroupId> groups, GroupId one) {
        TreeSet<GroupId> fewer = new TreeSet<>(groups);
        fewer.remove(one);
        return fewer;
    }
}
