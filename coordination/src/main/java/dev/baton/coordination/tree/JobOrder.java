package dev.baton.coordination.tree;

import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/// Work for a node's agent, with the state that it expects before. Written once by the leader, never changed; withdrawn
/// (deleted) if nobody waits for it any more: then what may be cut off is, and what is not under way does not begin.
///
/// @param job         `<run>.<step>.<attempt>`; the same id always gives the same result
/// @param work        what to do
/// @param timeout     after this the command is killed and the job has failed
/// @param environment for the command, beside the node's own
public record JobOrder(JobId job, Work work, Duration timeout, SortedMap<String, String> environment) {

    /// What becomes of what runs on a node.
    public enum Services {
        /// Groups that do not need the product go on.
        STAY
    }

    /// What a job does.
    public sealed interface Work {

        /// Returns whether it changes the node itself, so that nothing may run there meanwhile.
        default boolean changesNode() {
            return switch (this) {
                case Install _, Restart _ -> true;
                case Prepare _, SelfTest _, ProbeGroup _, Backup _, Convert _, Fence _, Quiesce _, Unquiesce _,
                        Detach _, Attach _, Check _, Ask _ -> false;
            };
        }

        /// Returns whether it may be cut off at any moment without harm. Its order can be withdrawn: the agent that no
        /// longer finds it ends what it has begun.
        default boolean cuttable() {
            return switch (this) {
                case Prepare _, SelfTest _, ProbeGroup _, Backup _, Check _, Ask _ -> true;
                case Install _, Restart _, Convert _, Fence _, Quiesce _, Unquiesce _, Detach _, Attach _ -> false;
            };
        }

        /// Returns the group that it brings out of the cluster's control or back, or whose users it silences or not:
        /// such jobs follow one another on a node, whoever ordered them.
        default Optional<GroupId> takesOut() {
            return switch (this) {
                case Quiesce quiesce -> Optional.of(quiesce.group());
                case Unquiesce unquiesce -> Optional.of(unquiesce.group());
                case Detach detach -> Optional.of(detach.group());
                case Attach attach -> Optional.of(attach.group());
                case Install _, Prepare _, SelfTest _, ProbeGroup _, Backup _, Convert _, Fence _, Restart _,
                        Check _, Ask _ -> Optional.empty();
            };
        }

        /// Changes a product on this node. Expects: the node is closed, it owns nothing but what stays on it offline,
        /// nothing is held, and the version probe reads `from`. Done when the probe reads `to`; a job on a done state
        /// has no effect.
        ///
        /// @param probe    prints the installed version
        /// @param services what runs there, where it may go on; empty: nothing may run there
        record Install(ProductId product, Version from, Version to, Command command, Command probe,
                Optional<Services> services) implements Work {}

        /// Does what can be done ahead while the node serves. Harmless when done twice.
        record Prepare(ProductId product, Version to, Command command) implements Work {}

        /// Passes when the probe reads `expected` and the test, when there is one, exits 0.
        record SelfTest(ProductId product, Version expected, Command probe, Optional<Command> test) implements Work {}

        /// Starts and stops a process without clients in its own cgroup: the machine can run groups.
        record ProbeGroup() implements Work {}

        /// Saves the data of a group, under the group's claim, in its cgroup.
        record Backup(GroupId group, Command command) implements Work {}

        /// Changes the format of a group's data, under the group's claim, in its cgroup. Expects: this node owns the
        /// group, `Converting` is committed, the probe reads `from`. Done when the probe reads `to`.
        ///
        /// @param probe prints the format of the data
        record Convert(GroupId group, Version from, Version to, Command command, Command probe) implements Work {}

        /// Turns another machine off, or off and on. Harmless when done twice.
        ///
        /// @param command exits 0 only when that machine is off
        record Fence(NodeId target, Command command) implements Work {}

        /// Restarts the machine.
        ///
        /// @param fromBootId done when the machine has another one
        /// @param left       how many votes must be left while it restarts (law 5); empty where the plan said that
        ///                   there are too few
        record Restart(String fromBootId, Optional<Integer> left) implements Work {}

        /// Silences one who uses a group. Harmless when done twice.
        ///
        /// @param check succeeds while it is silent; asked until it does
        /// @param host  the machine outside the cluster where the commands run; empty for this node
        record Quiesce(GroupId group, Command command, Optional<Command> check, Optional<String> host)
                implements Work {}

        /// Ends that. Harmless when done twice.
        ///
        /// @param check fails once it is silent no more; asked until it does
        record Unquiesce(GroupId group, Command command, Optional<Command> check, Optional<String> host)
                implements Work {}

        /// Lets a group run outside the cluster's control; what the command starts stays. Expects: this node owns the
        /// group, its placement says `DETACHED`, every resource was verified as stopped, nothing is held for it.
        /// Harmless when done twice.
        record Detach(GroupId group, Command command) implements Work {}

        /// Ends that: afterwards nothing of the group runs. Expects: this node owns the group, its placement still says
        /// `DETACHED`. Harmless when done twice.
        record Attach(GroupId group, Command command) implements Work {}

        /// Passes when the application itself says that the group serves. Expects: this node owns the group.
        record Check(GroupId group, Command command) implements Work {}

        /// Passes when a client of the group has its answer; asked again for a while until it has.
        ///
        /// @param host    the machine outside the cluster where the command runs; empty for this node
        /// @param every   the pause between two attempts
        /// @param timeout of one attempt
        record Ask(GroupId group, Command command, Optional<String> host, Duration every, Duration timeout)
                implements Work {}
    }
}
