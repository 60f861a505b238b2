package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Label;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Terms;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilesTest {

    private static final String KIND = """
            kind: h2
            product: h2
            parameters: {ip: required, port: 9092}
            resources:
              database: {type: process, needs: [disk], with: {run: "serve {group} {ip}:{port} ${HOME}"},
                      stop-within: 5s}
              disk: {type: process, with: {run: "hold /srv/{group}"}}
            version: {command: "h2 --version", pattern: "([0-9.]+)"}
            format: "h2-format /srv/{group}"
            format-parts: 2
            data: strict
            convert: {offline: [database], online: [disk], run: "convert {ip}", takes: 2s}
            """;

    private static final String CLUSTER = """
            cluster: demo
            nodes: {node1: 127.0.0.1, node2: 127.0.0.1, node3: 127.0.0.1}
            witness: {node4: 127.0.0.1}
            fencing: none
            groups:
              evs1: {kind: h2, prefer: [node1], with: {ip: 127.1.2.3}}
              evs2: {kind: h2, prefer: [node2], with: {ip: 127.1.2.4, port: 9093}, critical: yes}
            """;

    private static final String UPGRADE = """
            upgrade: h2-2.5
            products:
              - {product: h2, from: ">=1.4 <2", to: 2.5.252, install: "install-h2 2.5.252", takes: 3s}
            prefer: documented
            accept: {no-failover: 45m per group}
            stop-before: [first-install, finalize]
            """;

    private static ClusterDocument cluster(String cluster, String kind) {
        return ClusterFile.parse(new Source("cluster.yaml", cluster),
                name -> name.equals("h2") ? Optional.of(new Source("kinds/h2.yaml", kind)) : Optional.empty());
    }

    @Test
    void a_cluster_file_defines_members_witness_and_groups_with_parameters_filled_in() {
        ClusterDocument document = cluster(CLUSTER, KIND);
        assertThat(document.settings().oneGroupPerNode()).isTrue();
        assertThat(document.nodes().get(new NodeId("node4")).witness()).isTrue();
        GroupDefinition evs2 = document.groups().get(new GroupId("evs2"));
        assertThat(evs2.critical()).isTrue();
        assertThat(evs2.parameters()).containsEntry("port", "9093");
        assertThat(evs2.resources()).extracting(Resource::id)
                .containsExactly(new ResourceId("disk"), new ResourceId("database"));
        assertThat(evs2.resources().get(1).with()).containsEntry("run", "serve evs2 127.1.2.4:9093 ${HOME}");
        assertThat(evs2.resources().get(1).stopWithin()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_cluster_file_says_what_nodes_have_room_for_and_what_groups_ask_of_their_company() {
        ClusterDocument document = cluster("""
                cluster: demo
                nodes:
                  node1: {address: 127.0.0.1, capacity: {memory: 64, cores: 8}}
                  node2: 127.0.0.1
                groups:
                  db:   {kind: h2, with: {ip: 127.1.2.3}, demand: {memory: 48}, keep-apart: [database]}
                  shop: {kind: h2, with: {ip: 127.1.2.4}, rather-apart: shop, after: [db]}
                """, KIND);
        assertThat(document.nodes().get(new NodeId("node1")).capacity().text()).isEqualTo("cores 8, memory 64");
        assertThat(document.nodes().get(new NodeId("node2")).capacity()).isEqualTo(Amounts.NONE);
        Terms db = document.groups().get(new GroupId("db")).terms();
        assertThat(db.demand()).isEqualTo(Amounts.of("memory", 48));
        assertThat(db.apart()).containsExactly(new Label("database"));
        Terms shop = document.groups().get(new GroupId("shop")).terms();
        assertThat(shop.ratherApart()).containsExactly(new Label("shop"));
        assertThat(shop.after()).containsExactly(new GroupId("db"));
    }

    @Test
    void a_product_that_no_group_needs_is_a_kind_without_groups_that_says_how_its_version_is_read() {
        String products = CLUSTER.replace("groups:\n", """
                products:
                  os: cat /etc/debian_version
                  baton: {command: baton --version, pattern: "[0-9.]+"}
                groups:
                """);
        assertThat(cluster(products, KIND).kinds()).extracting(kind -> kind.product().value())
                .containsExactly("baton", "h2", "os");
        assertThat(cluster(products, KIND).kinds()).extracting(Kind::version).allMatch(Optional::isPresent)
                .contains(Optional.of(new Command("cat /etc/debian_version")));
        assertThatThrownBy(() -> cluster(products.replace("os:", "h2:"), KIND)).isInstanceOf(Mistakes.class)
                .hasMessageContaining("products.h2: kind h2 is about h2 already");
    }

    @Test
    void groups_that_wait_for_each_other_or_for_nobody_are_mistakes() {
        assertThatThrownBy(() -> cluster("""
                cluster: demo
                nodes: {node1: 127.0.0.1}
                groups:
                  a: {kind: h2, with: {ip: 127.1.2.3}, after: [b]}
                  b: {kind: h2, with: {ip: 127.1.2.4}, after: [a, c]}
                """, KIND)).isInstanceOf(Mistakes.class)
                .hasMessageContaining("goes round in a circle: b starts after a, directly or not")
                .hasMessageContaining("there is no group 'c'");
    }

    @Test
    void a_disk_without_a_fence_device_is_a_mistake_until_it_is_accepted() {
        String kind = """
                kind: h2
                product: files
                data: compatible
                parameters: {device: required, type: ext4}
                resources:
                  disk: {type: "ocf:heartbeat:Filesystem",
                         with: {device: "{device}", directory: /srv, fstype: "{type}"}}
                """;
        String file = """
                cluster: demo
                nodes: {node1: 127.0.0.1, node2: 127.0.0.2}
                fencing: none
                groups:
                  a: {kind: h2, with: {device: /dev/sdb}}
                  b: {kind: h2, with: {device: none, type: tmpfs}}
                """;
        assertThatThrownBy(() -> cluster(file, kind)).isInstanceOf(Mistakes.class)
                .hasMessageContaining("cluster.yaml:5:6: groups.a: disk (ocf:heartbeat:Filesystem) may be mounted on "
                        + "two machines at once")
                .hasMessageContaining("accept: {shared-disks-without-fencing: yes}")
                .extracting(Throwable::getMessage).asString().doesNotContain("groups.b");
        assertThat(cluster(file.replace("fencing: none", "accept: {shared-disks-without-fencing: yes}"), kind).groups())
                .hasSize(2);
        assertThat(cluster(file.replace("fencing: none", "fencing: {agent: fence_x}"), kind).groups()).hasSize(2);
    }

    @Test
    void commands_of_a_kind_read_the_parameters_of_a_group_from_their_environment() {
        assertThat(cluster(CLUSTER, KIND).kinds().getFirst().convert().orElseThrow().run().line())
                .isEqualTo("convert ${BATON_WITH_IP}");
    }

    @Test
    void an_upgrade_file_says_products_preset_and_what_is_accepted() {
        UpgradeSpec spec = UpgradeFile.parse(new Source("upgrade.yaml", UPGRADE));
        assertThat(spec.preset()).isEqualTo(Preset.DOCUMENTED);
        assertThat(spec.products().getFirst().from().contains(new Version("1.4.200"))).isTrue();
        assertThat(spec.acceptedExposure()).contains(Duration.ofMinutes(45));
        assertThat(spec.stopBefore()).containsExactlyInAnyOrder(UpgradeSpec.StopPoint.FIRST_INSTALL,
                UpgradeSpec.StopPoint.FINALIZE);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', value = {
        "evs1: {kind: h2|evs1: {kind: h3|cluster.yaml:6:16: groups.evs1.kind: there is no kind 'h3'",
        "prefer: [node1]|prefer: [node9]|cluster.yaml:6:29: groups.evs1.prefer[0]: there is no node 'node9'",
        "prefer: [node1]|prefer: [node4]|groups.evs1.prefer[0]: node4 is a witness",
        "with: {ip: 127.1.2.3}|with: {up: 127.1.2.3}|groups.evs1: kind h2 needs the parameter `ip`",
        "with: {ip: 127.1.2.3}|with: {ip: 1, x: 2}|groups.evs1.with.x: kind h2 has no such parameter",
        "critical: yes|critical: maybe|groups.evs2.critical: expected yes or no",
        "cluster: demo|clusters: demo|cluster.yaml:1:1: field `cluster` is missing",
        "fencing: none|fencing: ipmi|cluster.yaml:4:10: fencing: write `none`, or a fence agent",
        "groups:|groups: [|cluster.yaml:7:3: not YAML",
        "cluster: demo|cluster: demo: x|cluster.yaml:1:14: not YAML",
    })
    void a_mistake_in_a_cluster_file_is_named_with_its_place(String right, String wrong, String told) {
        assertThatThrownBy(() -> cluster(CLUSTER.replace(right, wrong), KIND)).isInstanceOf(Mistakes.class)
                .hasMessageContaining(told);
    }

    @Test
    void a_resource_may_be_an_agents() {
        String kind = KIND.replace("{type: process, with: {run: \"hold /srv/{group}\"}}",
                "{type: ocf:heartbeat:IPaddr2, with: {ip: \"{ip}\", cidr_netmask: 24}}");
        Resource disk = cluster(CLUSTER, kind).groups().get(new GroupId("evs1")).resources().getFirst();
        assertThat(disk.type()).isEqualTo("ocf:heartbeat:IPaddr2");
        assertThat(disk.with()).isEqualTo(Map.of("ip", "127.1.2.3", "cidr_netmask", "24"));
    }

    @Test
    void a_resource_may_be_a_unit_of_systemd() {
        String kind = KIND.replace("{type: process, with: {run: \"hold /srv/{group}\"}}",
                "{type: \"systemd:postgresql@15-main\"}");
        Resource unit = cluster(CLUSTER, kind).groups().get(new GroupId("evs1")).resources().getFirst();
        assertThat(unit.type()).isEqualTo("systemd:postgresql@15-main");
        assertThat(unit.with()).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', value = {
        "data: strict|data: strickt|kinds/h2.yaml:11:7: data: 'strickt' is none of compatible, backward, strict",
        "needs: [disk]|needs: [disc]|resources: the needs of [database]",
        "stop-within: 5s|stop-within: soon|resources.database.stop-within: 'soon' is no duration",
        "type: process, needs|type: upstart:x, needs|type 'upstart:x' is not supported",
        "type: process, needs|type: systemd:nginx, needs|a unit of systemd takes no parameters",
        "type: process, needs|type: systemd:backup.timer, needs|type 'systemd:backup.timer' is no service",
        "{type: process, with: {run:|{type: ocf:x:y, with: {cidr-netmask:|can be no parameter of a resource agent",
        "{ip}:{port}|{host}:{port}|uses {host}, which is no parameter of the kind",
        "format-parts: 2|failover-may-convert: yes|this version never converts in a failover",
        "format-parts: 2|format-parts: two|format-parts: expected a number from 1 to 9999, not 'two'",
    })
    void a_mistake_in_a_kind_is_named_with_its_place(String right, String wrong, String told) {
        assertThatThrownBy(() -> cluster(CLUSTER, KIND.replace(right, wrong))).isInstanceOf(Mistakes.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', value = {
        "to: 2.5.252,||upgrade.yaml:3:5: products[0]: field `to` is missing",
        "takes: 3s|takes: 3|upgrade.yaml:3:88: products[0].takes: '3' is no duration",
        "prefer: documented|prefer: best|upgrade.yaml:4:9: prefer: 'best' is no preset",
        "stop-before: [first-install|stop-before: [first|stop-before[0]: 'first' is none of",
        "upgrade: h2-2.5|upgrade: h2-2.5\\ngates: [luck]|gates[0]: 'luck' is none of drill",
        "upgrade: h2-2.5|upgrade: h2-2.5\\ncanary: a b|upgrade.yaml:2:9: canary: 'a b' is not the name of a group",
        "upgrade: h2-2.5|upgrade: h2-2.5\\nfoo: bar|foo: unknown field",
    })
    void a_mistake_in_an_upgrade_file_is_named_with_its_place(String right,
            @org.jspecify.annotations.Nullable String wrong,
            String told) {
        String text = UPGRADE.replace(right, wrong == null ? "" : wrong.replace("\\n", "\n"));
        assertThatThrownBy(() -> UpgradeFile.parse(new Source("upgrade.yaml", text))).isInstanceOf(Mistakes.class)
                .hasMessageContaining(told);
    }

    @Test
    void an_empty_file_is_one_clear_mistake() {
        assertThatThrownBy(() -> UpgradeFile.parse(new Source("up.yaml", ""))).isInstanceOf(Mistakes.class)
                .hasMessage("up.yaml:1:1: the file is empty");
    }
}
