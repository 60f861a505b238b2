package dev.baton.server;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentSettings;
import dev.baton.agent.linux.BootClock;
import dev.baton.agent.linux.Holding;
import dev.baton.agent.linux.LinuxHost;
import dev.baton.agent.linux.LinuxHostSettings;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.controller.Controller;
import dev.baton.config.DaemonSettings;
import dev.baton.config.OwnerOnly;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.ClusterLevels;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import dev.baton.server.access.Tls;
import dev.baton.server.api.Cluster;
import dev.baton.server.api.OwnCounts;
import dev.baton.server.loop.EventLoop;
import dev.baton.server.machine.MachineLook;
import dev.baton.zookeeper.ClientConfig;
import dev.baton.zookeeper.ClusterSecret;
import dev.baton.zookeeper.EngineTls;
import dev.baton.zookeeper.LocalMember;
import dev.baton.zookeeper.PeerAddress;
import dev.baton.zookeeper.PeerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running `batond`: a coordination peer where this node has a vote, a controller, an agent, REST interface and
/// console.
///
/// Safe for threads: everything that decides runs on the one loop.
final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /// A session serves election and watches only. Longer than a change of the engine's leader, which takes 0.3 to
    /// 1.7 s;
    /// short enough that a controller lost together with that leader is replaced within the shortest lease, 5 s.
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration CONNECTING = Duration.ofMillis(700);
    /// The same where a connection begins with handshakes, which a machine that has much else to do takes long for.
    private static final Duration CONNECTING_SECURED = Duration.ofMillis(1_500);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final DaemonSettings settings;
    private final EventLoop loop;
    private final LocalMember member;
    private final Counting counting;
    private final AgentSeat agent;
    private final ControllerSeat controller;
    private final LinuxHost host;
    private final MachineLook machine;
    private final WebServer web;

    /// Starts everything and returns when the web server answers; joining the cluster goes on by itself.
    ///
    /// @param onEnd told on the loop, once, when the agent is done
    /// @throws IOException if the secret cannot be read
    /// @throws dev.baton.zookeeper.PeerRefused if a port of the coordination peer is in use
    /// @throws io.javalin.util.JavalinBindException if the port of the web server is in use
    Daemon(DaemonSettings settings, Consumer<AgentEffect.Ended> onEnd) throws IOException {
        this.settings = settings;
        OwnerOnly.requireSecret(settings.secret(), "the cluster's secret");
        ClusterSecret secret = new ClusterSecret(Files.readString(settings.secret()).strip());
        Access access = access(settings, secret);
        String url = WebServer.url(settings.apiHost(), settings.apiPort(), access);
        BootClock clock = new BootClock();
        counting = new Counting(clock::now);
        boolean voter = settings.ensemble().containsKey(settings.node());
        loop = new EventLoop("batond", _ -> Runtime.getRuntime().halt(Batond.FAULT));
        Optional<EngineTls> tls = engineTls();
        member = LocalMember.start(voter ? Optional.of(peerConfig(tls)) : Optional.empty(),
                client(settings.node(), id(settings.node()), addresses(), secret, tls), loop::execute);
        controller = new ControllerSeat(new Controller(new Controller.Setup(settings.node(), url, voter, levels())),
                loop, clock::now, counting.over(member::connect), counting);
        agent = new AgentSeat(new Agent(AgentSettings.of(settings.node(), settings.timings(), url)
                .speaking(levels())), clock::now, counting.over(member::connect), onEnd);
        host = LinuxHost.start(hostSettings(), clock, event -> loop.execute(() -> agent.told(event)));
        loop.execute(() -> agent.sit(host));
        machine = new MachineLook(settings.node(), settings.directory());
        web = new WebServer(settings.node(), settings.apiHost(), settings.apiPort(), new Seen(), access);
        loop.execute(controller::begin);
    }

    /// Returns how the clients of a node connect.
    ///
    /// @param id    of the node's own peer; another number than any peer's when it has none
    /// @param peers of the ensemble
    static ClientConfig client(NodeId node, int id, List<PeerAddress> peers, ClusterSecret secret,
            Optional<EngineTls> tls) {
        boolean voter = peers.stream().anyMatch(peer -> peer.id() == id);
        return new ClientConfig(voter ? ClientConfig.ownFirst(id, peers) : ClientConfig.around(node.value(), peers),
                secret, SESSION, tls.isPresent() ? CONNECTING_SECURED : CONNECTING, ANSWER, tls);
    }

    private static Access access(DaemonSettings settings, ClusterSecret secret) throws IOException {
        if (settings.access().isEmpty()) {
            return Access.ofThisMachine();
        }
        DaemonSettings.Access wanted = settings.access().get();
        Optional<Tls> tls = Optional.empty();
        if (wanted.tls().isPresent()) {
            DaemonSettings.TlsFiles files = wanted.tls().get();
            tls = Optional.of(Tls.read(files.certificate(), files.key(), files.authority(),
                    files.callersAuthority().orElse(files.authority())));
        }
        return Access.byFile(wanted.tokens(), tls, secret.derived("one daemon of baton calls another"));
    }

    /// What this build speaks. Tests make two builds of one by the system property `baton.levels`, such as `1-1`.
    private static LevelRange levels() {
        String asked = System.getProperty("baton.levels");
        return asked == null ? ClusterLevels.BUILD : LevelRange.parse(asked);
    }

    private LinuxHostSettings hostSettings() {
        return new LinuxHostSettings(settings.directory().resolve("run"), settings.directory().resolve("agent"),
                settings.timings().margin(), Holding.detect(settings.cgroup()), settings.environment(),
                settings.restart().orElse(LinuxHostSettings.REBOOT), settings.linger());
    }

    private Optional<EngineTls> engineTls() throws IOException {
        Optional<DaemonSettings.TlsFiles> files = settings.access().flatMap(DaemonSettings.Access::tls);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Optional<EngineTls.Speech> speech = switch (files.get().betweenNodes()) {
            case CLEAR -> Optional.empty();
            case ACCEPT_TLS -> Optional.of(EngineTls.Speech.ACCEPTS);
            case SPEAK_TLS -> Optional.of(EngineTls.Speech.SPEAKS);
            case ONLY_TLS -> Optional.of(EngineTls.Speech.INSISTS);
        };
        return speech.isEmpty() ? Optional.empty() : Optional.of(EngineTls.prepare(files.get().certificate(),
                files.get().key(), files.get().authority(), settings.directory().resolve("engine.pem"), speech.get()));
    }

    private PeerConfig peerConfig(Optional<EngineTls> tls) {
        DaemonSettings.EngineTimings engine = settings.engine();
        return new PeerConfig(id(settings.node()), addresses(), settings.directory().resolve("coordination"),
                engine.tick(), engine.tick().multipliedBy(engine.initLimit()),
                engine.tick().multipliedBy(engine.syncLimit()), tls);
    }

    /// Peers are numbered by the order of their names, from 1: the same on every node that has the same list.
    private int id(NodeId node) {
        return new ArrayList<>(settings.ensemble().keySet()).indexOf(node) + 1;
    }

    private List<PeerAddress> addresses() {
        List<PeerAddress> addresses = new ArrayList<>();
        settings.ensemble().forEach((node, p) -> addresses.add(new PeerAddress(id(node), p.address(), p.clientPort(),
                p.quorumPort(), p.electionPort())));
        return addresses;
    }

    /// Ends as the settings say: what the node holds goes on under a longer lease, or moves away first.
    void end() {
        Ending ending = new Ending(settings.node(), loop, agent);
        settings.drain().filter(drain -> Ending.goesDown(drain.only()))
                .ifPresentOrElse(drain -> ending.drain(web.desk(), drain.within()), ending::keep);
        close();
    }

    /// Lets go of everything; what the node holds goes on under its lease.
    void close() {
        web.close();
        loop.ask(() -> {
            agent.close();
            host.close();
            controller.close();
            return true;
        }).completeOnTimeout(false, CLOSING.toMillis(), TimeUnit.MILLISECONDS).join();
        member.close();
        loop.close();
        LOG.info("batond of {} ended", settings.node());
    }

    /// This daemon as its REST interface sees it.
    private final class Seen implements Cluster {

        @Override
        public <T> CompletableFuture<T> look(Function<TreeMirror, T> question) {
            return loop.ask(() -> question.apply(controller.tree()));
        }

        @Override
        public CompletableFuture<Boolean> nextChange() {
            return controller.nextChange();
        }

        @Override
        public CompletableFuture<Answer> ask(Ask ask) {
            return controller.ask(ask);
        }

        @Override
        public Optional<Instant> cutOffSince() {
            return controller.cutOffSince();
        }

        @Override
        public Optional<LeaseMargin> leaseMargin() {
            return controller.leaseMargin();
        }

        @Override
        public OwnCounts counts() {
            return counting.counts().withHooks(controller.hooks());
        }

        @Override
        public MachineFacts machine(SortedSet<String> paths) {
            return machine.now(paths);
        }

        @Override
        public String peerMode() {
            return settings.ensemble().containsKey(settings.node())
                    ? member.mode().name().toLowerCase(Locale.ROOT) : "none";
        }
    }
}
