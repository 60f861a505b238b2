package dev.baton.server;

import dev.baton.config.DaemonSettings;
import dev.baton.coordination.tree.EnginePeer;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.coordination.tree.VotesRecord.Stage;
import dev.baton.core.model.NodeId;
import dev.baton.zookeeper.ClientConfig;
import dev.baton.zookeeper.ClusterSecret;
import dev.baton.zookeeper.EngineTls;
import dev.baton.zookeeper.PeerAddress;
import dev.baton.zookeeper.PeerConfig;
import dev.baton.zookeeper.PeerConfig.Entry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// This machine's part of the coordination engine, as its settings and the votes say it.
final class EngineSetup {

    /// A session serves election and watches only. Longer than a change of the engine's leader, which takes 0.3 to
    /// 1.7 s;
    /// short enough that a controller lost together with that leader is replaced within the shortest lease, 5 s.
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration CONNECTING = Duration.ofMillis(700);
    /// The same where a connection begins with handshakes, which a machine that has much else to do takes long for.
    private static final Duration CONNECTING_SECURED = Duration.ofMillis(1_500);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final DaemonSettings settings;
    private final ClusterSecret secret;
    private final Optional<EngineTls> tls;

    /// @throws IOException if the engine cannot use the certificates
    EngineSetup(DaemonSettings settings, ClusterSecret secret) throws IOException {
        this.settings = settings;
        this.secret = secret;
        this.tls = tls(settings);
    }

    private static Optional<EngineTls> tls(DaemonSettings settings) throws IOException {
        Optional<DaemonSettings.TlsFiles> files = settings.external().isPresent()
                ? settings.external().get().tls() : settings.access().flatMap(DaemonSettings.Access::tls);
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

    /// Returns whether the ensemble is what every batond.yaml says, for good: it is somebody else's, or voters see each
    /// other at different addresses, as on one machine that plays several, and cannot agree on one. The latter is said
    /// by the system property `baton.votes`.
    boolean fixed() {
        return elsewhere() || "fixed".equals(System.getProperty("baton.votes"));
    }

    /// Returns whether somebody else runs the ensemble, in which no node has a vote.
    boolean elsewhere() {
        return settings.external().isPresent();
    }

    /// Returns the votes of the first day. Peers are numbered by the order of their names, from 1: the same on every
    /// node that has the same list.
    VotesRecord first() {
        VotesRecord votes = new VotesRecord(Collections.emptySortedMap(), 0);
        for (var voter : settings.ensemble().entrySet()) {
            DaemonSettings.Peer at = voter.getValue();
            votes = votes.with(voter.getKey(), new EnginePeer(votes.highest() + 1, at.address(), at.clientPort(),
                    at.quorumPort(), at.electionPort()), Stage.HELD);
        }
        return votes;
    }

    /// Returns the votes with which a controller begins the record of them; empty where nobody keeps one.
    Optional<VotesRecord> founding(VotesRecord votes) {
        return fixed() && !elsewhere() ? Optional.empty() : Optional.of(votes);
    }

    /// Returns how this machine's peer runs; empty when it has none.
    ///
    /// @param founds whether an empty directory is what the ensemble begins with
    Optional<PeerConfig> peer(VotesRecord votes, boolean founds) {
        VotesRecord.Vote own = votes.votes().get(settings.node());
        if (own == null) {
            return Optional.empty();
        }
        boolean given = own.stage() == Stage.GIVING;
        List<PeerAddress> peers = new ArrayList<>(votes.voters().stream().map(EngineSetup::address).toList());
        if (given) {
            peers.add(address(own.peer()));
        }
        DaemonSettings.EngineTimings engine = settings.engine();
        return Optional.of(new PeerConfig(own.peer().id(), peers, settings.directory().resolve("coordination"),
                engine.tick(), engine.tick().multipliedBy(engine.initLimit()),
                engine.tick().multipliedBy(engine.syncLimit()), tls,
                given ? Entry.OBSERVER : founds ? Entry.FOUNDER : Entry.RETURNING,
                fixed() ? Optional.empty() : Optional.of(secret)));
    }

    /// Returns how this machine's clients connect.
    ClientConfig client(VotesRecord votes) {
        ClientConfig client = client(servers(votes), secret, tls);
        return settings.external().map(external -> client.below(external.root())).orElse(client);
    }

    /// Returns where this machine's clients look for the engine, in this order: its own peer first, if it has one.
    List<InetSocketAddress> servers(VotesRecord votes) {
        NodeId node = settings.node();
        if (settings.external().isPresent()) {
            return ClientConfig.around(node.value(), settings.external().get().servers().stream()
                    .map(server -> InetSocketAddress.createUnresolved(server.host(), server.port())).toList());
        }
        List<PeerAddress> voters = votes.voters().stream().map(EngineSetup::address).toList();
        return votes.peer(node).filter(_ -> votes.counts(node)).map(own -> ClientConfig.ownFirst(own.id(), voters))
                .orElseGet(() -> ClientConfig.around(node.value(),
                        voters.stream().map(PeerAddress::client).toList()));
    }

    /// Returns how clients connect that look for these servers, in this order.
    static ClientConfig client(List<InetSocketAddress> servers, ClusterSecret secret, Optional<EngineTls> tls) {
        return new ClientConfig(servers, secret, SESSION, tls.isPresent() ? CONNECTING_SECURED : CONNECTING, ANSWER,
                tls);
    }

    /// Returns where a peer listens, in the engine's words.
    static PeerAddress address(EnginePeer peer) {
        return new PeerAddress(peer.id(), peer.address(), peer.clientPort(), peer.quorumPort(), peer.electionPort());
    }

    /// Returns the same in the tree's words.
    static EnginePeer peer(PeerAddress at) {
        return new EnginePeer(at.id(), at.host(), at.clientPort(), at.quorumPort(), at.electionPort());
    }
}
