package dev.baton.coordination.contract;

import static dev.baton.coordination.contract.Scene.create;
import static dev.baton.coordination.contract.Scene.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.CoordinationEvent.Refusal;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Conditional transactions, and reading what they did.
interface TransactionPromises extends Scene {

    @Test
    default void versions_start_at_zero_and_grow_by_one_with_each_write() {
        NodePath a = top().child("a");

        assertThat(one().done(create(a, "0"))).containsExactly(0);
        assertThat(one().done(set(a, "1", 0))).containsExactly(1);
        assertThat(one().done(set(a, "2", Op.ANY_VERSION))).containsExactly(2);
        assertThat(one().done(new Op.Check(a, 2), set(a, "3", 2), set(a, "4", 3), new Op.Check(a, 4),
                new Op.Delete(a, 4), create(a, "5"))).containsExactly(2, 3, 4, 4, -1, 0);
        assertThat(one().read(a)).map(Versioned::data).contains(Bytes.of("5"));
    }

    @Test
    default void a_transaction_takes_effect_as_a_whole_or_not_at_all() {
        NodePath a = top().child("a");
        one().done(create(a, "old"));

        var refused = one().refused(set(a, "new", 0), create(top().child("b"), ""), new Op.Check(a, 7),
                create(top().child("c"), ""));

        assertThat(refused.opIndex()).isEqualTo(2);
        assertThat(refused.why()).isEqualTo(Refusal.VERSION);
        assertThat(one().read(a)).map(Versioned::data).contains(Bytes.of("old"));
        assertThat(one().read(a)).map(Versioned::version).contains(0);
        assertThat(one().read(top().child("b"))).isEmpty();
        assertThat(one().read(top().child("c"))).isEmpty();
    }

    @Test
    default void the_parts_of_a_transaction_build_on_each_other() {
        NodePath a = top().child("a");

        assertThat(one().done(create(a, ""), create(a.child("b"), ""), new Op.Delete(a.child("b"), 0),
                new Op.Delete(a, 0))).containsExactly(0, 0, -1, -1);
    }

    @Test
    default void a_refusal_names_the_first_part_refused_and_why() {
        NodePath parent = top().child("parent");
        one().done(create(parent, ""), create(parent.child("child"), ""), set(parent, "", 0));
        NodePath absent = top().child("absent");

        assertRefused(0, Refusal.ABSENT, set(absent, "", Op.ANY_VERSION));
        assertRefused(0, Refusal.ABSENT, new Op.Delete(absent, Op.ANY_VERSION));
        assertRefused(0, Refusal.ABSENT, new Op.Check(absent, Op.ANY_VERSION));
        assertRefused(0, Refusal.ABSENT, new Op.Delete(absent.child("below"), Op.ANY_VERSION));
        assertRefused(1, Refusal.EXISTS, new Op.Check(parent, 1), create(parent, ""));
        assertRefused(1, Refusal.NO_PARENT, new Op.Check(parent, 1), create(absent.child("below"), ""));
        assertRefused(2, Refusal.VERSION, new Op.Check(parent, 1), create(absent, ""), set(parent, "", 0));
        assertRefused(0, Refusal.VERSION, new Op.Check(parent, 0), create(parent, ""));
        assertRefused(0, Refusal.VERSION, new Op.Delete(parent, 0));
        assertRefused(0, Refusal.NOT_EMPTY, new Op.Delete(parent, 1));
        assertRefused(0, Refusal.FORBIDDEN, new Op.Delete(NodePath.ROOT, Op.ANY_VERSION));
        assertRefused(1, Refusal.FORBIDDEN, new Op.Check(parent, 1), set(NodePath.ROOT, "", Op.ANY_VERSION));
        assertRefused(1, Refusal.FORBIDDEN, new Op.Check(parent, 0), set(NodePath.ROOT, "", Op.ANY_VERSION));
    }

    private void assertRefused(int opIndex, Refusal why, Op... ops) {
        var refused = one().refused(ops);
        assertThat(refused.why()).as("%s", (Object) ops).isEqualTo(why);
        assertThat(refused.opIndex()).as("%s", (Object) ops).isEqualTo(opIndex);
    }

