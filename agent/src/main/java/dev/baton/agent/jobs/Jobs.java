package dev.baton.agent.jobs;

import dev.baton.agent.facts.Facts;
import dev.baton.agent.host.HeldKey;
import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.AgentEffect.Weight;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.ownership.Groups;
import dev.baton.agent.ownership.Work;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Carries out the orders of this node, each once. An order whose result is known is answered with it; one that was
/// begun and cut off is looked at, never done again; a new one is checked, begun and done.
public final class Jobs implements Work {

    private final Desk desk;
    private final TreeMirror mirror;
    private final Standing standing;
    private final Facts facts;
    private final JobJournal journal;
    private final ResultWriter results;
    private final ClientWatches clients;
    private final TreeMap<JobId, JobRun> running = new TreeMap<>();
    private final Map<GroupId, Long> ended = new HashMap<>();
    private Optional<Groups> groups = Optional.empty();

    /// @param journal lines of the local journal, oldest first
    public Jobs(Desk desk, TreeMirror mirror, Standing standing, Facts facts, List<String> journal) {
        this.desk = desk;
        this.mirror = mirror;
        this.standing = standing;
        this.facts = facts;
        this.journal = new JobJournal(desk, journal);
        this.results = new ResultWriter(desk, mirror, standing);
        this.clients = new ClientWatches(desk, mirror, standing);
    }

    /// Tells it what this node owns; before the first order.
    public void under(Groups owned) {
        groups = Optional.of(owned);
    }

    /// Looks at the orders. To be called when they or their results changed.
    public void review() {
        if (!standing.member() || groups.isEmpty()) {
            return;
        }
        List.copyOf(running.values()).stream()
                .filter(run -> mirror.version(Paths.job(standing.node(), run.id())) == TreeMirror.ABSENT)
                .forEach(JobRun::withdrawn);
        for (NodePath path : mirror.children(Paths.jobs(standing.node()))) {
            mirror.value(path, JobOrder.class).ifPresent(order -> look(order, groups.get()));
        }
        results.review();
    }

    /// Looks at who is to ask in the clients' place, of every group.
    public void reviewClients() {
        groups.ifPresent(clients::reviewAll);
    }

    /// Takes note of a changed entry of a group.
    public void changed(NodePath path) {
        if (Paths.isOfClients(path)) {
            groups.ifPresent(owned -> clients.review(new GroupId(path.segments().get(2)), owned));
        }
    }

    private void look(JobOrder order, Groups owned) {
        if (running.containsKey(order.job())) {
            return;
        }
        Optional<JobResult> known = journal.result(order.job());
        if (known.isPresent()) {
            results.want(known.get());
            return;
        }
        // Never a second installer beside the first, whoever ordered it: its turn comes when that one has ended.
        if (order.work().changesNode() && changesNode()) {
            return;
        }
        // Nobody is silenced beside the end of his silence, and nothing is detached beside its return.
        if (running.values().stream().anyMatch(run -> run.sameWay(order.work()))) {
            return;
        }
        JobRun run = new JobRun(desk, mirror, standing, facts, owned, clients, journal, order, results::want,
                this::ended);
        running.put(order.job(), run);
        if (journal.begun(order.job())) {
            run.recover();
        } else {
            run.begin();
        }
    }

    private void ended(JobResult result) {
        JobRun run = running.remove(result.job());
        desk.say(result.done() ? Weight.NOTICE : Weight.WARNING, "job " + result.job() + ": "
                + result.outcome().name().toLowerCase(java.util.Locale.ROOT) + ", " + result.detail());
        results.want(result);
        if (run != null) {
            run.group().ifPresent(group -> ended.merge(group, 1L, Long::sum));
        }
        groups.ifPresent(Groups::reviewAll);
        review();
    }

    /// The lease is over: what works on a group's data is cut off.
    public void lapsed() {
        List.copyOf(running.values()).forEach(JobRun::lapsed);
    }

    /// Hands the end of a held main process to the job that holds it.
    public void exited(HeldKey key, int status, String output) {
        List.copyOf(running.values()).forEach(run -> run.exited(key, status, output));
    }

    @Override
    public boolean on(GroupId group) {
        return running.values().stream().anyMatch(run -> run.group().equals(Optional.of(group)));
    }

    @Override
    public boolean changesNode() {
        return running.values().stream().anyMatch(JobRun::changesNode);
    }

    @Override
    public long endedOn(GroupId group) {
        return ended.getOrDefault(group, 0L);
    }
}
