package dev.baton.coordination.contract;

import static dev.baton.coordination.contract.Scene.create;
import static dev.baton.coordination.contract.Scene.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a client knows, and does not know, when its connection is lost.
interface ConnectionPromises extends Scene {

    @Test
    default void after_a_lost_connection_a_mirror_is_stale_and_then_comes_back_whole() {
        NodePath a = top().child("a");
        NodePath b = top().child("b");
        one().done(create(a, "old"), create(b, "old"));
        two().mirror(top());
        two().mirror(b);

        two().loseConnection();
        two().await("both mirrors to be stale", client ->
                client.events().contains(new CoordinationEvent.Stale(top()))
                        && client.events().contains(new CoordinationEvent.Stale(b)));
        one().done(set(a, "new", 0), new Op.Delete(b, 0), create(top().child("c"), ""));
        two().restoreConnection();

        two().await("whole snapshots", client ->
                client.snapshots(top()).size() == 2 && client.snapshots(b).size() == 2);
        assertThat(two().snapshots(top()).getLast().entries().keySet()).containsExactly(top(), a, top().child("c"));
        assertThat(two().snapshots(top()).getLast().entries().get(a).data()).isEqualTo(Bytes.of("new"));
        assertThat(two().snapshots(b).getLast().entries()).isEmpty();
        one().done(set(a, "newer", 1));
        two().await("later changes", client -> client.sees(a, "newer"));
    }

    @Test
    default void while_the_connection_is_lost_every_call_is_answered_unknown() {
        two().sync();
        two().loseConnection();

        Token write = two().submit(create(top().child("a"), ""));
        Token read = two().beginRead(top());
        Token sync = two().token("sync");
        two().perform(new CoordinationCall.Sync(sync));

        for (Token token : List.of(write, read, sync)) {
            assertThat(two().answer(token)).isEqualTo(new CoordinationEvent.Unknown(token));
        }
        two().restoreConnection();
        two().await("an answer again", client -> client.answer(client.beginRead(top()))
                instanceof CoordinationEvent.ReadDone);
        for (Token token : List.of(write, read, sync)) {
            assertThat(two().answers(token)).hasSize(1);
        }
    }

    @Test
    default void a_write_that_meets_a_lost_connection_took_effect_once_or_never_and_is_answered_once() {
        NodePath a = top().child("a");
        one().done(create(a, ""));

        var tokens = new ArrayList<Token>();
        for (int i = 0; i < 40; i++) {
            if (i == 20) {
                two().answer(tokens.get(5));
                two().loseConnection();
            }
            tokens.add(two().submit(set(a, "" + i, Op.ANY_VERSION)));
        }
        tokens.forEach(two()::answer);
        two().restoreConnection();
        two().await("an answer again", client -> client.answer(client.beginRead(top()))
                instanceof CoordinationEvent.ReadDone);
        two().sync();

        long done = tokens.stream().filter(t -> two().answer(t) instanceof CoordinationEvent.Done).count();
        long unknown = tokens.stream().filter(t -> two().answer(t) instanceof CoordinationEvent.Unknown).count();
        assertThat(done + unknown).isEqualTo(40);
        assertThat(done).isPositive();
        assertThat(two().read(a).orElseThrow().version()).isBetween((int) done, (int) (done + unknown));
        assertThat(tokens).allSatisfy(token -> assertThat(two().answers(token)).hasSize(1));
    }
}
