package dev.baton.coordination.request;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a person, or a program for them, may ask of the leader.
public sealed interface Request {

    /// The configuration becomes this document: what it names is created or changed. What it leaves out is removed only
    /// when it is named in `delete`, and a group only when it is Offline. Intents, holds and owners stay as they are.
    /// Frozen during a run (law 10).
    ///
    /// @param delete names of groups and nodes that are meant to go
    record ApplyConfiguration(ClusterDocument document, Optional<Waiver> waiver, SortedSet<String> delete)
            implements Request {

        public ApplyConfiguration {
            delete = Collections.unmodifiableSortedSet(new TreeSet<>(delete));
        }

        /// Nothing is meant to go.
        public ApplyConfiguration(ClusterDocument document, Optional<Waiver> waiver) {
            this(document, waiver, Collections.emptySortedSet());
        }
    }

    /// What a backup has and the cluster has not comes back: definitions, and of what is defined anew the intents,
    /// formats and holds of then. What exists keeps its intent, its holds, its format and its owner. For the rest it is
    /// an [ApplyConfiguration] of the backup's configuration.
    record RestoreState(StateBackup backup, Optional<Waiver> waiver, SortedSet<String> delete) implements Request {

        public RestoreState {
            delete = Collections.unmodifiableSortedSet(new TreeSet<>(delete));
        }
    }

    /// The group changes its owner. Accepted when it is ordered; it is done when [MoveWatch] says so.
    ///
    /// @param to the best legal node when empty
    record MoveGroup(GroupId group, Optional<NodeId> to, Optional<Waiver> waiver) implements Request {}

    /// The group shall run, or not. Resources that were taken offline by name stay offline.
    record GroupIntent(GroupId group, boolean online) implements Request {}

    /// One resource shall run, with all that it needs; or not, with all that need it.
    record ResourceIntent(GroupId group, ResourceId resource, boolean online) implements Request {}

    /// The group's data is converted, where it is, to the format of the product on its owner: one way.
    record UpgradeGroup(GroupId group) implements Request {}

    /// The group's data is brought back from a copy that a run saved; what was written since is lost.
    ///
    /// @param format that the copy has; empty: the only one that it may be
    /// @param copy   its name; empty: the latest of that format
    record RestoreGroup(GroupId group, Optional<Version> format, Optional<JobId> copy) implements Request {}

    /// What failed is forgotten: the group may be tried again everywhere, and is.
    record ClearFailure(GroupId group) implements Request {}

    /// The group is only observed from now on: nothing of it is started, stopped, restarted, moved or failed over. What
    /// ends with a lease ends all the same.
    ///
    /// @param reason why, for whoever asks; empty where nothing is said
    record UnmanageGroup(GroupId group, Optional<String> reason) implements Request {}

    /// The group is the cluster's again: it goes on from what is so.
    record ManageGroup(GroupId group) implements Request {}

    /// Nothing is placed on the node by plan any more; an emergency failover may still come. The hold belongs to
    /// whoever asks, beside those of others.
    ///
    /// @param lasting after this it lapses by itself, when it does
    record PauseNode(NodeId node, String reason, Optional<Duration> lasting) implements Request {

        /// Until it is released.
        public PauseNode(NodeId node, String reason) {
            this(node, reason, Optional.empty());
        }
    }

    /// The node is paused, and every group on it moves to the best other node.
    ///
    /// @param lasting  after this the pause lapses by itself, when it does; nothing moves back
    /// @param leftover what becomes of groups that no other node may have
    record DrainNode(NodeId node, String reason, Optional<Duration> lasting, Leftover leftover) implements Request {

        /// Until it is resumed; refused unless everything can move.
        public DrainNode(NodeId node, String reason) {
            this(node, reason, Optional.empty(), Leftover.REFUSE);
        }
    }

    /// What becomes of a group on a drained node that no other node may have.
    enum Leftover {
        /// The drain is refused.
        REFUSE,
        /// It runs on where it is.
        STAY,
        /// It is taken offline, as if its operator had asked.
        OFFLINE
    }

