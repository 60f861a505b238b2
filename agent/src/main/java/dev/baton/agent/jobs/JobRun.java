package dev.baton.agent.jobs;

import dev.baton.agent.facts.Facts;
import dev.baton.agent.facts.Printed;
import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.ownership.Groups;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One order on its way: the mirrors are brought up to date, what must be so before is checked, `began` becomes
/// durable, the effect, its done probe, the result becomes durable. Whatever was begun and cut off is only looked at.
final class JobRun {

    private static final Duration PROBE_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int OUTPUT_MAX = 8 * 1024;
    static final String WITHDRAWN = "its order was withdrawn";
    /// How a shell tells of an end by SIGTERM.
    private static final int TERMINATED = 143;
    private static final HeldKey PROBE_GROUP = new HeldKey(new GroupId("probe-group"), 0, new ResourceId("process"));

    private final Desk desk;
    private final Standing standing;
    private final Facts facts;
    private final Groups groups;
    private final ClientWatches clients;
    private final JobJournal journal;
    private final JobOrder order;
    private final Consumer<JobResult> told;
    private final Consumer<JobResult> ended;
    private final JobChecks checks;
    private final TakenOrder taken;
    private Instant began;
    private Optional<HostToken> command = Optional.empty();
    private Optional<Runnable> recovery = Optional.empty();
    /// Why what runs is cut off; empty while it is not.
    private Optional<String> cutOff = Optional.empty();
    private boolean underWay;
    private boolean over;

    JobRun(Desk desk, TreeMirror mirror, Standing standing, Facts facts, Groups groups, ClientWatches clients,
            JobJournal journal, JobOrder order, Consumer<JobResult> told, Consumer<JobResult> ended) {
        this.desk = desk;
        this.standing = standing;
        this.facts = facts;
        this.groups = groups;
        this.clients = clients;
        this.journal = journal;
        this.order = order;
        this.told = told;
        this.ended = ended;
        this.checks = new JobChecks(desk, mirror, standing, facts, groups);
        this.taken = new TakenOrder(desk, mirror, standing.node());
        this.began = desk.now();
    }

    JobId id() {
        return order.job();
    }

    /// Returns whose data it works on.
    Optional<GroupId> group() {
        return switch (order.work()) {
            case Work.Backup(var group, _) -> Optional.of(group);
            case Work.Convert(var group, _, _, _, _) -> Optional.of(group);
            case Work.ProbeGroup() -> Optional.of(PROBE_GROUP.group());
            case Work.Detach(var group, _) -> Optional.of(group);
            case Work.Attach(var group, _) -> Optional.of(group);
            case Work.Install _, Work.Prepare _, Work.SelfTest _, Work.Fence _, Work.Restart _, Work.Quiesce _,
                    Work.Unquiesce _, Work.Check _, Work.Ask _ -> Optional.empty();
        };
    }

    /// Returns whether both bring the same group out of the cluster's control, or back.
    boolean sameWay(Work other) {
        return order.work().takesOut().isPresent() && order.work().takesOut().equals(other.takesOut());
    }

    /// Returns whether nothing may come to this node meanwhile.
    boolean changesNode() {
        return order.work().changesNode();
    }

    /// Begins a new order: order, hold and claims are in different mirrors, so these are brought to one moment first.
    void begin() {
        desk.sync("job " + order.job(), synced -> {
            if (!synced || !standing.member()) {
                desk.timer("job " + order.job(), PAUSE, this::begin);
                return;
            }
            switch (order.work()) {
                case Work.Install _, Work.Restart _ -> ofNode().begin();
                case Work.Prepare prepare -> unless(Optional.empty(), () -> run(prepare.command(), this::byStatus));
                case Work.SelfTest test -> unless(Optional.empty(), () -> selfTest(test));
                case Work.ProbeGroup() -> unless(Optional.empty(), this::probeGroup);
                case Work.Backup(var group, var command) ->
                    unless(checks.againstData(group), () -> runOnData(group, "backup", command, this::byStatus));
                case Work.Convert convert -> convert(convert);
                case Work.Fence(_, var command) -> unless(Optional.empty(), () -> run(command, this::byStatus));
                case Work.Quiesce _, Work.Unquiesce _, Work.Detach _, Work.Attach _, Work.Check _, Work.Ask _ ->
                    outside().begin();
            }
        });
    }

    private NodeRun ofNode() {
        return new NodeRun(this, desk, standing, facts, checks, taken, order);
    }

    private OutsideRun outside() {
        return new OutsideRun(this, desk, groups, clients, checks, order);
    }

    /// Waits until the commands of earlier lives have ended, or the time of this order is up.
    void afterEarlier(Runnable then) {
        recovery = Optional.of(then);
        desk.timer("job " + order.job(), order.timeout(), this::recovered);
        desk.awaitEarlier(this::recovered);
    }

