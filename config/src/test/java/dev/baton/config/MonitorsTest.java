package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.ClusterFile.Source;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.Resource;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a kind says about how its resources are looked at.
final class MonitorsTest {

    private static final String CLUSTER = """
            cluster: demo
            nodes: {node1: 127.0.0.1}
            groups: {db: {kind: pg}}
            """;

    private static Resource resource(String fields) {
        String kind = """
                kind: pg
                product: pg
                data: compatible
                resources:
                  database: {FIELDS}
                """.replace("FIELDS", fields);
        return ClusterFile.parse(new Source("cluster.yaml", CLUSTER),
                name -> Optional.of(new Source("kinds/" + name + ".yaml", kind))).groups().get(new GroupId("db"))
                .resources().getFirst();
    }

    @Test
    void monitors_are_listed_with_interval_timeout_and_depth() {
        Resource database = resource("type: ocf:heartbeat:pgsql, monitors: [{every: 60s, timeout: 50s, depth: 10}, "
                + "{every: 5s}]");
        Monitor shallow = new Monitor(Duration.ofSeconds(5), Duration.ofSeconds(20), 0);
        assertThat(database.monitors()).containsExactly(shallow,
                new Monitor(Duration.ofSeconds(60), Duration.ofSeconds(50), 10));
        assertThat(database.monitorEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(database.looks(Duration.ofSeconds(20))).isEqualTo(database.monitors());
    }

    @Test
    void a_list_without_depth_zero_leaves_the_single_interval_as_it_is() {
        Resource database = resource("type: ocf:heartbeat:pgsql, monitor-every: 30s, "
                + "monitors: [{every: 1m, depth: 20}]");
        assertThat(database.looks(Duration.ofSeconds(20))).containsExactly(
                new Monitor(Duration.ofSeconds(30), Duration.ofSeconds(30), 0),
                new Monitor(Duration.ofMinutes(1), Duration.ofSeconds(20), 20));
    }

    @Test
    void a_process_may_say_how_long_its_monitor_may_take() {
        assertThat(resource("type: process, with: {run: serve, monitor: ask}, monitors: [{every: 2s, timeout: 90s}]")
                .looks(Duration.ofSeconds(10)))
                .containsExactly(new Monitor(Duration.ofSeconds(2), Duration.ofSeconds(90), 0));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "type: ocf:a:b, monitors: [{every: 1s}, {every: 2s}]|kinds/pg.yaml:5:53: resources.database.monitors[1]: "
                + "there is another monitor of depth 0; give each its own `depth`",
        "type: ocf:a:b, monitor-every: 1s, monitors: [{every: 2s}]|resources.database.monitors[0]: a monitor of depth "
                + "0 says how often the resource is looked at, and so does `monitor-every`; keep one of the two",
        "type: ocf:a:b, monitors: [{depth: 10}]|monitors[0]: field `every` is missing",
        "type: ocf:a:b, monitors: [{every: 0s}]|monitors[0].every: '0s' is no time at all",
        "type: ocf:a:b, monitors: [{every: 1s, timeout: long}]|monitors[0].timeout: 'long' is no duration",
        "type: ocf:a:b, monitors: [{every: 1s, depth: deep}]|monitors[0].depth: expected a depth from 0 to 999, such "
                + "as 0, 10 or 20, not 'deep'",
        "type: ocf:a:b, monitors: [{every: 1s, level: 1}]|monitors[0].level: unknown field; known here: depth, every",
        "type: process, with: {run: r, monitor: m}, monitors: [{every: 1s, depth: 10}]|resources.database.monitors: "
                + "a process is looked at by one command, `with: {monitor: ...}`, at depth 0 only",
        "type: systemd:nginx, monitors: [{every: 1s, depth: 10}]|resources.database.monitors: systemd says whether a "
                + "unit is active, at depth 0",
        "type: process, with: {run: r}, monitors: [{every: 1s}]|resources.database.monitors: a process needs "
                + "`with: {monitor: ...}`, the command by which it is looked at",
    })
    void a_mistake_in_a_list_of_monitors_is_named_with_its_place(String fields, String told) {
        assertThatThrownBy(() -> resource(fields)).isInstanceOf(Mistakes.class).hasMessageContaining(told);
    }
}
