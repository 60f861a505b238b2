package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What laws may know of a run so far: an immutable fold over its steps.
///
/// @param spec       what the run is for
/// @param announced  what the plan said of its risks
/// @param start      the cluster when the run began
/// @param before     the cluster now, before the next step
/// @param nodes      how far the run has brought each node
/// @param unsettled  nodes that the run left in pieces, or changed and that have not carried a group since
/// @param saved      how each group's backups are
/// @param redefined  names of definitions that are not as they were at the start, such as `group pg1`
/// @param overridden names of definitions that were changed during the run by explicit consent, such as `group pg1`
/// @param finalized  whether the run was finalized
/// @param undoing    whether this is the way back
public record Trace(UpgradeSpec spec, Announcement announced, ClusterImage start, ClusterImage before,
        SharedMap<NodeId, NodeProgress> nodes, SharedSet<NodeId> unsettled, SharedMap<GroupId, Saved> saved,
        SharedSet<String> redefined, SharedSet<String> overridden, boolean finalized, boolean undoing) {

    /// How the data of a group are saved.
    public enum Saved {
        /// No backup of this run is fresh, and none is due.
        NOT,
        /// A backup was made in this run, and since the last conversion.
        FRESH,
        /// Converted without a backup since, although the kind asks for one.
        OWING
    }

    /// Returns the trace of a run that has done nothing yet.
    public static Trace begin(UpgradeSpec spec, Announcement announced, ClusterImage start) {
        TreeMap<NodeId, NodeProgress> nodes = new TreeMap<>();
        start.nodes().keySet().forEach(node -> nodes.put(node, NodeProgress.NONE));
        TreeMap<GroupId, Saved> saved = new TreeMap<>();
        start.groups().keySet().forEach(group -> saved.put(group, Saved.NOT));
        return new Trace(spec, announced, start, start, SharedMap.copyOf(nodes), SharedSet.empty(),
                SharedMap.copyOf(saved), SharedSet.empty(), SharedSet.empty(), false, false);
    }

    /// Returns the trace after the step succeeded.
    ///
    /// @param after the cluster then
    public Trace then(Step step, ClusterImage after) {
        return switch (step) {
            case Step.Install(var node, var product, _, _) -> at(after, node, progress(node).install(product,
                    spec.restartsMachines()));
            case Step.SelfTest(var node, var product, _) -> at(after, node, progress(node).test(product));
            case Step.Restart(var node, _, _) -> at(after, node, progress(node).restart());
            case Step.Rejoin(var node) -> at(after, node, progress(node).join());
            case Step.ProbeGroup(var node) -> at(after, node, progress(node).carry());
            case Step.Move(var group, _, var to) -> progress(to).carried() || !runsSomething(after, group) ? at(after)
                    : at(after, to, progress(to).carry());
            case Step.Backup(var group) -> at(after).on(group, Saved.FRESH);
            case Step.Convert(var group, _, _) -> at(after).on(group,
                    BackupFirst.required(after, after.group(group)) ? Saved.OWING : Saved.NOT);
            case Step.Finalize _ -> new Trace(spec, announced, start, after, nodes, unsettled, saved,
                    redefined(after), overridden, true, undoing);
            case Step.Hold _, Step.Release _, Step.Prepare _, Step.HandOverLeadership _, Step.TakeOffline _,
                    Step.BringOnline _, Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _,
                    Step.Fingerprint _, Step.Wait _, Step.StopPoint _ -> at(after);
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
        return new Trace(spec, announced, start, now, nodes, unsettled, saved, redefined(now), overridden, finalized,
                undoing);
    }

    private SharedSet<String> redefined(ClusterImage now) {
        return SharedSet.copyOf(FrozenDuringRun.redefined(this, now));
    }

    /// Returns the trace of the same run at the beginning of another plan: what was changed, carried and backed up is
    /// remembered.
    ///
    /// @param said what the other plan says of its risks
    /// @param now  the cluster for which it was made
    public Trace replanned(UpgradeSpec other, Announcement said, ClusterImage now) {
        return new Trace(other, said, now, now, nodes, unsettled, saved, SharedSet.empty(), SharedSet.empty(),
                finalized, undoing);
    }

    /// Returns this trace as the beginning of the way back.
    public Trace turnedBack() {
        return new Trace(spec, announced, start, before, nodes, unsettled, saved, redefined, overridden, finalized,
                true);
    }

    /// Returns this trace with the consent to the change of a definition, such as `group pg1` or `settings`.
    public Trace overriding(String definition) {
        return new Trace(spec, announced, start, before, nodes, unsettled, saved, redefined,
                overridden.with(definition), finalized, undoing);
    }

    /// Returns how far the node is.
    public NodeProgress progress(NodeId node) {
        return nodes.getOrDefault(node, NodeProgress.NONE);
    }

    /// Returns whether the group has a backup made in this run, and since its last conversion.
    public boolean backedUp(GroupId group) {
        return saved.get(group) == Saved.FRESH;
    }

    /// Returns the groups that were converted and have no backup since, although their kind asks for one.
    public SortedSet<GroupId> owing() {
        TreeSet<GroupId> owing = new TreeSet<>();
        saved.forEach((group, how) -> {
            if (how == Saved.OWING) {
                owing.add(group);
            }
        });
        return owing;
    }

    /// Returns the machines for groups that cannot take one now: not up, closed, or in the middle of a change.
    public SortedSet<NodeId> outOfService() {
        TreeSet<NodeId> out = new TreeSet<>();
        for (NodeImage node : before.impaired()) {
            if (!node.witness() && (!node.up() || node.closed())) {
                out.add(node.id());
            }
        }
        for (NodeId node : unsettled) {
            if (progress(node).changing() && !before.node(node).witness()) {
                out.add(node);
            }
        }
        return out;
    }

    /// The same with the cluster as it is now, and one node further on.
    private Trace at(ClusterImage after, NodeId node, NodeProgress now) {
        boolean open = now.changing() || (now.changed() && !now.carried());
        return new Trace(spec, announced, start, after, nodes.with(node, now),
                open ? unsettled.with(node) : unsettled.without(node), saved, redefined(after), overridden, finalized,
                undoing);
    }

    private Trace on(GroupId group, Saved now) {
        return new Trace(spec, announced, start, before, nodes, unsettled, saved.with(group, now), redefined,
                overridden, finalized, undoing);
    }
}