    /// Looks what became of an order that was begun in an earlier life: nothing is done again. Its command may have
    /// outlived the daemon: it is looked at when that has ended, or its time is up.
    void recover() {
        underWay = true;
        afterEarlier(this::lookAgain);
    }

    private void recovered() {
        Optional<Runnable> look = recovery;
        recovery = Optional.empty();
        look.ifPresent(todo -> {
            desk.cancelTimer("job " + order.job());
            todo.run();
        });
    }

    private void lookAgain() {
        switch (order.work()) {
            case Work.Install(_, _, var to, _, var probe, _) ->
                facts.probe(() -> probe(probe, nodeEnvironment(), found -> lookedAt(found, to)));
            case Work.Convert(var group, _, var to, _, var probe) -> {
                HeldKey key = HeldKey.ofJob(group, "convert");
                desk.clear(key, left -> {
                    if (left.isPresent()) {
                        end(Outcome.UNKNOWN, "it was cut off and could not be stopped: " + left.get(), "");
                    } else {
                        probe(probe, dataEnvironment(group), found -> lookedAt(found, to));
                    }
                });
            }
            case Work.Restart(var fromBootId, _) -> {
                if (fromBootId.equals(standing.bootId())) {
                    end(Outcome.UNKNOWN, "the machine has not restarted", "");
                } else {
                    end(Outcome.DONE, "the machine restarted", "");
                }
            }
            case Work.Backup(var group, _) -> desk.clear(HeldKey.ofJob(group, "backup"),
                    _ -> end(Outcome.UNKNOWN, "it was cut off", ""));
            case Work.ProbeGroup() -> desk.clear(PROBE_GROUP, _ -> end(Outcome.UNKNOWN, "it was cut off", ""));
            case Work.Prepare _, Work.SelfTest _, Work.Fence _, Work.Quiesce _, Work.Unquiesce _, Work.Detach _,
                    Work.Attach _, Work.Check _, Work.Ask _ -> end(Outcome.UNKNOWN, "it was cut off", "");
        }
    }

    private void lookedAt(Optional<Version> found, Version to) {
        boolean done = found.equals(Optional.of(to));
        end(done ? Outcome.DONE : Outcome.UNKNOWN, "it was cut off; its probe reads " + read(found), "");
    }

    private void selfTest(Work.SelfTest work) {
        probe(work.probe(), nodeEnvironment(), found -> facts.probe(() -> {
            if (!found.equals(Optional.of(work.expected()))) {
                end(Outcome.FAILED, work.product() + " reads " + read(found) + ", not " + work.expected(), "");
            } else if (work.test().isPresent()) {
                run(work.test().get(), this::byStatus);
            } else {
                end(Outcome.DONE, work.product() + " reads " + work.expected(), "");
            }
        }));
    }

    private void convert(Work.Convert work) {
        Optional<Reason> against = checks.againstData(work.group())
                .or(() -> checks.againstConversion(order.job(), work));
        if (against.isPresent()) {
            refuse(against.get());
            return;
        }
        Supplier<SortedMap<String, String>> environment = () -> dataEnvironment(work.group());
        probe(work.probe(), environment.get(), found -> {
            if (found.equals(Optional.of(work.to()))) {
                end(Outcome.ALREADY, "the data of " + work.group() + " is at " + work.to() + " already", "");
            } else if (!found.equals(Optional.of(work.from()))) {
                end(Outcome.REFUSED, "the data of " + work.group() + " reads " + read(found) + ", not "
                        + work.from(), "");
            } else {
                unless(checks.againstData(work.group()), () -> runOnData(work.group(), "convert", work.command(),
                        ran -> probe(work.probe(), environment.get(), after -> {
                            boolean done = after.equals(Optional.of(work.to()));
                            end(done ? Outcome.DONE : Outcome.FAILED, "the data of " + work.group() + " reads "
                                    + read(after) + (done ? "" : " (" + Printed.failure(ran) + ")"), ran.output());
                        })));
            }
        });
    }

    private void probeGroup() {
        desk.launch(PROBE_GROUP, new Command("exec sleep 3600"), nodeEnvironment(), failure -> {
            if (failure.isPresent()) {
                desk.clear(PROBE_GROUP,
                        _ -> end(Outcome.FAILED, "a process could not be started: " + failure.get(), ""));
            } else {
                desk.host(new HostCall.Terminate(PROBE_GROUP));
                desk.timer("job " + order.job(), order.timeout(), () -> desk.clear(PROBE_GROUP,
                        _ -> end(Outcome.FAILED, "a process did not stop when asked", "")));
            }
        });
    }

