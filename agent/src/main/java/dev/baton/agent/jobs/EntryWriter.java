package dev.baton.agent.jobs;

import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Written;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.TreeMirror;
import java.time.Duration;
import java.util.Optional;

/// Keeps one entry of this node in the tree as it should be: written on change, one write at a time, and again when the
/// tree says otherwise.
///
/// @param <T> what the entry holds
final class EntryWriter<T> {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Desk desk;
    private final TreeMirror mirror;
    private final NodePath path;
    private final String what;
    private Optional<T> wanted = Optional.empty();
    private boolean busy;

    /// @param what names the entry among all that this agent writes
    EntryWriter(Desk desk, TreeMirror mirror, NodePath path, String what) {
        this.desk = desk;
        this.mirror = mirror;
        this.path = path;
        this.what = what;
    }

    void want(T value) {
        wanted = Optional.of(value);
        write();
    }

    /// Returns whether the tree says what is wanted.
    boolean stands() {
        return wanted.filter(value -> mirror.value(path, value.getClass()).filter(value::equals).isPresent())
                .isPresent();
    }

    /// Writes again if the tree says otherwise. To be called when the entry changed.
    void write() {
        if (wanted.isEmpty() || stands() || busy) {
            return;
        }
        busy = true;
        Bytes content = Json.write(wanted.get());
        Op op = mirror.version(path) == TreeMirror.ABSENT ? new Op.Create(path, content)
                : new Op.SetData(path, content, Op.ANY_VERSION);
        desk.submit(what, Transaction.of(op), written -> {
            if (written instanceof Written.Committed) {
                done();
            } else {
                desk.timer(what, PAUSE, this::done);
            }
        });
    }

    private void done() {
        busy = false;
        write();
    }

    /// Nothing is wanted any more; what is under way is not done again.
    void forget() {
        wanted = Optional.empty();
    }
}
