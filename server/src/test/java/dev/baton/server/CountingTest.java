package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What a daemon counts of its own.
class CountingTest {

    private static final GroupId GROUP = new GroupId("g1");

    private static final Transaction WRITE = new Transaction(List.of(new Op.Check(Paths.LEVEL, 0)));

    private Instant now = Instant.EPOCH;
    private final Counting counting = new Counting(() -> now);

    private static ClusterImage placed(Placement placement) {
        return ClusterImage.EMPTY.with(GroupImage.defined(GROUP, new KindId("app"), List.of(), List.of(),
                new TreeSet<>(), false, new Format.Unread()).withPlacement(placement));
    }

    @Test
    void a_takeover_is_a_failover_and_a_move_is_none() {
        ClusterImage before = placed(Placement.NONE.movedTo(new NodeId("node1"), "placed for the first time"));
        ClusterImage moved = placed(before.group(GROUP).placement().movedTo(new NodeId("node2"), "moved by olga"));
        ClusterImage taken = placed(moved.group(GROUP).placement().movedTo(new NodeId("node3"),
                "taken over from node2, which is down; node3 is empty"));
        counting.changed(List.of(told(moved)), before);
        assertThat(counting.counts().failovers()).isZero();
        counting.changed(List.of(told(taken)), moved);
        counting.changed(List.of(told(taken)), taken);
        counting.changed(List.of(new CoordinationEvent.Gone(Paths.claim(GROUP))), moved);
        assertThat(counting.counts().failovers()).isEqualTo(1);
    }

    @Test
    void of_what_is_told_in_one_go_each_failover_counts() {
        ClusterImage before = placed(Placement.NONE.movedTo(new NodeId("node1"), "placed for the first time"));
        ClusterImage taken = placed(before.group(GROUP).placement().movedTo(new NodeId("node2"),
                "taken over from node1, which is down; node2 is empty"));
        ClusterImage again = placed(taken.group(GROUP).placement().movedTo(new NodeId("node3"),
                "taken over from node2, which is down; node3 is empty"));
        ClusterImage home = placed(again.group(GROUP).placement().movedTo(new NodeId("node1"), "moved by olga"));
        counting.changed(List.of(told(taken), told(again), told(home)), before);
        assertThat(counting.counts().failovers()).isEqualTo(2);
    }

    private static CoordinationEvent told(ClusterImage image) {
        return new CoordinationEvent.Changed(Paths.placement(GROUP), new Versioned(
                Json.write(image.group(GROUP).placement()), 1, 1));
    }

    @Test
    void an_entry_under_what_is_no_groups_name_is_nobodys_failover() {
        counting.changed(List.of(new CoordinationEvent.Changed(Paths.GROUPS.child("no group!").child("placement"),
                new Versioned(Bytes.EMPTY, 1, 1))), ClusterImage.EMPTY);
        assertThat(counting.counts().failovers()).isZero();
    }

    @Test
    void a_write_is_timed_from_its_call_to_its_answer_and_told_on_unchanged() {
        List<CoordinationEvent> heard = new ArrayList<>();
        List<CoordinationCall> called = new ArrayList<>();
        List<Coordination.Listener> inside = new ArrayList<>();
        Coordination coordination = counting.over(listener -> {
            inside.add(listener);
            return new Coordination() {
                @Override
                public void perform(CoordinationCall call) {
                    called.add(call);
                }

                @Override
                public void close() {}
            };
        }).apply(heard::add);
        Token quick = new Token("quick");
        Token lost = new Token("lost");
        coordination.perform(new CoordinationCall.Submit(quick, WRITE));
        coordination.perform(new CoordinationCall.Submit(lost, WRITE));
        now = now.plus(Duration.ofMillis(30));
        inside.getFirst().on(new CoordinationEvent.Done(quick, List.of()));
        inside.getFirst().on(new CoordinationEvent.Unknown(lost));
        assertThat(called).hasSize(2);
        assertThat(heard).containsExactly(new CoordinationEvent.Done(quick, List.of()),
                new CoordinationEvent.Unknown(lost));
        assertThat(counting.counts().writes()).containsExactly(0L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(counting.counts().seconds()).isEqualTo(0.03);
        assertThat(counting.counts().unknown()).isEqualTo(1);
    }
}