    /// A held main process ended: the probe group's, perhaps.
    void exited(HeldKey key, int status, String output) {
        if (key.equals(PROBE_GROUP) && order.work() instanceof Work.ProbeGroup) {
            desk.cancelTimer("job " + order.job());
            desk.clear(PROBE_GROUP, left -> {
                Optional<String> wrong = left.map(what -> "a process could not be stopped: " + what).or(() ->
                        status == TERMINATED ? Optional.empty() : Optional.of("a process did not run until it was "
                                + "asked to stop: " + Printed.failure(status, output)));
                end(wrong.isEmpty() ? Outcome.DONE : Outcome.FAILED,
                        wrong.orElse("a process was started and stopped on " + standing.node()), output);
            });
        }
    }

    /// The lease is over: what works on a group's data is cut off.
    void lapsed() {
        if (group().isPresent()) {
            cutOff("the lease ended");
        }
    }

    /// Nobody waits for it any more: what may be cut off ends at once, what is not under way does not begin.
    void withdrawn() {
        if ((order.work().cuttable() || !underWay) && cutOff.isEmpty()) {
            cutOff(WITHDRAWN);
            recovered();
        }
    }

    private void cutOff(String why) {
        cutOff = Optional.of(why);
        command.ifPresent(token -> desk.host(new HostCall.Cancel(token)));
    }

    /// Refuses, or makes it durable that the job is begun, and goes on.
    void unless(Optional<Reason> against, Runnable then) {
        unlessUntold(against, () -> tell(then));
    }

    /// Tells that it is begun, and goes on.
    void tell(Runnable then) {
        told.accept(begunNow());
        then.run();
    }

    /// Does the same as [#unless] before anybody is told.
    void unlessUntold(Optional<Reason> against, Runnable then) {
        if (against.isPresent()) {
            refuse(against.get());
            return;
        }
        if (cutOff.isPresent()) {
            end(Outcome.UNKNOWN, cutOff.get() + " before it ran", "");
            return;
        }
        underWay = true;
        began = desk.now();
        journal.begin(order.job(), then);
    }

    /// Returns what the tree says of a job that is under way.
    JobResult begunNow() {
        return result(Outcome.BEGUN, "", "");
    }

    void refuse(Reason reason) {
        end(Outcome.REFUSED, reason.text(), "");
    }

    void run(Command work, Consumer<HostEvent.RunEnded> then) {
        run(work, nodeEnvironment(), then);
    }

    void run(Command work, SortedMap<String, String> environment, Consumer<HostEvent.RunEnded> then) {
        run(work, environment, order.timeout(), then);
    }

    void run(Command work, SortedMap<String, String> environment, Duration timeout,
            Consumer<HostEvent.RunEnded> then) {
        command = Optional.of(desk.run("job " + order.job(), work, environment, timeout, ran -> ran(ran, then)));
    }

    private void runOnData(GroupId group, String name, Command work, Consumer<HostEvent.RunEnded> then) {
        if (cutOff.isPresent() || !standing.mayStart()) {
            end(Outcome.UNKNOWN, cutOff.orElse("the lease ended") + " before it ran", "");
            return;
        }
        command = Optional.of(desk.runWithin(HeldKey.ofJob(group, name), work, dataEnvironment(group), order.timeout(),
                ran -> ran(ran, then)));
    }

    private void ran(HostEvent.RunEnded ran, Consumer<HostEvent.RunEnded> then) {
        command = Optional.empty();
        if (cutOff.isPresent()) {
            end(Outcome.UNKNOWN, cutOff.get() + " while it ran", ran.output());
        } else {
            then.accept(ran);
        }
    }

    void byStatus(HostEvent.RunEnded ran) {
        end(ran.succeeded() ? Outcome.DONE : Outcome.FAILED,
                ran.succeeded() ? "it ended well" : Printed.failure(ran), ran.output());
    }

    void probe(Command probe, SortedMap<String, String> environment, Consumer<Optional<Version>> then) {
        desk.run("probe of " + order.job(), probe, environment, PROBE_WITHIN,
                answer -> then.accept(Printed.version(answer)));
    }

    void end(Outcome outcome, String detail, String output) {
        if (!over) {
            over = true;
            JobResult result = result(outcome, detail, output);
            journal.end(result, () -> ended.accept(result));
        }
    }

    private JobResult result(Outcome outcome, String detail, String output) {
        String last = output.length() <= OUTPUT_MAX ? output : output.substring(output.length() - OUTPUT_MAX);
        return new JobResult(order.job(), outcome, detail, last, Duration.between(began, desk.now()));
    }

    SortedMap<String, String> nodeEnvironment() {
        SortedMap<String, String> environment = new TreeMap<>(order.environment());
        environment.put("BATON_NODE", standing.node().value());
        return environment;
    }

    SortedMap<String, String> dataEnvironment(GroupId group) {
        SortedMap<String, String> environment = nodeEnvironment();
        environment.putAll(groups.environment(group));
        return environment;
    }

    static String read(Optional<Version> found) {
        return found.map(Version::value).orElse("nothing");
    }
}
