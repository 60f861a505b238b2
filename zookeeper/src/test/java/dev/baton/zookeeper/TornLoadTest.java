package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TornLoadTest {

    private static final NodePath TOP = NodePath.ROOT.child("top");
    private static final int ENTRIES = 5;
    /// Where the load begins: after the session, the secret and the write that goes ahead.
    private static final int FIRST = 144;
    private static final int STEP = 48;
    /// The header and the state of an entry.
    private static final int ANSWER = 88;

    @TempDir
    private Path directory;

    @Test
    void a_subtree_whose_loading_is_torn_anywhere_is_not_told_before_all_of_it_was_read() {
        try (var ensemble = Ensemble.of(1, directory).start(); var maker = new Recorder(ensemble.client(1));
                var cable = new Cable(ensemble.peer(1).config().self().clientPort())) {
            SortedSet<NodePath> all = new TreeSet<>();
            maker.answerTo(new Op.Create(TOP, Bytes.EMPTY));
            all.add(TOP);
            for (int i = 0; i < ENTRIES; i++) {
                all.add(TOP.child("entry" + i));
                maker.answerTo(new Op.Create(all.last(), Bytes.EMPTY));
            }
            boolean torn = true;
            int bytes = FIRST;
            while (torn) {
                cable.tearNext(bytes);
                int before = cable.connections();
                try (var client = new Recorder(through(cable, ensemble.client(1)))) {
                    client.perform(new CoordinationCall.Mirror(TOP));
                    client.awaitEvent("the subtree", CoordinationEvent.Snapshot.class::isInstance);
                    assertThat(client.events()).filteredOn(CoordinationEvent.Snapshot.class::isInstance)
                            .as("torn after " + bytes + " bytes").allSatisfy(event ->
                                    assertThat(((CoordinationEvent.Snapshot) event).entries().keySet())
                                            .isEqualTo(all));
                    torn = cable.connections() > before + 1;
                    bytes += STEP;
                }
            }
            assertThat(bytes).as("every entry's answer was torn").isGreaterThan(FIRST + ENTRIES * ANSWER);
        }
    }

    private static ClientConfig through(Cable cable, ClientConfig config) {
        return new ClientConfig(List.of(cable.address()), config.secret(), config.session(), config.connecting(),
                config.answer(), config.tls());
    }
}
