package dev.baton.server;

import dev.baton.agent.host.HeldKey;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Terms;
import dev.baton.core.model.UpgradeMode;
import dev.baton.server.loop.EventLoop;
import dev.baton.zookeeper.ClientConfig;
import dev.baton.zookeeper.ClusterSecret;
import dev.baton.zookeeper.LocalMember;
import dev.baton.zookeeper.PeerAddress;
import dev.baton.zookeeper.PeerConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Many nodes in one process: real agents and controllers on a real ensemble of three peers, which talk through sockets
/// on loopback. Groups are one process each that exists in name only.
final class Crowd implements AutoCloseable {

    static final int VOTERS = 3;

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final KindId KIND = new KindId("app");

    private final Duration patience;
    private final List<CrowdMember> members = new ArrayList<>();
    private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
    private final ClientConfig visitor;
    private final EventLoop loop = new EventLoop("onlooker", this::fault);
    private final LocalMember onlooker;
    private final Coordination watch;
    private final TreeMirror eye = new TreeMirror();
    private final int nodes;
    private long keys;

    /// Starts the ensemble and `nodes` daemons, and waits until all have joined a cluster without groups.
    ///
    /// @param patience how long anything may take before it counts as never
    Crowd(int nodes, Path directory, Duration patience) {
        this.nodes = nodes;
        this.patience = patience;
        List<Integer> ports = FreePorts.some(3 * VOTERS);
        List<PeerAddress> addresses = IntStream.range(0, VOTERS).mapToObj(i -> new PeerAddress(i + 1, "127.0.0.1",
                ports.get(3 * i), ports.get(3 * i + 1), ports.get(3 * i + 2))).toList();
        List<InetSocketAddress> clients = addresses.stream().map(PeerAddress::client).toList();
        ClusterSecret secret = new ClusterSecret("a secret of these tests");
        for (int n = 1; n <= nodes; n++) {
            int id = n <= VOTERS ? n : 0;
            Optional<PeerConfig> peer = id == 0 ? Optional.empty() : Optional.of(new PeerConfig(id, addresses,
                    directory.resolve("peer" + id), TICK, TICK.multipliedBy(20), TICK.multipliedBy(4),
                    Optional.empty()));
            members.add(new CrowdMember(node(n), peer, EngineSetup.client(id == 0
                    ? ClientConfig.around(node(n).value(), clients) : ClientConfig.ownFirst(id, addresses), secret,
                    Optional.empty()), this::fault));
        }
        visitor = EngineSetup.client(ClientConfig.around(node(0).value(), clients), secret,
                Optional.empty());
        onlooker = LocalMember.start(Optional.empty(), visitor, loop::execute);
        watch = onlooker.connect(eye::on);
        loop.execute(() -> watch.perform(new CoordinationCall.Mirror(Paths.ROOT)));
        members.forEach(CrowdMember::begin);
        accepted(new Request.ApplyConfiguration(document(0), Optional.empty()));
        await("every node up", image -> image.members().size() == nodes
                && image.members().stream().allMatch(node -> node.up()));
    }

    private void fault(Throwable thrown) {
        faults.add(thrown);
    }

    private static NodeId node(int number) {
        return new NodeId("node%03d".formatted(number));
    }

    private ClusterDocument document(int groups) {
        TreeMap<NodeId, NodeDefinition> machines = new TreeMap<>();
        for (int n = 1; n <= nodes; n++) {
            machines.put(node(n), new NodeDefinition("127.0.0.1", n <= VOTERS, false, Amounts.NONE));
        }
        Kind kind = new Kind(KIND, new ProductId("app"), DataMode.COMPATIBLE, 2, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), Optional.of(new Command("version")),
                Optional.of(new Command("format")));
        Resource service = new Resource(new ResourceId("service"), "process", new TreeMap<>(Map.of("run", "serve")),
                new TreeSet<>(), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
        TreeMap<GroupId, GroupDefinition> all = new TreeMap<>();
        for (int g = 1; g <= groups; g++) {
            all.put(new GroupId("group%05d".formatted(g)), new GroupDefinition(KIND, new TreeMap<>(),
                    List.of(service), List.of(), new TreeSet<>(), false, Terms.NONE));
        }
        return new ClusterDocument(new Settings("crowd", false, "none"), List.of(kind), machines, all);
    }

