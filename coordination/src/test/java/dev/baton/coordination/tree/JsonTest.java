package dev.baton.coordination.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.journal.Entry;
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
import dev.baton.core.model.Unmanaged;
import dev.baton.core.model.Version;
import dev.baton.core.model.WatchdogDevice;
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
import org.junit.jupiter.params.provider.ValueSource;

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
                NodeFacts.UNKNOWN.withWatchdog(Optional.of(new WatchdogDevice("/dev/watchdog", Duration.ofSeconds(3)))),
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

    @Test
    void facts_of_a_node_without_a_watchdog_have_the_bytes_that_they_always_had() {
        assertThat(Json.text(NodeFacts.UNKNOWN)).isEqualTo("""
                {"versions":{},"levels":{"lowest":1,"highest":1},"protection":"unknown","api":""}""");
    }

    @Test
    void a_heartbeat_of_level_one_has_the_bytes_that_it_always_had() {
        Heartbeat beat = new Heartbeat(3, "boot", 17, Duration.ofSeconds(5), false);
        assertThat(beat.written(1).text()).isEqualTo("""
                {"incarnation":3,"bootId":"boot","seq":17,"leaseFor":"PT5S","dead":false}""");
        assertThat(beat.written(2).text()).isEqualTo("\"3 17 PT5S alive boot\"");
        assertThat(beat.declaredDead().written(2).text()).isEqualTo("\"3 17 PT5S dead boot\"");
    }

    @Test
    void a_heartbeat_is_read_in_both_forms() {
        for (String boot : List.of("", "boot", "a boot with spaces", "7b0e3a52-4c0f-4f57-9d57-6c86f9d1a4a2")) {
            for (boolean dead : List.of(true, false)) {
                Heartbeat beat = new Heartbeat(3, boot, 17, Duration.ofMillis(4_500), dead);
                assertThat(Json.read(beat.written(1), Heartbeat.class)).isEqualTo(beat);
                assertThat(Json.read(beat.written(2), Heartbeat.class)).isEqualTo(beat);
            }
        }
    }

    @Test
    void the_heartbeat_of_level_two_takes_at_most_half_of_the_bytes() {
        Heartbeat beat = new Heartbeat(12, "7b0e3a52-4c0f-4f57-9d57-6c86f9d1a4a2", 864_000, Duration.ofSeconds(8),
                false);
        assertThat(beat.written(2).length() * 100).isLessThanOrEqualTo(beat.written(1).length() * 55);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3 17 PT5S boot\"", "\"3 17 PT5S asleep boot\"", "\"x 17 PT5S alive boot\"",
            "\"3 17 5s alive boot\"", "\"\"", "[]", "17"})
    void what_is_no_heartbeat_in_either_form_is_refused(String text) {
        assertThatThrownBy(() -> Json.read(text, Heartbeat.class)).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void the_level_is_a_number_as_it_always_was_and_words_while_a_fence_stands() {
        assertThat(Json.text(ClusterLevel.at(1))).isEqualTo("1");
        assertThat(Json.text(new ClusterLevel(1, 2))).isEqualTo("\"1 towards 2\"");
        for (ClusterLevel level : List.of(ClusterLevel.at(1), ClusterLevel.at(12), new ClusterLevel(1, 2))) {
            assertThat(Json.read(Json.text(level), ClusterLevel.class)).isEqualTo(level);
        }
        for (String text : List.of("0", "\"2 towards 1\"", "{}", "\"one\"", "\"\"")) {
            assertThatThrownBy(() -> Json.read(text, ClusterLevel.class)).isInstanceOf(Json.Malformed.class);
        }
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
    void an_outage_in_a_journal_of_before_owners_were_written_is_read_without_one() {
        assertThat(Json.read("""
                {"kind":"outage-seen","at":"2026-11-20T12:00:00Z","group":"evs1","lasted":"PT2S"}""", Entry.class))
                .isEqualTo(new Entry.OutageSeen(Instant.parse("2026-11-20T12:00:00Z"), GROUP, Duration.ofSeconds(2),
                        Optional.empty()));
    }

    @Test
    void a_managed_placement_has_the_bytes_that_it_always_had_and_an_unmanaged_one_says_who() {
        Placement managed = Placement.NONE.movedTo(NODE, "moved");
        assertThat(Json.text(managed)).doesNotContain("unmanaged");
        assertThat(Json.read(Json.write(managed), Placement.class)).isEqualTo(managed);
        Placement unmanaged = managed.withUnmanaged(Optional.of(new Unmanaged("ann", Optional.of("the disk"))));
        assertThat(Json.text(unmanaged)).contains("\"unmanaged\":{\"by\":\"ann\",\"reason\":\"the disk\"}");
        assertThat(Json.read(Json.write(unmanaged), Placement.class)).isEqualTo(unmanaged);
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
