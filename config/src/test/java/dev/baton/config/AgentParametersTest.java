package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.ClusterDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a file hands to a resource agent is judged by the agent's own `meta-data`.
final class AgentParametersTest {

    private static final String META = """
            <?xml version="1.0"?>
            <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
            <resource-agent name="Address" version="1.0">
            <parameters>
            <parameter name="ip" unique="1" required="1">
            <longdesc lang="en">The address &gt; all</longdesc>
            <content type="string" default="" />
            </parameter>
            <parameter name="netmask"><content type="integer"/></parameter>
            <parameter name="arp" required="0"><content type="boolean" default="true"/></parameter>
            <parameter name="where" required="1"><content type="string" default="/run"/></parameter>
            <parameter name="password"><content type="string"/></parameter>
            </parameters>
            <actions><action name="start" timeout="20s" /></actions>
            </resource-agent>
            """;
    private static final String CLUSTER = """
            cluster: demo
            nodes: {node1: 127.0.0.1, node2: 127.0.0.1}
            groups:
              pg1: {kind: pg, with: {ip: 10.0.0.1}}
              pg2: {kind: pg, with: {ip: 10.0.0.2, mask: wide}}
            """;

    private static String kind(String with) {
        return """
                kind: pg
                product: pg
                parameters: {ip: required, mask: 24}
                resources:
                  address:
                    type: ocf:test:Address
                    with: %s
                data: compatible
                """.formatted(with);
    }

    private static ClusterDocument parse(String cluster, String with, ResourceAgents agents) {
        return ClusterFile.parse(new Source("cluster.yaml", cluster), _ -> Optional.of(new Source("kinds/pg.yaml",
                kind(with))), agents);
    }

    private static List<String> mistakes(String cluster, String with) {
        List<String> texts = new ArrayList<>();
        assertThatThrownBy(() -> parse(cluster, with, _ -> Optional.of(AgentMetaData.parse(META))))
                .isInstanceOfSatisfying(Mistakes.class, found -> found.all().forEach(one -> texts.add(one.text())));
        return texts;
    }

    @Test
    void a_parameter_that_the_agent_does_not_have_is_refused_with_its_place_and_what_it_has() {
        assertThat(mistakes(CLUSTER, "{ip: '{ip}', netmsk: 24}")).containsExactly("kinds/pg.yaml:7:32: "
                + "resources.address.with.netmsk: ocf:test:Address has no parameter `netmsk`; it has: arp, ip, netmask,"
                + " password, where");
    }

    @Test
    void a_parameter_that_the_agent_needs_and_does_not_get_is_refused_and_one_with_a_default_is_not() {
        assertThat(mistakes(CLUSTER, "{netmask: 24}")).containsExactly("kinds/pg.yaml:6:5: resources.address: "
                + "ocf:test:Address needs the parameter `ip`");
    }

    @Test
    void a_value_of_another_sort_is_refused_where_it_is_written() {
        assertThat(mistakes(CLUSTER, "{ip: '{ip}', arp: perhaps}")).containsExactly("kinds/pg.yaml:7:29: "
                + "resources.address.with.arp: `arp` of ocf:test:Address is yes or no, not 'perhaps'");
        assertThat(mistakes(CLUSTER, "{ip: '{ip}', netmask: '{mask}'}")).containsExactly("cluster.yaml:5:8: groups.pg2:"
                + " `netmask` of ocf:test:Address is a whole number, not 'wide'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ip: '{ip}'}", "{ip: '{ip}', netmask: 24, arp: 'No', where: /srv}",
        "{ip: '{ip}', password: {file: /etc/baton/word}, trace_ra: 1}"})
    void what_the_agent_takes_is_taken(String with) {
        assertThat(parse(CLUSTER, with, _ -> Optional.of(AgentMetaData.parse(META))).groups()).hasSize(2);
    }

    @Test
    void an_agent_that_cannot_be_asked_takes_everything() {
        assertThat(parse(CLUSTER, "{whatever: it-is}", ResourceAgents.NONE).groups()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no XML", "<a/>", "<resource-agent>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
            + "<resource-agent name='a'><parameters><parameter name='&b;'/></parameters></resource-agent>"})
    void what_is_no_meta_data_is_one_clear_error(String text) {
        assertThatThrownBy(() -> AgentMetaData.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
