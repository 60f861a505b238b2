package dev.baton.agent.jobs;

import dev.baton.agent.facts.Facts;
import dev.baton.agent.facts.Printed;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Version;
import java.util.Optional;

/// A job that changes its node: another version of a product, a restart of the machine. Nothing of a group is active
/// there meanwhile (law 3), and what is being installed is not cut off.
record NodeRun(JobRun job, Desk desk, Standing standing, Facts facts, JobChecks checks, TakenOrder taken,
        JobOrder order) {

    void begin() {
        switch (order.work()) {
            case Work.Install install -> install(install);
            case Work.Restart(var fromBootId, var left) -> restart(fromBootId, left);
            case Work.Prepare _, Work.SelfTest _, Work.ProbeGroup _, Work.Backup _, Work.Convert _, Work.Fence _,
                    Work.Quiesce _, Work.Unquiesce _, Work.Detach _, Work.Attach _, Work.Check _, Work.Ask _ ->
                throw new IllegalArgumentException(order + " leaves the node as it is");
        }
    }

    private void install(Work.Install work) {
        Optional<Reason> against = checks.against(work);
        if (against.isPresent()) {
            job.refuse(against.get());
            return;
        }
        job.probe(work.probe(), job.nodeEnvironment(), found -> {
            if (found.equals(Optional.of(work.to()))) {
                facts.probe(() -> job.end(Outcome.ALREADY, work.product() + " is at " + work.to() + " already", ""));
                return;
            }
            job.unlessUntold(checks.against(work).or(() -> checks.againstVersion(work.product(), work.from(), found)),
                    () -> taken.take(order, job.begunNow(), () -> job.tell(() -> taken(work)),
                            () -> job.end(Outcome.UNKNOWN, JobRun.WITHDRAWN + " before it ran", "")));
        });
    }

    /// It may have taken long to take the order.
    private void taken(Work.Install work) {
        checks.against(work).ifPresentOrElse(job::refuse, () -> job.run(work.command(),
                ran -> job.probe(work.probe(), job.nodeEnvironment(), after -> installed(work, after, ran))));
    }

    private void installed(Work.Install work, Optional<Version> after, HostEvent.RunEnded ran) {
        boolean done = after.equals(Optional.of(work.to()));
        facts.probe(() -> job.end(done ? Outcome.DONE : Outcome.FAILED, done ? work.product() + " is at " + work.to()
                : work.product() + " reads " + JobRun.read(after) + ", not " + work.to() + " (" + Printed.failure(ran)
                + ")", ran.output()));
    }

    private void restart(String fromBootId, Optional<Integer> left) {
        if (!fromBootId.equals(standing.bootId())) {
            job.end(Outcome.ALREADY, "the machine has restarted already", "");
            return;
        }
        left.ifPresentOrElse(needed -> checks.otherVotes(present -> restartUnless(
                checks.againstChange().or(() -> checks.againstVotes(present, needed)))),
                () -> restartUnless(checks.againstChange()));
    }

    private void restartUnless(Optional<Reason> against) {
        job.unless(against, () -> {
            desk.host(new HostCall.RestartMachine());
            desk.timer("job " + order.job(), order.timeout(), () -> job.end(Outcome.FAILED,
                    "the machine did not restart within " + order.timeout().toSeconds() + " s", ""));
        });
    }
}
