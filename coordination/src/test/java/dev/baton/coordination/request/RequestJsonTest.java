package dev.baton.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.Entry;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Unmanaged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RequestJsonTest {

    private static final NodeId NODE = new NodeId("node1");
    private static final GroupId GROUP = new GroupId("evs1");
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

    static List<Object> values() {
        return List.of(
                Ask.of("admin", "k1", new Request.MoveGroup(GROUP, Optional.of(NODE),
                        Optional.of(new Waiver(Waiver.ONE_GROUP_PER_NODE, "tonight only")))),
                Ask.of("admin", "k2", new Request.ApproveRun()),
                Ask.of("admin", "k4", new Request.UnmanageGroup(GROUP, Optional.of("the disk is copied"))),
                Ask.of("admin", "k5", new Request.UnmanageGroup(GROUP, Optional.empty())),
                Ask.of("admin", "k6", new Request.ManageGroup(GROUP)),
                Ask.of("admin", "k3", new Request.ResourceIntent(GROUP, new ResourceId("disk"), false)),
                new Answer.Accepted(List.of("evs1 moves to node1"), new TreeMap<>(Map.of("group", "evs1"))),
                new Answer.NotLeader(Optional.of(NODE), Optional.of("http://127.0.0.1:1")),
                new Answer.Refused(List.of(
                        new RequestReason.AlreadyThere(GROUP, NODE),
                        new RequestReason.Unknown("group", "evs9", List.of("evs1")),
                        new PlacementReason.Unmanaged(NODE, GROUP, new Unmanaged("ann", Optional.empty())),
                        new PlacementReason.CannotOpen(NODE, GROUP, new ProductId("h2"), "1.4", new Format.Unread()),
                        new PlacementReason.Held(NODE, new Hold(new HoldId("run"), "run r1", "upgrade",
                                Hold.Strength.CLOSED, Optional.empty())),
                        new StepReason.MustBeOffline(GROUP, new ResourceId("database"), ResourceState.ONLINE))),
                new RunRecord.Segment(0, List.of(new Entry.Started(AT, "admin"), new Entry.Began(AT, 0, 1, "epoch 4"),
                        new Entry.Measured(AT, new TreeMap<>(Map.of(GROUP, Duration.ofSeconds(3)))))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_is_written_is_read_again(Object value) {
        assertThat((Object) Json.read(Json.write(value), value.getClass())).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void the_same_value_always_gives_the_same_bytes(Object value) {
        assertThat(Json.write(Json.read(Json.write(value), value.getClass()))).isEqualTo(Json.write(value));
    }
}
