package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventLogTest {

    private final TreeMirror tree = new TreeMirror();
    private final EventLog log = new EventLog();

    private Turn turn() {
        return new Turn(tree, 0, new NodeId("node1"), new LevelRange(1, 1), Instant.EPOCH, Instant.EPOCH);
    }

    /// Appends so many events, and returns the operations after they have taken effect.
    private List<Op> append(int events, String text) {
        Turn turn = turn();
        List<Note> notes = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            notes.add(Note.of(EventKind.GROUP_PLACED, "group" + i, text));
        }
        List<Op> ops = log.append(turn, log.take(turn, notes));
        for (Op op : ops) {
            switch (op) {
                case Op.Create(var path, var data) -> changed(path, data, 0);
                case Op.SetData(var path, var data, int version) -> changed(path, data, version + 1);
                case Op.Delete(var path, _) -> tree.on(new CoordinationEvent.Gone(path));
                case Op.Check _ -> { }
            }
        }
        return ops;
    }

    private void changed(NodePath path, Bytes data, int version) {
        tree.on(new CoordinationEvent.Changed(path, new Versioned(data, version, version + 1)));
    }

    private List<Long> numbers() {
        return tree.children(Paths.EVENTS).stream().flatMap(path -> tree.value(path,
                EventRecord.Segment.class).stream()).flatMap(segment -> segment.events().stream())
                .map(EventRecord::number).toList();
    }

    @Test
    void what_two_thousand_groups_are_told_at_once_is_kept_whole_and_in_order_in_several_entries() {
        append(3, "leads");
        List<Op> ops = append(2_000, "group goes to node7: placed for the first time; node7 runs 12 groups "
                + "and is not full; é".repeat(3));
        assertThat(ops).hasSizeGreaterThan(5);
        List<Long> numbers = numbers();
        assertThat(numbers).hasSize(2_003).isSorted().doesNotHaveDuplicates();
        append(1, "the next");
        assertThat(numbers()).hasSize(2_004).isSorted();
    }

    @Test
    void however_much_is_told_at_once_so_many_segments_are_kept_as_the_log_has() {
        for (int turn = 0; turn < 20; turn++) {
            append(2_000, "x".repeat(200));
        }
        assertThat(tree.children(Paths.EVENTS)).hasSize(80);
        assertThat(numbers()).isSorted().endsWith(40_000L);
    }

    @Test
    void few_events_share_a_segment_with_those_before_them_until_it_is_full() {
        assertThat(append(1, "first")).hasSize(1);
        append(1, "second");
        assertThat(tree.children(Paths.EVENTS)).hasSize(1);
        append(100, "x".repeat(100));
        assertThat(tree.children(Paths.EVENTS)).hasSize(1);
        append(1, "after it is full");
        assertThat(tree.children(Paths.EVENTS)).hasSize(2);
    }
}
