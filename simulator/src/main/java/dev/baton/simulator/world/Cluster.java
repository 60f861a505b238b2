package dev.baton.simulator.world;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.VirtualTime;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The simulated cluster: machines with daemons, the engine with its network, and those who ask. Nothing happens but in
/// [#until] and [#run]. The same options and the same chance give the same history.
///
/// Not thread-safe.
public final class Cluster {

    private static final long CROWD = 200_000;

    private final VirtualTime time = new VirtualTime();
    private final Chance chance;
    private final Scene scene;
    private final Net net;
    private final Trace trace;
    private final Workshop workshop;
    private final Front front;
    private final SortedMap<NodeId, Machine> machines = new TreeMap<>();
    private final TreeMirror eye = new TreeMirror();
    private final List<Watcher> watchers = new ArrayList<>();
    private Optional<Breach> breach = Optional.empty();
    private boolean beyond;
    private long second;
    private long events;

    /// Makes a cluster without any daemon alive.
    public Cluster(Options options, Chance chance, boolean traced) {
        this(Scene.of(options), chance, traced);
    }

    /// Makes a cluster without any daemon alive.
    public Cluster(Scene scene, Chance chance, boolean traced) {
        this.scene = scene;
        this.chance = chance;
        ClusterDocument document = scene.document();
        this.net = new Net(time, chance.of("net"), scene.latency());
        this.trace = new Trace(time, document.nodes().keySet().stream().map(NodeId::value).toList(), traced);
        this.workshop = new Workshop(chance.of("workshop"), scene, watchers, node -> machine(node).lose());
        this.front = new Front(this);
        net.engine().connect("eye", eye::on).perform(new CoordinationCall.Mirror(Paths.ROOT));
        net.engine().observe(transaction -> watchers.forEach(watcher -> watcher.committed(transaction)));
        Chance clocks = chance.of("clocks");
        int odd = scene.clockBeyond() ? clocks.below(document.nodes().size()) : -1;
        for (NodeId node : document.nodes().keySet()) {
            double off = machines.size() == odd ? (clocks.oneIn(2) ? 0.03 : -0.03) : (clocks.fraction() - 0.5) / 1100;
            machines.put(node, new Machine(this, node, 1 + off));
        }
        scene.off().forEach(node -> machine(node).keepOff(true));
    }

    /// Writes what the tree has before any daemon lives.
    public void found(Transaction tree) {
        net.arriveLate(tree);
    }

    /// Adds somebody who sees everything.
    public void add(Watcher watcher) {
        watchers.add(watcher);
    }

    List<Watcher> watchers() {
        return watchers;
    }

    /// Returns the true time.
    public VirtualTime time() {
        return time;
    }

    Chance chance() {
        return chance;
    }

    /// Returns what it is made of.
    public Scene scene() {
        return scene;
    }

    /// Returns its configuration.
    public ClusterDocument document() {
        return scene.document();
    }

    /// Returns the network and the engine.
    public Net net() {
        return net;
    }

    /// Returns what is noted.
    public Trace trace() {
        return trace;
    }

    /// Returns the truth about programs and data.
    public Workshop workshop() {
        return workshop;
    }

    /// Returns those who ask.
    public Front front() {
        return front;
    }

    /// Returns all machines.
    public SortedMap<NodeId, Machine> machines() {
        return Collections.unmodifiableSortedMap(machines);
    }

    /// Returns one machine.
    public Machine machine(NodeId id) {
        return Optional.ofNullable(machines.get(id)).orElseThrow();
    }

    /// Returns the tree as it is committed.
    public TreeMirror tree() {
        return eye;
    }

    /// Returns the cluster as it is committed.
    public ClusterImage image() {
        return eye.image();
    }

    /// Returns the machine whose controller leads, as far as it knows.
    public Optional<Machine> leader() {
        return machines.values().stream().filter(Machine::leads).findFirst();
    }

    void ended(NodeId node, boolean refused) {
        time.afterNanos(0, refused ? () -> machine(node).refused() : () -> machine(node).ended());
    }

    /// Notes the first thing that must never be so.
    public void breach(String law, String text) {
        if (breach.isEmpty()) {
            breach = Optional.of(new Breach(law, text, time.elapsed()));
            trace.elsewhere(() -> "BREACH of " + law + ": " + text);
        }
    }

    /// Returns what was seen that must never be so, first.
    public Optional<Breach> breached() {
        return breach;
    }

    /// Notes that data was changed by what the protocol does not protect against. What comes after it is not judged.
    public void beyondProtection(String text) {
        beyond = true;
        trace.elsewhere(() -> "BEYOND what is protected against: " + text);
    }

    /// Returns whether that was so.
    public boolean isBeyondProtection() {
        return beyond;
    }

    /// Returns the kind of a group.
    public Kind kindOf(GroupId group) {
        KindId kind = Optional.ofNullable(document().groups().get(group)).orElseThrow().kind();
        return document().kinds().stream().filter(each -> each.id().equals(kind)).findFirst().orElseThrow();
    }

    /// Returns whether the version installed on a node opens the data of a group.
    public boolean opens(NodeId node, GroupId group) {
        return workshop.opens(node.value(), group.value(), kindOf(group));
    }

    /// Returns whether the resource reads and writes its group's data: what must be offline while that is converted,
    /// and everything of a kind that says nothing of it.
    public boolean isOfData(HeldKey key) {
        return document().groups().containsKey(key.group()) && kindOf(key.group()).convert()
                .map(convert -> convert.offline().contains(key.resource())).orElse(true);
    }

    /// Returns what the group is made of; empty when there is no such group.
    public Set<ResourceId> resources(GroupId group) {
        return Optional.ofNullable(document().groups().get(group)).map(GroupDefinition::resources).orElse(List.of())
                .stream().map(Resource::id).collect(Collectors.toSet());
    }

    /// A machine went off, or is back: an engine that lives on the machines does nothing without most of its votes.
    void poweredAnew() {
        if (scene.steady()) {
            long votes = document().nodes().values().stream().filter(NodeDefinition::voter).count();
            long on = machines.values().stream().filter(machine -> machine.votes() && !machine.off()).count();
            if (2 * on > votes) {
                net.goOn();
            } else {
                net.rest();
            }
        }
    }

    /// Returns whether every group runs as it should, and its format is known.
    public boolean allOnline() {
        return !image().groups().isEmpty() && image().groups().values().stream().allMatch(this::isSettled);
    }

    /// Returns whether the group runs as it should, and its format is known.
    public boolean isSettled(GroupImage group) {
        return group.format() instanceof Format.At
                && group.state().word().equals(group.intent().online() ? "Online" : "Offline");
    }

    /// Lets things happen until the condition holds, this long at most, or something is wrong.
    ///
    /// @return whether it holds
    public boolean until(Duration within, BooleanSupplier condition) {
        long end = time.elapsed() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (time.elapsed() >= end || breach.isPresent() || beyond || time.isOver()) {
                return false;
            }
            time.next();
            count();
        }
        return true;
    }

    /// However much goes wrong, time goes by.
    private void count() {
        long now = time.elapsed() / 1_000_000_000L;
        events = now == second ? events + 1 : 0;
        second = now;
        if (events > CROWD) {
            breach("quiet", "more than " + CROWD + " things happened within one second");
        }
    }

    /// Lets so much time go by, unless something is wrong.
    public void run(Duration span) {
        boolean[] over = {false};
        time.after(span, () -> over[0] = true);
        until(span.plusSeconds(1), () -> over[0]);
    }
}
