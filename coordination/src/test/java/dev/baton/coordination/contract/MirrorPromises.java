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
import dev.baton.coordination.Versioned;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Mirrored subtrees while the connection holds.
interface MirrorPromises extends Scene {

    @Test
    default void a_mirror_begins_with_the_whole_subtree() {
        one().done(create(top().child("a"), "1"), create(top().child("a").child("b"), "2"),
                create(top().child("c"), "3"));

        // Another client's may begin with what was before.
        var snapshot = one().mirror(top().child("a"));

        assertThat(snapshot.entries().keySet())
                .containsExactly(top().child("a"), top().child("a").child("b"));
        assertThat(snapshot.entries().get(top().child("a").child("b")).data()).isEqualTo(Bytes.of("2"));
    }

    @Test
    default void a_mirror_of_an_absent_subtree_is_empty_until_it_is_created() {
        NodePath later = top().child("later");

        assertThat(two().mirror(later).entries()).isEmpty();
        one().done(create(later, "now"), create(later.child("below"), "too"));

        two().await("the new subtree", client -> client.sees(later, "now") && client.sees(later.child("below"), "too"));
    }

    @Test
    default void a_mirror_shows_the_writes_of_other_clients_eventually() {
        NodePath a = top().child("a");
        two().mirror(top());

        one().done(create(a, "0"));
        for (int i = 1; i <= 30; i++) {
            one().done(set(a, "" + i, i - 1));
        }
        two().await("the last of many writes", client -> client.sees(a, "30"));
        one().done(new Op.Delete(a, 30));
        two().await("the deletion", client -> !client.sees(a));
        one().done(create(a, "again"));
        two().await("the new entry", client -> client.sees(a, "again"));
    }

    @Test
    default void a_mirror_shows_nothing_outside_its_subtree() {
        NodePath a = top().child("a");
        one().done(create(a, ""));
        two().mirror(a);

        one().done(create(top().child("a-b"), ""), create(a.child("c"), ""), create(top().child("b"), ""));

        two().await("the change inside", client -> client.sees(a.child("c")));
        two().sync();
        assertThat(two().tree().keySet()).containsExactly(a, a.child("c"));
    }

    @Test
    default void a_clients_own_write_is_in_its_mirror_before_it_is_done() {
        NodePath a = top().child("a");
        one().mirror(top());

        for (int round = 0; round < 10; round++) {
            assertSeenBefore(one().submit(create(a, "created")), a, true);
            assertSeenBefore(one().submit(set(a, "written", 0)), a, true);
            assertSeenBefore(one().submit(new Op.Delete(a, 1)), a, false);
        }
    }

    private void assertSeenBefore(Token token, NodePath path, boolean there) {
        assertThat(one().answer(token)).isInstanceOf(CoordinationEvent.Done.class);
        var events = one().events();
        var before = events.subList(0, events.indexOf(one().answer(token)));
        CoordinationEvent last = before.stream()
                .filter(event -> event instanceof CoordinationEvent.Changed(NodePath p, var _) && p.equals(path)
                        || event instanceof CoordinationEvent.Gone(NodePath q) && q.equals(path))
                .reduce((_, next) -> next)
                .orElseThrow();
        assertThat(last).isInstanceOf(there ? CoordinationEvent.Changed.class : CoordinationEvent.Gone.class);
        if (last instanceof CoordinationEvent.Changed(var _, Versioned entry)) {
            assertThat(List.of(entry.version())).isEqualTo(((CoordinationEvent.Done) one().answer(token)).versions());
        }
    }

    @Test
    default void after_a_sync_the_mirror_shows_all_that_anyone_had_committed_before() {
        String large = "x".repeat(Bytes.MAX_LENGTH - 10);
        two().mirror(top());
        for (int i = 0; i < 20; i++) {
            one().done(create(top().child("n" + i), large + i));
            Token sync = two().sync();
            var events = two().events();
            var before = events.subList(0, events.indexOf(new CoordinationEvent.Done(sync, List.of())));
            NodePath written = top().child("n" + i);
            assertThat(before).as("told before the answer to %s", sync).anyMatch(event ->
                    event instanceof CoordinationEvent.Changed(NodePath path, var _) && path.equals(written));
        }
    }

    @Test
    default void mirroring_the_same_subtree_again_has_no_effect() {
        two().mirror(top());
        two().perform(new CoordinationCall.Mirror(top()));
        two().sync();

        assertThat(two().snapshots(top())).hasSize(1);
    }

    @Test
    default void an_entry_in_two_mirrored_subtrees_is_told_once() {
        NodePath a = top().child("a");
        one().done(create(a, ""));
        two().sync();
        two().mirror(top());
        two().mirror(a);

        one().done(set(a, "new", 0));
        two().sync();

        assertThat(two().events()).filteredOn(CoordinationEvent.Changed.class::isInstance).hasSize(1);
    }

    @Test
    default void a_mirror_equals_the_tree_after_many_clients_wrote() {
        Client three = connect("three");
        three.mirror(top());
        var tokens = new ArrayList<Token>();
        for (int i = 0; i < 40; i++) {
            NodePath path = top().child("n" + i % 7);
            tokens.add(one().submit(i % 3 == 0 ? new Op.Delete(path, -1) : create(path, "one" + i)));
            tokens.add(two().submit(set(path, "two" + i, -1)));
        }
        for (int i = 0; i < tokens.size(); i++) {
            (i % 2 == 0 ? one() : two()).answer(tokens.get(i));
        }

        three.sync();

        assertThat(three.tree()).isEqualTo(connect("four").mirror(top()).entries());
    }
}
