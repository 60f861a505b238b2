package dev.baton.agent.jobs;

import dev.baton.agent.facts.Printed;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.ownership.Groups;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Orders that bring a group out of the cluster's control and back, silence who uses it, and ask in their place. Their
/// commands hold nothing, so that what they start stays when they end, as it does after an installer. Each may be run
/// again; that two of them about one group do not overlap is seen to before, also after a restart of the daemon.
record OutsideRun(JobRun job, Desk desk, Groups groups, ClientWatches clients, JobChecks checks, JobOrder order) {

    /// What is silenced, or let go, is so after a while.
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(30);
    /// Clients that have had no answer for so long have none.
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofMillis(500);
    /// The status of an ssh client that did not get as far as the command.
    private static final int NOT_REACHED = 255;

    void begin() {
        switch (order.work()) {
            case Work.Quiesce(var group, var command, var check, var host) -> job.afterEarlier(() -> job.unless(
                    Optional.empty(), () -> users(group, command, check, host, true)));
            case Work.Unquiesce(var group, var command, var check, var host) -> job.afterEarlier(() -> job.unless(
                    Optional.empty(), () -> users(group, command, check, host, false)));
            case Work.Detach(var group, var command) -> job.afterEarlier(() -> job.unless(
                    checks.againstOutside(group), () -> run(group, command, job::byStatus)));
            case Work.Attach(var group, var command) -> job.afterEarlier(() -> job.unless(
                    checks.againstOutside(group), () -> run(group, command, ran -> attached(group, ran))));
            case Work.Check(var group, var command) -> job.unless(checks.againstData(group),
                    () -> run(group, command, job::byStatus));
            case Work.Ask ask -> job.unless(Optional.empty(), () -> ask(ask, desk.now()));
            case Work.Install _, Work.Prepare _, Work.SelfTest _, Work.ProbeGroup _, Work.Backup _, Work.Convert _,
                    Work.Fence _, Work.Restart _ -> throw new IllegalArgumentException(order + " stays inside");
        }
    }

    private void run(GroupId group, Command command, Consumer<HostEvent.RunEnded> then) {
        job.run(command, job.dataEnvironment(group), then);
    }

    /// That nothing runs outside any more is not only said: each resource is looked at as before a node joins.
    private void attached(GroupId group, HostEvent.RunEnded ran) {
        if (ran.succeeded()) {
            groups.probe(group, () -> job.byStatus(ran));
        } else {
            job.byStatus(ran);
        }
    }

    private void users(GroupId group, Command command, Optional<Command> check, Optional<String> host,
            boolean silent) {
        SortedMap<String, String> environment = job.dataEnvironment(group);
        job.run(Ssh.at(host, command, environment), environment, ran -> {
            if (!ran.succeeded()) {
                job.end(Outcome.FAILED, failure(host, ran), ran.output());
            } else if (check.isEmpty()) {
                job.byStatus(ran);
            } else {
                look(Ssh.at(host, check.get(), environment), environment, host, silent,
                        desk.now().plus(SETTLES_WITHIN));
            }
        });
    }

    private void look(Command check, SortedMap<String, String> environment, Optional<String> host, boolean silent,
            Instant until) {
        job.run(check, environment, ran -> {
            boolean answered = !ran.timedOut() && !(host.isPresent() && ran.status() == NOT_REACHED);
            if (answered && ran.succeeded() == silent) {
                job.end(Outcome.DONE, silent ? "its check says that it is silent"
                        : "its check says that it is silent no more", ran.output());
            } else if (desk.now().isBefore(until)) {
                desk.timer("job " + order.job(), AGAIN, () -> look(check, environment, host, silent, until));
            } else {
                job.end(Outcome.FAILED, answered ? "its check still says that it is " + (silent ? "not silent ("
                        + Printed.failure(ran) + ")" : "silent") : failure(host, ran), ran.output());
            }
        });
    }

    private void ask(Work.Ask work, Instant began) {
        SortedMap<String, String> environment = job.dataEnvironment(work.group());
        job.run(Ssh.at(work.host(), work.command(), environment), environment, work.timeout(), ran -> {
            Duration passed = Duration.between(began, desk.now());
            if (ran.succeeded()) {
                answered(work, began, passed, ran.output());
            } else if (passed.compareTo(ANSWERS_WITHIN) < 0) {
                desk.timer("job " + order.job(), work.every(), () -> ask(work, began));
            } else {
                job.end(Outcome.FAILED, "a client of " + work.group() + " has had no answer for "
                        + passed.toSeconds() + " s: " + failure(work.host(), ran), ran.output());
            }
        });
    }

    /// The run goes on when all is told that clients saw of what it did, so that its journal has it.
    private void answered(Work.Ask work, Instant began, Duration passed, String output) {
        if (clients.told(work.group(), began) || !desk.now().isBefore(began.plus(passed).plus(ANSWERS_WITHIN))) {
            job.end(Outcome.DONE, "a client of " + work.group() + " has its answer, after " + passed.toMillis()
                    + " ms", output);
        } else {
            desk.timer("job " + order.job(), AGAIN, () -> answered(work, began, passed, output));
        }
    }

    private static String failure(Optional<String> host, HostEvent.RunEnded ran) {
        return host.filter(_ -> ran.status() == NOT_REACHED).map(machine -> "ssh did not get to run it on " + machine
                + ", ").orElse("") + Printed.failure(ran);
    }
}
