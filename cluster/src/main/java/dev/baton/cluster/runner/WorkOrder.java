package dev.baton.cluster.runner;

import dev.baton.coordination.tree.JobOrder;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a run asks to be done on machines: always Baton's own agents, whatever engine decides about owners.
public sealed interface WorkOrder {

    /// The node's agent does the job.
    record Do(NodeId node, JobOrder order) implements WorkOrder {}

    /// The group's owner converts its data; `Converting` is committed with the order.
    record Convert(GroupId group, Version to, JobId job) implements WorkOrder {}

    /// Nobody waits for the job any more: its order is deleted, and the agent cuts it off if it may be,
    /// or does not begin it.
    record Withdraw(NodeId node, JobId job) implements WorkOrder {}

    /// This leader steps down, because its own machine is about to be touched; the next one goes on.
    record HandOver() implements WorkOrder {}

    /// Returns the order in words.
    default String describe() {
        return switch (this) {
            case Do(var node, var order) -> order.work().getClass().getSimpleName() + " on " + node + " as "
                    + order.job();
            case Convert(var group, var to, var job) -> "convert " + group + " to " + to + " as " + job;
            case Withdraw(var node, var job) -> "withdraw job " + job + " on " + node;
            case HandOver() -> "hand leadership over";
        };
    }

    /// What the command that saves a group's data is told beside: the format that the data has, and the name of this
    /// copy. The command that brings a copy back is told its name, too.
    String FORMAT = "BATON_FORMAT";
    String BACKUP = "BATON_BACKUP";

    /// Returns what the command of a job finds in its environment beside its node and group: what its work has, and of
    /// a backup the format and its name.
    static SortedMap<String, String> environment(ClusterImage image, JobId job, JobOrder.Work work) {
        SortedMap<String, String> environment = environment(work);
        if (work instanceof JobOrder.Work.Backup(var group, _)
                && image.group(group).format() instanceof Format.At(var format)) {
            environment.put(FORMAT, format.value());
            environment.put(BACKUP, job.value());
        }
        return environment;
    }

    /// Returns what the command of a job finds in its environment beside its node and group: `BATON_FROM` and
    /// `BATON_TO`, as far as the work has them.
    static SortedMap<String, String> environment(JobOrder.Work work) {
        TreeMap<String, String> environment = new TreeMap<>();
        switch (work) {
            case JobOrder.Work.Install(_, var from, var to, _, _, _) -> fromTo(environment, from, to);
            case JobOrder.Work.Convert(_, var from, var to, _, _) -> fromTo(environment, from, to);
            case JobOrder.Work.Prepare(_, var to, _) -> environment.put("BATON_TO", to.value());
            case JobOrder.Work.SelfTest(_, var expected, _, _) -> environment.put("BATON_TO", expected.value());
            case JobOrder.Work.ProbeGroup _, JobOrder.Work.Backup _, JobOrder.Work.Fence _,
                    JobOrder.Work.Restart _, JobOrder.Work.Quiesce _, JobOrder.Work.Unquiesce _,
                    JobOrder.Work.Detach _, JobOrder.Work.Attach _, JobOrder.Work.Check _,
                    JobOrder.Work.Ask _ -> { }
        }
        return environment;
    }

    private static void fromTo(SortedMap<String, String> environment, Version from, Version to) {
        environment.put("BATON_FROM", from.value());
        environment.put("BATON_TO", to.value());
    }
}