    @Test
    default void of_two_clients_that_name_the_same_version_one_wins() {
        NodePath a = top().child("a");
        one().done(create(a, ""));

        Token first = one().submit(set(a, "one", 0));
        Token second = two().submit(set(a, "two", 0));

        var answers = List.of(one().answer(first), two().answer(second));
        assertThat(answers).filteredOn(CoordinationEvent.Done.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(CoordinationEvent.Refused.class::isInstance).hasSize(1);
    }

    @Test
    default void an_entry_may_hold_64_kilobytes() {
        NodePath a = top().child("a");
        Bytes full = Bytes.of("x".repeat(Bytes.MAX_LENGTH));
        two().mirror(top());

        one().done(new Op.Create(a, full));

        assertThat(one().read(a)).map(Versioned::data).contains(full);
        two().await("the full entry", client -> client.sees(a, full.text()));
    }

    /// As a document is stored that is longer than a transaction: whoever sees the name can read every piece, though a
    /// mirror may show them later.
    @Test
    default void transactions_sent_at_once_take_effect_in_their_order() {
        NodePath document = top().child("document");
        NodePath name = top().child("name");
        String full = "x".repeat(Bytes.MAX_LENGTH);
        two().mirror(top());
        List<Token> tokens = new ArrayList<>(List.of(one().submit(create(document, "ahead"))));
        for (int i = 0; i < 12; i += 4) {
            tokens.add(one().submit(create(document.child("piece" + i), full),
                    create(document.child("piece" + (i + 1)), full), create(document.child("piece" + (i + 2)), full),
                    create(document.child("piece" + (i + 3)), full)));
        }
        tokens.add(one().submit(set(document, "", 0), new Op.Check(document.child("piece11"), 0), create(name, "")));

        assertThat(tokens).allSatisfy(token ->
                assertThat(one().answer(token)).isInstanceOf(CoordinationEvent.Done.class));
        two().await("the name", client -> client.sees(name, ""));
        for (int i = 0; i < 12; i++) {
            NodePath piece = document.child("piece" + i);
            assertThat(two().read(piece)).map(Versioned::data).contains(Bytes.of(full));
            two().await("piece " + i, client -> client.sees(piece, full));
        }
    }

    @Test
    default void a_transaction_may_hold_4_megabytes() {
        Bytes full = Bytes.of("x".repeat(Bytes.MAX_LENGTH));
        var ops = new ArrayList<Op>();
        for (int i = 0; i < 64; i++) {
            ops.add(new Op.Create(top().child("piece" + i), full));
        }

        // Where much else is to be done it takes longer than a client waits for its answer: then it is tried again.
        CoordinationEvent came = one().answer(one().submit(ops.toArray(Op[]::new)));
        for (int again = 0; again < 5 && came instanceof CoordinationEvent.Unknown; again++) {
            came = one().answer(one().submit(ops.toArray(Op[]::new)));
        }

        assertThat(came).isNotInstanceOf(CoordinationEvent.Unknown.class);
        // The other client may be told of it a little later.
        assertThat(one().mirror(top()).entries()).hasSize(65);
    }

    @Test
    default void a_read_sees_every_write_acknowledged_to_the_same_client() {
        NodePath a = top().child("a");
        one().done(create(a, "0"));
        for (int i = 1; i <= 20; i++) {
            one().done(set(a, "" + i, Op.ANY_VERSION));
            assertThat(one().read(a)).map(Versioned::version).contains(i);
        }
    }

    @Test
    default void modified_grows_over_the_whole_tree_also_when_an_entry_is_deleted_and_created_again() {
        NodePath a = top().child("a");
        var seen = new ArrayList<Long>();

        one().done(create(a, ""));
        seen.add(one().read(a).orElseThrow().modified());
        one().done(create(top().child("b"), ""));
        seen.add(one().read(top().child("b")).orElseThrow().modified());
        one().done(new Op.Delete(a, 0));
        one().done(create(a, ""));
        seen.add(one().read(a).orElseThrow().modified());
        one().done(set(a, "", 0));
        seen.add(one().read(a).orElseThrow().modified());

        assertThat(seen).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void the_calls_of_one_client_are_performed_in_the_order_in_which_they_were_begun() {
        NodePath a = top().child("a");
        one().done(create(a, "0"));

        var tokens = new ArrayList<Token>();
        for (int i = 0; i < 50; i++) {
            tokens.add(one().submit(set(a, "" + (i + 1), i)));
            tokens.add(one().beginRead(a));
        }

        for (int i = 0; i < 50; i++) {
            assertThat(one().answer(tokens.get(2 * i))).isInstanceOf(CoordinationEvent.Done.class);
            assertThat(one().answer(tokens.get(2 * i + 1)))
                    .extracting(event -> ((CoordinationEvent.ReadDone) event).entry().orElseThrow().version())
                    .isEqualTo(i + 1);
        }
    }

    @Test
    default void nothing_is_delivered_from_within_perform() {
        var inside = new AtomicInteger();
        var performing = new AtomicBoolean();
        var elected = new AtomicBoolean();
        var answers = new AtomicInteger();
        var connection = stage().connect("three", event -> {
            if (performing.get()) {
                inside.incrementAndGet();
            }
            if (event instanceof CoordinationEvent.Elected) {
                elected.set(true);
            }
            if (event instanceof CoordinationEvent.ReadDone || event instanceof CoordinationEvent.Refused) {
                answers.incrementAndGet();
            }
        });
        Consumer<List<CoordinationCall>> perform = calls -> stage().onLoop(connection, () -> {
            performing.set(true);
            calls.forEach(connection::perform);
            performing.set(false);
        });
        perform.accept(List.of(new CoordinationCall.Mirror(top()), new CoordinationCall.Campaign("three")));
        stage().await("election", elected::get);

        perform.accept(List.of(new CoordinationCall.Resign(),
                new CoordinationCall.Submit(new Token("refused"), Transaction.of(new Op.Delete(NodePath.ROOT, 0))),
                new CoordinationCall.Read(new Token("read"), top())));
        stage().await("both answers", () -> answers.get() == 2);
        stage().onLoop(connection, connection::close);

        assertThat(inside).hasValue(0);
    }
}
