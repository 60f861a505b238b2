package dev.baton.coordination.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.model.Command;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.JobId;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Report;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonTest {

    private static final NodeId NODE = new NodeId("node1");
    private static final GroupId GROUP = new GroupId("evs1");
    private static final ResourceId DATABASE = new ResourceId("database");
    private static final Version OLD = new Version("1.4");
    private static final Version NEW = new Version("2.5");

    static List<Object> values() {
        return List.of(
                new Heartbeat(3, "boot", 17, Duration.ofSeconds(5), false),
                new Holds(List.of(new Hold(new HoldId("run"), "run r1", "upgrade", Hold.Strength.CLOSED,
                        Optional.of(Instant.parse("2026-11-20T12:00:00Z"))))),
                new Intent(true, new TreeSet<>(List.of(DATABASE))),
                new Placement(Optional.of(NODE), 4, new TreeSet<>(List.of(DATABASE)), "moved", Optional.empty()),
                new Report(NODE, 3, 4, new TreeMap<>(java.util.Map.of(DATABASE, ResourceState.ONLINE)),
                        Optional.of("it flaps"), Optional.of(OLD)),
                new NodeFacts(new TreeMap<>(java.util.Map.of(new ProductId("h2"), OLD)), new LevelRange(1, 2), "cgroup",
                        "http://127.0.0.1:1"),
                new ControllerRecord(NODE, "http://127.0.0.1:1", 9),
                new JobResult(new JobId("r1.3.1"), JobResult.Outcome.DONE, "reads 2.5", "text",
                        Duration.ofMillis(1234)),
                new JobOrder(new JobId("r1.3.1"), new JobOrder.Work.Convert(GROUP, OLD, NEW, new Command("convert it"),
                        new Command("probe it")), Duration.ofMinutes(2), new TreeMap<>(java.util.Map.of("A", "b"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_is_written_is_read_again(Object value) {
        assertThat((Object) Json.read(Json.write(value), value.getClass())).isEqualTo(value);
    }

    static List<Format> formats() {
        return List.of(new Format.Unread(), new Format.At(OLD), new Format.Converting(OLD, NEW, new JobId("r1.3.1")));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_format_is_read_as_the_shape_it_was(Format format) {
        assertThat(Json.read(Json.write(format), Format.class)).isEqualTo(format);
    }

    @Test
    void a_step_names_its_kind_and_reads_back() {
        Step step = new Step.Move(GROUP, NODE, new NodeId("node4"));
        assertThat(Json.text(step)).contains("\"kind\":\"move\"").contains("\"group\":\"evs1\"");
        assertThat(Json.read(Json.text(step), Step.class)).isEqualTo(step);
    }

    @Test
    void the_same_value_gives_the_same_bytes() {
        values().forEach(value -> assertThat(Json.write(value)).isEqualTo(Json.write(value)));
    }

    @Test
    void what_is_no_record_is_refused_with_its_type() {
        assertThatThrownBy(() -> Json.read("{\"seq\":", Heartbeat.class)).isInstanceOf(Json.Malformed.class)
                .hasMessageContaining("Heartbeat");
        assertThatThrownBy(() -> Json.read("null", Holds.class)).isInstanceOf(Json.Malformed.class);
    }
}
