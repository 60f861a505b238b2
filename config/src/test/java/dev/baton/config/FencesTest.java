package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.Failback;
import dev.baton.core.model.FailurePolicy;
import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Terms;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fence agents, secrets, failures and failback as files say them.
final class FencesTest {

    private static final String KIND = """
            kind: db
            product: db
            parameters: {ip: required}
            resources:
              address: {type: ocf:heartbeat:IPaddr2, with: {ip: "{ip}"}}
              database: {type: ocf:heartbeat:pgsql, needs: [address], with: {monitor_password: {file: "/etc/{group}"}}}
            data: compatible
            """;

    private static ClusterDocument cluster(String more, String kind) {
        return ClusterFile.parse(new Source("cluster.yaml", """
                cluster: demo
                nodes: {node1: 127.0.0.1, node2: 127.0.0.2}
                """ + more), _ -> Optional.of(new Source("kinds/db.yaml", kind)));
    }

    private static ClusterDocument cluster(String more) {
        return cluster(more, KIND);
    }

    @Test
    void a_fence_agent_is_its_name_its_options_and_files_with_its_secrets() {
        ClusterDocument document = cluster("""
                fencing:
                  agent: fence_ipmilan
                  with: {ip: "{node}-ipmi.lan", username: baton, password: {file: /etc/baton/ipmi}}
                groups: {a: {kind: db, with: {ip: 10.0.0.1}}}
                """);
        FenceDevice device = document.settings().device().orElseThrow();
        assertThat(document.settings().fencing()).isEqualTo("fence_ipmilan");
        assertThat(device.with()).containsEntry("ip", "{node}-ipmi.lan").doesNotContainKey("password");
        assertThat(device.secrets()).containsEntry("password", "/etc/baton/ipmi");
        assertThat(device.within()).isEqualTo(Fences.WITHIN);
        assertThat(Json.read(Json.write(document), ClusterDocument.class)).isEqualTo(document);
    }

    @Test
    void a_fence_agent_turns_off_unless_the_file_says_reboot_and_what_was_written_before_keeps_its_bytes() {
        String file = "fencing: {agent: fence_x, action: %s}\ngroups: {}\n";
        ClusterDocument off = cluster(file.formatted("off"));
        ClusterDocument reboot = cluster(file.formatted("reboot"));
        assertThat(off).isEqualTo(cluster("fencing: {agent: fence_x}\ngroups: {}\n"));
        assertThat(off.settings().device().orElseThrow().does()).isEqualTo(FenceDevice.Action.OFF);
        assertThat(reboot.settings().device().orElseThrow().does()).isEqualTo(FenceDevice.Action.REBOOT);
        assertThat(Json.text(off.settings())).doesNotContain("action");
        assertThat(Json.read(Json.write(reboot), ClusterDocument.class)).isEqualTo(reboot);
    }

    @Test
    void a_node_has_options_of_its_own_before_those_of_all_and_what_was_written_before_keeps_its_bytes() {
        ClusterDocument document = cluster("""
                fencing:
                  agent: fence_ipmilan
                  with: {ip: "{node}-ipmi.lan", password: {file: /etc/baton/ipmi}, lanplus: "1"}
                  nodes: {node1: {ip: 10.0.0.11, password: {file: /etc/baton/ipmi-of-node1}}}
                groups: {}
                """);
        FenceDevice device = document.settings().device().orElseThrow();
        assertThat(device.command(new NodeId("node1")).line()).contains("'ip=10.0.0.11'", "'lanplus=1'",
                "'/etc/baton/ipmi-of-node1'").doesNotContain("ipmi.lan", "'/etc/baton/ipmi'");
        assertThat(device.command(new NodeId("node2")).line()).contains("'ip=node2-ipmi.lan'", "'/etc/baton/ipmi'")
                .doesNotContain("10.0.0.11");
        assertThat(Json.read(Json.write(document), ClusterDocument.class)).isEqualTo(document);
        assertThat(Json.text(cluster("fencing: {agent: fence_x}\ngroups: {}\n").settings()))
                .doesNotContain("nodes");
    }

