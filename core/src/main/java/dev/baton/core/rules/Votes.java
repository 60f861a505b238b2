package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.MajorityLoss;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Law 5. A vote counts while its node is up and not in the middle of a change; the majority is that of all voters.
public final class Votes implements Rule {

    @Override
    public int number() {
        return 5;
    }

    @Override
    public String name() {
        return "votes";
    }

    @Override
    public String law() {
        return "No step makes the coordination engine lose its majority, or lose it at the next single "
                + "failure, without saying so.";
    }

    /// Votes that are there.
    ///
    /// @param present votes of nodes that are up and whole
    /// @param all     votes that are configured
    public record Count(int present, int all) {

        /// Returns whether the engine can decide.
        public boolean majority() {
            return all == 0 || present >= needed();
        }

        /// Returns how many votes decide.
        public int needed() {
            return all / 2 + 1;
        }

        /// Returns the count after one more loss.
        public Count withoutOneMore() {
            return new Count(Math.max(0, present - 1), all);
        }
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        if (!takesVote(trace.spec(), step) || !(step instanceof Step.OnNode on)) {
            return Verdict.yes();
        }
        NodeImage node = trace.before().node(on.node());
        if (!node.voter()) {
            return Verdict.yes();
        }
        Count left = count(trace, node.id());
        if (!left.majority() && !trace.announced().noMajority().contains(node.id())) {
            return refuse(node, left, "no majority, and the plan does not say so");
        }
        SortedSet<GroupId> unsaid = unsaid(trace.before(), step);
        if (!unsaid.isEmpty()) {
            return refuse(node, left, "no majority, and the plan does not say that "
                    + unsaid.stream().map(GroupId::value).collect(Collectors.joining(" "))
                    + (unsaid.size() == 1 ? " falls" : " fall") + " silent meanwhile");
        }
        boolean thin = left.majority() && !left.withoutOneMore().majority();
        return thin && !trace.announced().thinVotes().contains(node.id())
                ? refuse(node, left, "none to lose, and the plan does not say so") : Verdict.yes();
    }

    /// The groups that a restart silences without saying so.
    private static SortedSet<GroupId> unsaid(ClusterImage before, Step step) {
        if (!(step instanceof Step.Restart(var node, var onlyIfRequired, var said)) || onlyIfRequired) {
            return Collections.emptySortedSet();
        }
        TreeSet<GroupId> unsaid = new TreeSet<>(MajorityLoss.of(before, node));
        said.forEach(one -> unsaid.remove(one.group()));
        return unsaid;
    }

    private Verdict refuse(NodeImage node, Count left, String what) {
        List<Reason> reasons = List.of(broken("while " + node.id() + " is changed " + left.present() + " of "
                + left.all() + " votes are left, " + what, "plan again, or bring back another voter first"));
        return Verdict.of(reasons);
    }

    private static Count count(Trace trace, NodeId without) {
        List<NodeImage> voters = trace.before().voters();
        int present = 0;
        for (NodeImage node : voters) {
            present += node.up() && !node.id().equals(without) && trace.progress(node.id()).joined() ? 1 : 0;
        }
        return new Count(present, voters.size());
    }

    /// Returns the votes that are left of an image while one node is away.
    public static Count without(ClusterImage image, NodeId away) {
        List<NodeImage> voters = image.voters();
        long present = voters.stream().filter(node -> node.up() && !node.id().equals(away)).count();
        return new Count((int) present, voters.size());
    }

    /// Returns whether the step may take its node's vote away for a while: a restart does, and an install that may
    /// restart the machine itself, or the daemon with its peer.
    public static boolean takesVote(UpgradeSpec spec, Step step) {
        return step instanceof Step.Restart
                || (step instanceof Step.Install && spec.restart() != UpgradeSpec.Restart.NEVER);
    }
}
