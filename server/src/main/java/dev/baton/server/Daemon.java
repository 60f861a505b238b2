package dev.baton.server;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentEvent;
import dev.baton.agent.AgentSettings;
import dev.baton.agent.linux.LinuxHost;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.cluster.controller.Controller;
import dev.baton.config.DaemonSettings;
import dev.baton.core.model.NodeId;
import dev.baton.server.api.Api;
import dev.baton.server.loop.EventLoop;
import dev.baton.zookeeper.ClientConfig;
import dev.baton.zookeeper.ClusterSecret;
import dev.baton.zookeeper.EmbeddedPeer;
import dev.baton.zookeeper.PeerAddress;
import dev.baton.zookeeper.PeerConfig;
import dev.baton.zookeeper.ZooKeeperCoordination;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running `batond`: a coordination peer where this node has a vote, a controller, an agent and a REST interface.
///
/// Safe for threads: everything that decides runs on the one loop.
final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /// A session serves election and watches only; longer than a change of the engine's leader.
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration CONNECTING = Duration.ofMillis(700);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final DaemonSettings settings;
    private final EventLoop loop;
    private final Optional<EmbeddedPeer> peer;
    private final AgentSeat agent;
    private final ControllerSeat controller;
    private final Api api;
    private final CompletableFuture<AgentEffect.Ended> ended = new CompletableFuture<>();

    /// Starts everything and returns when the REST interface answers; joining the cluster goes on by itself.
    ///
    /// @throws IOException if the secret cannot be read
    /// @throws dev.baton.zookeeper.PeerRefused if a port of the coordination peer is in use
    Daemon(DaemonSettings settings) throws IOException {
        this.settings = settings;
        ClusterSecret secret = new ClusterSecret(Files.readString(settings.secret()).strip());
        loop = new EventLoop("batond", _ -> Runtime.getRuntime().halt(Batond.FAULT));
        peer = Optional.ofNullable(settings.ensemble().get(settings.node())).map(_ -> new EmbeddedPeer(peerConfig()));
        peer.ifPresent(EmbeddedPeer::start);
        ClientConfig client = new ClientConfig(ClientConfig.ownFirst(id(settings.node()), addresses()), secret, SESSION,
                CONNECTING, ANSWER);
        String url = "http://" + settings.apiHost() + ":" + settings.apiPort();
        controller = new ControllerSeat(
                new Controller(new Controller.Setup(settings.node(), url, peer.isPresent())), loop, BootClock::now,
                listener -> new ZooKeeperCoordination(client, loop::execute, listener));
        agent = new AgentSeat(new Agent(AgentSettings.of(settings.node(), settings.timings(), url)), BootClock::now,
                listener -> new ZooKeeperCoordination(client, loop::execute, listener),
                events -> new LinuxHost(settings, loop::execute, events), ended::complete);
        api = new Api(settings, loop, controller, peer);
        loop.execute(controller::begin);
    }

    private PeerConfig peerConfig() {
        DaemonSettings.EngineTimings engine = settings.engine();
        return new PeerConfig(id(settings.node()), addresses(), settings.directory().resolve("coordination"),
                engine.tick(), engine.tick().multipliedBy(engine.initLimit()),
                engine.tick().multipliedBy(engine.syncLimit()));
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

    /// Asks the agent to leave: every group stops here. Answered by [#ended].
    void leave() {
        loop.execute(() -> agent.on(new AgentEvent.Leave()));
    }

    /// Completes when the agent is done, and how.
    CompletableFuture<AgentEffect.Ended> ended() {
        return ended;
    }

    /// Lets go of everything; what the node holds goes on under its lease.
    void close() {
        api.close();
        loop.execute(() -> {
            agent.close();
            controller.close();
        });
        peer.ifPresent(EmbeddedPeer::close);
        loop.close();
        LOG.info("batond of {} ended", settings.node());
    }
}
