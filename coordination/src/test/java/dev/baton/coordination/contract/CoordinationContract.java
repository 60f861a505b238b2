package dev.baton.coordination.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The promises of the port; the name of each test is one of them. An engine may be shared by all tests: each works in
/// a subtree of its own.
public abstract class CoordinationContract
        implements TransactionPromises, MirrorPromises, ConnectionPromises, LeadershipPromises {

    private static final AtomicInteger SUBTREES = new AtomicInteger();

    private final Stage stage;
    private final NodePath top = NodePath.ROOT.child("contract-" + SUBTREES.incrementAndGet());
    private final List<Client> clients = new ArrayList<>();
    private final Client one;
    private final Client two;

    /// Prepares the contract for this engine, fresh or shared.
    protected CoordinationContract(Stage stage) {
        this.stage = stage;
        one = connect("one");
        two = connect("two");
    }

    @BeforeEach
    void an_empty_subtree() {
        one.done(Scene.create(top, ""));
    }

    @AfterEach
    void no_promise_was_broken_on_the_way() {
        clients.forEach(Client::close);
        stage.close();
        assertThat(clients).flatExtracting(Client::brokenPromises).isEmpty();
    }

    @Override
    public final Client one() {
        return one;
    }

    @Override
    public final Client two() {
        return two;
    }

    @Override
    public final NodePath top() {
        return top;
    }

    @Override
    public final Stage stage() {
        return stage;
    }

    @Override
    public final Client connect(String name) {
        var client = new Client(stage, name);
        clients.add(client);
        return client;
    }
}
