package dev.baton.coordination.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.memory.MemoryFaults.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MemoryFaultsTest {

    private static final NodePath A = NodePath.ROOT.child("a");

    private final MemoryEngine engine = new MemoryEngine();
    private final List<CoordinationEvent> events = new ArrayList<>();
    private final List<CoordinationEvent> others = new ArrayList<>();
    private final Coordination client = engine.connect("one", events::add);
    private final Coordination other = engine.connect("two", others::add);

    private static CoordinationCall create(String token, NodePath path) {
        return new CoordinationCall.Submit(new Token(token), Transaction.of(new Op.Create(path, Bytes.EMPTY)));
    }

    private static CoordinationCall set(String token, String content, int version) {
        return new CoordinationCall.Submit(new Token(token),
                Transaction.of(new Op.SetData(A, Bytes.of(content), version)));
    }

    @Test
    void a_lost_answer_is_unknown_with_its_effect_now_later_or_never() {
        engine.faults().loseNextAnswer(client, Effect.NOW);
        engine.faults().loseNextAnswer(client, Effect.NEVER);
        engine.faults().loseNextAnswer(client, Effect.LATER);
        for (String name : List.of("now", "never", "later")) {
            client.perform(create(name, NodePath.ROOT.child(name)));
        }
        while (events.size() < 3) {
            engine.step();
        }

        assertThat(events).containsExactly(new CoordinationEvent.Unknown(new Token("now")),
                new CoordinationEvent.Unknown(new Token("never")), new CoordinationEvent.Unknown(new Token("later")));
        assertThat(engine.committed(NodePath.ROOT)).doesNotContainKey(NodePath.ROOT.child("later"));
        engine.runUntilIdle();
        assertThat(engine.committed(NodePath.ROOT).keySet())
                .containsExactly(NodePath.ROOT, NodePath.ROOT.child("later"), NodePath.ROOT.child("now"));
        assertThat(events).hasSize(3);
    }

    @Test
    void a_late_effect_is_refused_when_the_version_has_moved_on() {
        client.perform(create("create", A));
        engine.faults().loseNextAnswer(other, Effect.LATER);
        engine.runUntilIdle();
        other.perform(set("late", "late", 0));
        client.perform(set("first", "first", 0));
        engine.runUntilIdle();

        assertThat(engine.committed(A).get(A).data()).isEqualTo(Bytes.of("first"));
    }

    @Test
    void a_lagging_mirror_skips_values_between() {
        client.perform(create("create", A));
        other.perform(new CoordinationCall.Mirror(A));
        engine.runUntilIdle();
        others.clear();

        engine.faults().lag(other);
        for (int i = 0; i < 5; i++) {
            client.perform(set("set" + i, "" + i, i));
        }
        engine.runUntilIdle();
        assertThat(others).isEmpty();
        engine.faults().catchUp(other);
        engine.runUntilIdle();

        assertThat(others).singleElement().isInstanceOfSatisfying(CoordinationEvent.Changed.class,
                changed -> assertThat(changed.entry().data()).isEqualTo(Bytes.of("4")));
    }

    @Test
    void a_client_that_comes_back_to_a_peer_behind_is_shown_what_was_so_but_never_less_than_it_knows() {
        NodePath own = NodePath.ROOT.child("own");
        client.perform(create("create", A));
        other.perform(new CoordinationCall.Mirror(NodePath.ROOT));
        engine.runUntilIdle();
        engine.faults().lag(other);
        client.perform(set("set", "new", 0));
        client.perform(create("later", NodePath.ROOT.child("later")));
        other.perform(create("mine", own));
        engine.runUntilIdle();
        engine.faults().expire(other);
        engine.runUntilIdle();
        others.clear();

        engine.faults().reconnect(other);
        engine.runUntilIdle();
        assertThat(others).singleElement().isInstanceOfSatisfying(CoordinationEvent.Snapshot.class, shown -> {
            assertThat(shown.entries().keySet()).containsExactly(NodePath.ROOT, A, own);
            assertThat(shown.entries().get(A).data()).isEqualTo(Bytes.EMPTY);
        });
        engine.faults().catchUp(other);
        engine.runUntilIdle();

        assertThat(others.stream().filter(CoordinationEvent.Changed.class::isInstance)).hasSize(2);
    }

    @Test
    void a_deposed_leader_stands_behind_the_others() {
        client.perform(new CoordinationCall.Campaign("one"));
        engine.runUntilIdle();
        other.perform(new CoordinationCall.Campaign("two"));
        engine.runUntilIdle();

        engine.faults().depose();
        engine.runUntilIdle();

        assertThat(events).containsExactly(new CoordinationEvent.Elected(), new CoordinationEvent.Deposed());
        assertThat(others).containsExactly(new CoordinationEvent.Elected());
    }

    @Test
    void the_seat_of_a_disconnected_leader_is_free_only_when_it_expires() {
        client.perform(new CoordinationCall.Campaign("one"));
        engine.runUntilIdle();
        other.perform(new CoordinationCall.Campaign("two"));
        engine.faults().disconnect(client);
        engine.runUntilIdle();
        assertThat(events).endsWith(new CoordinationEvent.Deposed());
        assertThat(others).isEmpty();

        engine.faults().expire(client);
        engine.faults().reconnect(client);
        engine.runUntilIdle();

        assertThat(others).containsExactly(new CoordinationEvent.Elected());
        assertThat(events).endsWith(new CoordinationEvent.Deposed());
    }

    @Test
    void the_same_seed_gives_the_same_history() {
        assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8));
    }

    private static List<String> history(long seed) {
        var engine = new MemoryEngine(new Random(seed)::nextInt);
        var history = new ArrayList<String>();
        var clients = new ArrayList<Coordination>();
        for (int i = 0; i < 3; i++) {
            String name = "client" + i;
            Coordination client = engine.connect(name, event -> history.add(name + " " + event));
            clients.add(client);
            client.perform(new CoordinationCall.Mirror(NodePath.ROOT));
            client.perform(new CoordinationCall.Campaign(name));
        }
        for (int i = 0; i < 30; i++) {
            clients.get(i % 3).perform(create("create" + i, NodePath.ROOT.child("n" + i % 4)));
        }
        engine.runUntilIdle();
        return history;
    }
}