    /// Defines so many groups.
    void define(int groups) {
        accepted(new Request.ApplyConfiguration(document(groups), Optional.empty()));
    }

    /// Orders every group of a node elsewhere.
    void drain(CrowdMember member) {
        accepted(new Request.DrainNode(member.node(), "it is drained"));
    }

    /// Loses machines.
    void lose(List<CrowdMember> lost) {
        members.removeAll(lost);
        lost.parallelStream().forEach(CrowdMember::lose);
    }

    /// Returns the members that were not lost.
    List<CrowdMember> members() {
        return List.copyOf(members);
    }

    /// Returns how a visitor of the ensemble connects.
    ClientConfig visitor() {
        return visitor;
    }

    /// Returns where the peers serve that were not lost.
    List<InetSocketAddress> peers() {
        return members.stream().flatMap(member -> member.peer().stream()).toList();
    }

    /// Returns the cluster as an onlooker sees it.
    ClusterImage image() {
        return loop.ask(eye::image).join();
    }

    /// Waits until every group of the configuration is online where it should be, elsewhere than on these nodes, and
    /// every write about it is known.
    void awaitOnline(int groups, List<NodeId> elsewhere) {
        await("every group online", image -> image.groups().size() == groups && image.groups().values().stream()
                .allMatch(group -> settled(group) && !elsewhere.contains(group.owner().orElseThrow())));
    }

    private static boolean settled(GroupImage group) {
        return group.state() instanceof GroupState.Online && group.owner().equals(group.placement().owner())
                && group.claim().filter(claim -> claim.epoch() == group.placement().epoch()).isPresent();
    }

    private void await(String what, Predicate<ClusterImage> condition) {
        try {
            Awaitility.await(what).atMost(patience).pollInterval(POLL)
                    .until(() -> !faults.isEmpty() || condition.test(image()));
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(what + ", but " + image().groups().values().stream()
                    .filter(group -> !settled(group)).limit(3).toList(), late);
        }
        rethrow();
    }

    private void rethrow() {
        if (!faults.isEmpty()) {
            throw new AssertionError("a handler failed", faults.getFirst());
        }
    }

    /// Returns on which machines each group runs, as the machines say.
    Map<GroupId, List<NodeId>> running() {
        Map<GroupId, List<NodeId>> running = new TreeMap<>();
        for (CrowdMember member : members) {
            for (HeldKey key : member.alive()) {
                running.computeIfAbsent(key.group(), _ -> new ArrayList<>()).add(member.node());
            }
        }
        return running;
    }

    /// Asks whoever leads, and insists on a yes.
    void accepted(Request request) {
        Ask ask = Ask.of("tester", "key" + keys++, request);
        List<Answer> answers = new ArrayList<>();
        Awaitility.await("an answer of the leader").atMost(patience).pollInterval(POLL)
                .until(() -> !faults.isEmpty() || asked(ask, answers));
        rethrow();
        if (!(answers.getLast() instanceof Answer.Accepted)) {
            throw new AssertionError("answered " + answers);
        }
    }

    private boolean asked(Ask ask, List<Answer> answers) {
        Optional<CrowdMember> leader = members.stream().filter(CrowdMember::leads).findFirst();
        leader.ifPresent(member -> answers.add(member.ask(ask).orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                .join()));
        return leader.isPresent() && !(answers.getLast() instanceof Answer.NotLeader);
    }

    @Override
    public void close() {
        loop.ask(() -> {
            watch.close();
            return true;
        }).join();
        onlooker.close();
        loop.close();
        members.reversed().forEach(CrowdMember::close);
    }
}
