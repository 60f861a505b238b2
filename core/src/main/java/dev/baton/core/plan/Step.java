package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/// One action of a plan. A step says everything: who, from where, to where, and which state it expects before; whoever
/// carries it out has nothing left to choose. Its meaning is [Projection#project].
public sealed interface Step {

    /// More groups are counted in a sentence, not named.
    int MOST_NAMED = 6;

    /// A step about one node.
    sealed interface OnNode extends Step {
        NodeId node();
    }

    /// A step about one group.
    sealed interface OnGroup extends Step {
        GroupId group();
    }

    /// The node takes part no longer in placement: a hold of the run, `CLOSED`. Waits until no claim names the node,
    /// but those of groups that stay on it, offline, while it is changed.
    record Hold(NodeId node) implements OnNode {}

    /// The run's hold on the node ends.
    record Release(NodeId node) implements OnNode {}

    /// What can be done for the install while the node still serves.
    record Prepare(NodeId node, ProductId product, Version from, Version to) implements OnNode {}

    /// The product changes on the node, which is closed and empty.
    record Install(NodeId node, ProductId product, Version from, Version to) implements OnNode {}

    /// The machine restarts.
    ///
    /// @param onlyIfRequired only when the install asked for it
    /// @param givenUp        groups that fall silent meanwhile because the coordination engine has no majority (law 5);
    ///                       none where it may not restart at all
    record Restart(NodeId node, boolean onlyIfRequired, List<GivenUp> givenUp) implements OnNode {
        public Restart {
            givenUp = List.copyOf(givenUp);
        }

        /// A majority remains.
        public Restart(NodeId node, boolean onlyIfRequired) {
            this(node, onlyIfRequired, List.of());
        }

        /// Returns the restart of a node, with what it costs others where it takes the majority.
        ///
        /// @param image before it
        public static Restart of(ClusterImage image, NodeId node, boolean onlyIfRequired) {
            return new Restart(node, onlyIfRequired, onlyIfRequired ? List.of()
                    : MajorityLoss.of(image, node).stream().map(GivenUp::new).toList());
        }
    }

    /// A group that its owner stops because nothing can be decided any more.
    record GivenUp(GroupId group) {}

    /// The node's agent is a member again after the change.
    record Rejoin(NodeId node) implements OnNode {}

    /// The product's own test passes, and the version probe reads the target.
    record SelfTest(NodeId node, ProductId product, Version expected) implements OnNode {}

    /// A group without clients starts and stops on the node (law 12).
    record ProbeGroup(NodeId node) implements OnNode {}

    /// Another candidate leads, before the leader's own node is touched. No effect when another leads already.
    record HandOverLeadership(NodeId node) implements OnNode {}

    /// Some resources of the group go offline, their dependants with them; the rest stays.
    record TakeOffline(GroupId group, SortedSet<ResourceId> resources) implements OnGroup {
        public TakeOffline {
            resources = SharedSet.copyOf(resources);
        }
    }

    /// Resources that the run took offline come online again.
    record BringOnline(GroupId group, SortedSet<ResourceId> resources) implements OnGroup {
        public BringOnline {
            resources = SharedSet.copyOf(resources);
        }
    }

    /// The group changes its owner; what is offline by order stays offline.
    record Move(GroupId group, NodeId from, NodeId to) implements OnGroup {}

    /// The data of the group is saved.
    record Backup(GroupId group) implements OnGroup {}

    /// The data of the group changes its format, on its owner; one way.
    record Convert(GroupId group, Version from, Version to) implements OnGroup {}

    /// Whoever uses the group is silenced, and each was seen to be.
    record Quiesce(GroupId group) implements OnGroup {}

    /// Whoever was silenced may use the group again.
    record Unquiesce(GroupId group) implements OnGroup {}

    /// The group, which is offline as a whole, leaves the cluster's control on its owner.
    record Detach(GroupId group) implements OnGroup {}

    /// The group comes back under the cluster's control, offline as a whole, on its owner.
    record Attach(GroupId group) implements OnGroup {}

    /// The application's own word that the group serves on its owner, and that of one in its clients' place, as far as
    /// its kind says how.
    record Check(GroupId group) implements OnGroup {}

    /// What of the group's data must not change, in the words of its kind, is read on its owner.
    ///
    /// @param again whether it must be what it was when it was read before
    record Fingerprint(GroupId group, boolean again) implements OnGroup {}

    /// Time passes.
    record Wait(Duration time) implements Step {}

    /// A person must approve.
    ///
    /// @param before what comes after it, for people
    record StopPoint(String before) implements Step {}

    /// The run ends, and with it the right to roll back. Touches no data.
    record Finalize() implements Step {}

    /// Returns the step in the words of plans, journals and reports.
    default String describe() {
        return switch (this) {
            case Hold(var node) -> "hold " + node + " closed";
            case Release(var node) -> "release " + node;
            case Prepare(var node, var product, _, var to) -> "prepare " + product + " " + to + " on " + node;
            case Install(var node, var product, var from, var to) ->
                "install " + product + " " + to + " on " + node + " (expects " + from + ")";
            case Restart(var node, var onlyIfRequired, var givenUp) -> "restart " + node
                    + (onlyIfRequired ? " if required" : "") + (givenUp.isEmpty() ? "" : " (no majority meanwhile: "
                    + groups(givenUp) + (givenUp.size() == 1 ? " falls" : " fall") + " silent)");
            case Rejoin(var node) -> "rejoin " + node;
            case SelfTest(var node, var product, var expected) ->
                "self-test " + node + ": " + product + " must read " + expected;
            case ProbeGroup(var node) -> "probe group visits " + node;
            case HandOverLeadership(var node) -> "hand leadership over if " + node + " leads";
            case TakeOffline(var group, var resources) -> "take offline " + join(resources) + " of " + group;
            case BringOnline(var group, var resources) -> "bring online " + join(resources) + " of " + group;
            case Move(var group, var from, var to) -> "move " + group + " from " + from + " to " + to;
            case Backup(var group) -> "back up " + group;
            case Convert(var group, var from, var to) -> "convert " + group + " from " + from + " to " + to;
            case Quiesce(var group) -> "silence users of " + group;
            case Unquiesce(var group) -> "unsilence users of " + group;
            case Detach(var group) -> "detach " + group;
            case Attach(var group) -> "attach " + group;
            case Check(var group) -> "check " + group;
            case Fingerprint(var group, var again) -> (again ? "compare the fingerprint of " : "fingerprint ") + group;
            case Wait(var time) -> "wait " + Durations.text(time);
            case StopPoint(var before) -> "wait for approval before " + before;
            case Finalize() -> "finalize";
        };
    }

    /// Returns the kind of the step as JSON has it, such as `take-offline`.
    default String kindWord() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static String groups(List<GivenUp> all) {
        return all.size() > MOST_NAMED ? all.size() + " groups"
                : all.stream().map(one -> one.group().value()).collect(Collectors.joining(", "));
    }

    private static String join(SortedSet<ResourceId> resources) {
        return String.join(", ", List.copyOf(resources).stream().map(ResourceId::value).toList());
    }
}