    /// The holds on the node end that belong to whoever asks.
    ///
    /// @param waiver [Waiver#HOLD] also ends those of other people, never a run's
    record ResumeNode(NodeId node, Optional<Waiver> waiver) implements Request {

        /// Only one's own.
        public ResumeNode(NodeId node) {
            this(node, Optional.empty());
        }
    }

    /// Nothing starts on the nodes, not even in an emergency; what runs there goes on.
    ///
    /// @param nodes   every node when empty
    /// @param lasting after this it lapses by itself: maintenance that nobody ended is a trap
    record BeginMaintenance(SortedSet<NodeId> nodes, String reason, Duration lasting) implements Request {}

    /// The maintenance ends that whoever asks began.
    ///
    /// @param nodes  every node when empty
    /// @param waiver [Waiver#HOLD] also ends that of other people
    record EndMaintenance(SortedSet<NodeId> nodes, Optional<Waiver> waiver) implements Request {}

    /// A node that is down, and owns what cannot go on elsewhere, is surely off: a person's word, for the record.
    record ConfirmDead(NodeId node, String reason) implements Request {}

    /// A node that is down and owns nothing is a member no more: its definition and all that is known of it go, and
    /// groups name it no more. An [ApplyConfiguration] for the rest.
    record EvictNode(NodeId node, String reason) implements Request {}

    /// A node that is up, held and empty is a member no more; its daemon ends by itself. A dry run of one that is not
    /// drained yet says what would speak against it once it is.
    record LeaveNode(NodeId node, String reason) implements Request {}

    /// The node gets a vote in the coordination engine, once its peer has caught up. Never during a run.
    ///
    /// @param ports  where its peer listens, at the node's address; where the other peers do, when empty
    /// @param waiver [Waiver#VOTES] also beyond the usual number
    record GiveVote(NodeId node, Optional<EnginePorts> ports, Optional<Waiver> waiver) implements Request {}

    /// Where a peer of the coordination engine listens.
    ///
    /// @param client   for clients
    /// @param quorum   for the other peers, while it leads
    /// @param election for the other peers, to elect a leader
    record EnginePorts(int client, int quorum, int election) {}

    /// The node has no vote any more. Never during a run.
    ///
    /// @param waiver [Waiver#VOTES] also where no vote is left to lose
    record TakeVote(NodeId node, Optional<Waiver> waiver) implements Request {}

    /// One machine may join, once, within that time.
    ///
    /// @param token  names the offer: 32 hexadecimal digits, made from the key that seals it and that is told to nobody
    /// @param sealed what the machine needs for that
    record OfferJoin(String token, String sealed, Duration lasting) implements Request {}

    /// A machine takes such an offer: it becomes a node of that name, or takes the place of one that is down. Answered
    /// with what was sealed, under `sealed`.
    record Join(String token, NodeId node, String address) implements Request {}

    /// The cluster level rises by one, for good: every member speaks it, and who does not never joins again. Never
    /// during a run. It touches no data.
    ///
    /// @param level which level that is, as it was shown
    record FinalizeLevel(int level) implements Request {}

    /// The plan is carried out, from its first step.
    record StartRun(Plan plan) implements Request {}

    /// The run goes on past the stop point where it waits, or takes the plan that it proposes.
    ///
    /// @param plan the name of the proposed plan, as it was shown; empty at a stop point
    record ApproveRun(Optional<String> plan) implements Request {

        /// At a stop point.
        public ApproveRun() {
            this(Optional.empty());
        }
    }

    /// The run rests after the step that is on now.
    record PauseRun() implements Request {}

    /// The paused run goes on; a run that stopped because a step failed tries the step again.
    record ResumeRun() implements Request {}

    /// The run goes back to where it began: versions and owners of then, by a plan that is proved like any other.
    /// Refused after the point of no return.
    record RollbackRun() implements Request {}

    /// The run ends here: the stage that is half done is brought to a safe state, its holds are released.
    record AbortRun() implements Request {}
}