    @Test
    void a_resource_reads_its_secret_from_the_file_that_the_kind_names() {
        assertThat(cluster("groups: {a: {kind: db, with: {ip: 10.0.0.1}}}").groups().get(new GroupId("a")).resources()
                .get(1).with()).containsEntry("monitor_password@file", "/etc/a").hasSize(1);
    }

    @Test
    void a_group_says_what_its_failures_lead_to_and_otherwise_the_defaults_of_the_file_hold() {
        ClusterDocument document = cluster("""
                defaults: {failback: at-once, failures: {restarts: 1, within: 1h}}
                groups:
                  a: {kind: db, with: {ip: 10.0.0.1}}
                  b: {kind: db, with: {ip: 10.0.0.2}, failback: "22:00-02:00 UTC", failures: {failovers: 0}}
                """);
        Terms a = document.groups().get(new GroupId("a")).terms();
        Terms b = document.groups().get(new GroupId("b")).terms();
        assertThat(a.failback()).isEqualTo(new Failback.AtOnce());
        assertThat(a.failures()).isEqualTo(new FailurePolicy(1, Duration.ofSeconds(1), 2, Duration.ofHours(1)));
        assertThat(b.failback()).isEqualTo(Failback.parse("22:00-02:00 UTC"));
        assertThat(b.failures()).isEqualTo(new FailurePolicy(1, Duration.ofSeconds(1), 0, Duration.ofHours(1)));
        assertThat(Json.read(Json.write(document), ClusterDocument.class)).isEqualTo(document);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fencing: {agent: fence_ipmilan, with: {password: geheim}}    | 3:50: fencing.with.password: a secret is not
            fencing: {agent: fence_ipmilan, with: {password: {file: x}}} | 3:57: fencing.with.password.file: 'x' is no
            fencing: {agent: "a; rm -rf /"}                              | 3:18: fencing.agent: 'a; rm -rf /' is no name
            fencing: {agent: fence_ipmilan, with: {action: reboot}}      | 3:48: fencing.with.action: 'action' is no
            fencing: {agent: fence_ipmilan, action: kick}                | 3:41: fencing.action: 'kick' is neither off
            fencing: {agent: fence_x, nodes: {node7: {ip: 10.0.0.7}}}    | 3:42: fencing.nodes.node7: there is no node
            fencing: {agent: fence_x, nodes: {node1: {password: geheim}}} | 3:53: fencing.nodes.node1.password: a secret
            fencing: {with: {ip: 10.0.0.1}}                              | 3:10: fencing: field `agent` is missing
            defaults: {failback: soon}                                   | 3:22: defaults.failback: 'soon' is no
            defaults: {failures: {restarts: -1}}                         | 3:33: defaults.failures.restarts: expected a
            defaults: {failures: {within: 0s}}                           | 3:31: defaults.failures.within: '0s' is no
            """)
    void a_mistake_is_named_by_file_line_column_and_field(String line, String mistake) {
        assertThatThrownBy(() -> cluster(line + "\ngroups: {}\n")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("cluster.yaml:" + mistake);
    }

    @Test
    void a_secret_in_a_kind_is_a_mistake_and_so_is_one_that_a_process_would_not_get() {
        assertThatThrownBy(() -> cluster("groups: {a: {kind: db, with: {ip: 10.0.0.1}}}", KIND.replace(
                "{file: \"/etc/{group}\"}", "geheim"))).isInstanceOf(Mistakes.class)
                .hasMessageContaining("a secret is not written into this file");
        assertThatThrownBy(() -> cluster("groups: {a: {kind: db, with: {ip: 10.0.0.1}}}", KIND.replace(
                "ocf:heartbeat:pgsql", "process"))).isInstanceOf(Mistakes.class)
                .hasMessageContaining("a process reads its secrets itself");
    }
}
