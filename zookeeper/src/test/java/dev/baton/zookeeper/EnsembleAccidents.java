package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.CoordinationEvent.Deposed;
import dev.baton.coordination.CoordinationEvent.Done;
import dev.baton.coordination.CoordinationEvent.Elected;
import dev.baton.coordination.CoordinationEvent.Stale;
import dev.baton.coordination.CoordinationEvent.Unknown;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.core.model.LeaseTimings;
import dev.baton.zookeeper.EmbeddedPeer.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What happens to peers, connections and sessions; each accident is over at the end of its test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EnsembleAccidents {

    private static final AtomicInteger SUBTREES = new AtomicInteger();

    private final Ensemble ensemble;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private NodePath top = NodePath.ROOT;

    EnsembleAccidents(Ensemble ensemble) {
        this.ensemble = ensemble;
    }

    @BeforeAll
    void three_peers() {
        ensemble.start();
    }

    @AfterAll
    void stop() {
        ensemble.close();
    }

    @BeforeEach
    void an_entry() {
        top = NodePath.ROOT.child("accident-" + SUBTREES.incrementAndGet());
        Recorder client = connect(ensemble.client(1));
        await("the first write").atMost(Ensemble.PATIENCE).until(() ->
                !(client.answerTo(new Op.Create(top, Bytes.EMPTY)) instanceof Unknown));
    }

    @AfterEach
    void all_peers_serve_again() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        opened.clear();
        ensemble.start();
    }

    private Recorder connect(ClientConfig config) {
        return connect((loop, listener) -> new ZooKeeperCoordination(config, loop, listener));
    }

    private Recorder connect(BiFunction<Loop, Coordination.Listener, Coordination> maker) {
        var client = new Recorder(maker);
        opened.add(client);
        return client;
    }

    private void mirror(Recorder client) {
        client.perform(new CoordinationCall.Mirror(top));
        client.awaitEvent("the snapshot", CoordinationEvent.Snapshot.class::isInstance);
    }

    private static List<CoordinationEvent.Snapshot> snapshots(Recorder client) {
        return client.events().stream().filter(CoordinationEvent.Snapshot.class::isInstance)
                .map(CoordinationEvent.Snapshot.class::cast).toList();
    }

    private void awaitSnapshots(Recorder client, int count) {
        client.awaitEvent(count + " snapshots", _ -> snapshots(client).size() == count);
    }

    @Test
    void a_client_whose_own_peer_is_gone_goes_on_with_another() {
        EmbeddedPeer follower = ensemble.peer(ensemble.peer(1).mode() == Mode.LEADER ? 2 : 1);
        Recorder client = connect(ensemble.client(follower.config().id()));
        mirror(client);

        follower.stop();
        client.awaitWrite(top);

        awaitSnapshots(client, 2);
        assertThat(client.events()).contains(new Stale(top));
    }

    @Test
    void when_the_leading_peer_is_gone_clients_write_again_through_their_own_peers_within_the_assumed_pause() {
        EmbeddedPeer leader = ensemble.leader();
        EmbeddedPeer own = ensemble.peer(leader.config().id() % 3 + 1);
        ClientConfig config = ensemble.client(own.config().id());
        Recorder client = connect((loop, listener) -> new ZooKeeperCoordination(config, loop, listener,
                () -> own.mode() == Mode.LOOKING));
        client.awaitWrite(top);

        leader.stop();
        long begun = System.nanoTime();
        client.awaitWrite(top);
        Duration pause = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(pause).isLessThan(LeaseTimings.longestWriteGap(Ensemble.TICK, 5));
        assertThat(ensemble.leader()).isNotEqualTo(leader);
        assertThat(((ZooKeeperCoordination) client.client()).connector().server())
                .contains(own.config().self().client());
    }

    @Test
    void a_session_that_the_engine_ended_is_replaced_without_a_word_but_the_promised_ones() {
        Recorder client = connect(ensemble.client(2));
        Recorder other = connect(ensemble.client(3));
        mirror(client);
        client.perform(new CoordinationCall.Campaign("client"));
        client.awaitEvent("election", new Elected()::equals);
        other.perform(new CoordinationCall.Campaign("other"));

        endSession((ZooKeeperCoordination) client.client());

        other.awaitEvent("the other's election", new Elected()::equals);
        awaitSnapshots(client, 2);
        assertThat(client.events()).containsSubsequence(new Elected(), new Deposed(), new Stale(top));
        assertThat(client.answerTo(new Op.SetData(top, Bytes.of("after"), 0))).isInstanceOf(Done.class);
        other.perform(new CoordinationCall.Resign());
        client.awaitInOrder(new Elected(), new Deposed(), new Elected());
    }

    /// Takes the session over with a second connection and closes it there.
    private void endSession(ZooKeeperCoordination client) {
        Link.Session session = client.connector().session().orElseThrow();
        var loop = new Loop("thief");
        loop.accept(() -> {
            try {
                new Link(ensemble.client(1).servers().getFirst(), ensemble.client(1), session, loop,
                        new Link.Listener() {
                            @Override
                            public void connected(Link link) {
                                link.close(() -> {});
                            }

                            @Override
                            public void lost(Link link) {}

                            @Override
                            public void expired(Link link) {}

                            @Override
                            public void changed(Link link, EventType what, NodePath path) {}
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void without_a_majority_every_call_is_unknown_within_the_time_for_an_answer() {
        Recorder client = connect(ensemble.client(1));
        client.awaitWrite(top);
        ensemble.peer(2).stop();
        ensemble.peer(3).stop();

        long begun = System.nanoTime();
        Token write = client.submit(new Op.SetData(top, Bytes.of("alone"), Op.ANY_VERSION));
        client.perform(new CoordinationCall.Sync(new Token("sync")));
        assertThat(client.answer(write)).isInstanceOf(Unknown.class);
        assertThat(client.answer(new Token("sync"))).isInstanceOf(Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));

        ensemble.peer(2).start();
        client.awaitWrite(top);
    }

    @Test
    void calls_to_a_frozen_server_are_unknown_within_the_time_for_an_answer() {
        var cable = new Cable(ensemble.peer(1).config().self().clientPort());
        opened.add(cable);
        Recorder client = connect(new ClientConfig(List.of(cable.address()), Ensemble.SECRET, Duration.ofSeconds(10),
                Duration.ofSeconds(1), Duration.ofMillis(500), ensemble.tls()));
        mirror(client);

        cable.freeze();
        Token write = client.submit(new Op.SetData(top, Bytes.of("frozen"), 0));
        client.perform(new CoordinationCall.Read(new Token("read"), top));

        assertThat(client.answer(write)).isInstanceOf(Unknown.class);
        assertThat(client.answer(new Token("read"))).isInstanceOf(Unknown.class);
        cable.thaw();
        client.awaitEvent("the late effect", event -> event instanceof CoordinationEvent.Changed changed
                && changed.entry().data().equals(Bytes.of("frozen")));
        client.awaitWrite(top);
        assertThat(client.events().stream().filter(new Unknown(write)::equals)).hasSize(1);
        assertThat(client.events()).doesNotContain(new Done(write, List.of(1)));
    }

    @Test
    void a_server_that_accepts_and_never_answers_is_passed_over() {
        var cable = new Cable(ensemble.peer(1).config().self().clientPort());
        opened.add(cable);
        cable.freeze();
        Recorder client = connect(new ClientConfig(
                List.of(cable.address(), ensemble.peer(2).config().self().client()), Ensemble.SECRET,
                Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(5), ensemble.tls()));

        assertThat(client.answerTo(new Op.SetData(top, Bytes.EMPTY, 0))).isInstanceOf(Done.class);
    }

    @Test
    void a_machine_that_stops_in_good_order_hands_its_leadership_over_without_waiting_for_its_session() {
        int own = ensemble.leader().config().id();
        ClientConfig config = ensemble.client(own);
        ClientConfig longSession = new ClientConfig(config.servers(), config.secret(), Duration.ofMinutes(1),
                config.connecting(), config.answer(), config.tls());
        PeerConfig peer = ensemble.peer(own).config();
        ensemble.peer(own).stop();
        var loop = new Loop("stopping");
        opened.add(loop);
        var machine = LocalMember.start(Optional.of(peer), longSession, loop);
        var events = new CopyOnWriteArrayList<CoordinationEvent>();
        Coordination client = machine.connect(events::add);
        loop.accept(() -> client.perform(new CoordinationCall.Campaign("stopping")));
        await("election").atMost(Ensemble.PATIENCE).until(() -> events.contains(new Elected()));
        Recorder other = connect(ensemble.client(own % 3 + 1));
        other.perform(new CoordinationCall.Campaign("other"));
        other.awaitWrite(top);

        loop.accept(client::close);
        machine.close();

        other.awaitEvent("the other's election", new Elected()::equals);
    }

    @Test
    void a_machine_that_is_cut_off_loses_its_leadership_and_comes_back_whole() throws Exception {
        int own = ensemble.leader().config().id();
        PeerConfig config = ensemble.peer(own).config();
        ensemble.peer(own).stop();
        var member = new LocalMember[1];
        var local = new Recorder((loop, listener) -> {
            member[0] = LocalMember.start(Optional.of(config), ensemble.client(own), loop);
            return member[0].connect(listener);
        });
        try (var machine = member[0]; local) {
            mirror(local);
            local.perform(new CoordinationCall.Campaign("cut"));
            local.awaitEvent("election", new Elected()::equals);
            Recorder other = connect(ensemble.client(own % 3 + 1));
            other.perform(new CoordinationCall.Campaign("other"));

            machine.cutForRehearsal();
            local.awaitEvent("deposition", new Deposed()::equals);
            assertThat(machine.mode()).isEqualTo(Mode.STOPPED);
            assertThat(local.answerTo(new Op.SetData(top, Bytes.of("cut"), 0))).isInstanceOf(Unknown.class);
            other.awaitEvent("the other's election", new Elected()::equals);
            other.awaitWrite(top);
            machine.restoreAfterRehearsal();

            local.awaitWrite(top);
            awaitSnapshots(local, 2);
            assertThat(local.events()).contains(new Stale(top));
        }
    }
}
