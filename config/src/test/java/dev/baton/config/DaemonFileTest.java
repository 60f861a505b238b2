package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.model.LeaseTimings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DaemonFileTest {

    private static final String FILE = """
            node: node1
            directory: /var/lib/baton
            api: {port: 8420}
            ensemble: {node1: {address: 127.0.0.1, client: 2181, quorum: 2182, election: 2183}}
            secret: /etc/baton/secret
            """;

    private static DaemonSettings parse(String text) {
        return DaemonFile.parse(new ClusterFile.Source("batond.yaml", text));
    }

    @Test
    void without_timings_a_daemon_takes_the_production_ones() {
        assertThat(parse(FILE).timings()).isEqualTo(LeaseTimings.PRODUCTION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "timings: {heartbeat: 500ms, lease: 5s, margin: 500ms, tick: 200ms, init-limit: 25, sync-limit: 5}|",
        "timings: {heartbeat: 500ms, lease: 4s, margin: 500ms, tick: 200ms, sync-limit: 5}|losing one machine",
        "timings: {lease: 8s, margin: 2s, heartbeat: 1s, tick: 2s, sync-limit: 5}|losing one machine",
    })
    void timings_that_would_stop_every_group_at_the_loss_of_one_machine_are_refused(String timings,
            @org.jspecify.annotations.Nullable String told) {
        if (told == null) {
            assertThat(parse(FILE + timings).unsafeTimings()).isEmpty();
        } else {
            assertThatThrownBy(() -> parse(FILE + timings)).isInstanceOf(Mistakes.class).hasMessageContaining(told);
        }
    }

    @Test
    void a_port_out_of_range_is_named_with_its_place() {
        assertThatThrownBy(() -> parse(FILE.replace("8420", "84200"))).isInstanceOf(Mistakes.class)
                .hasMessage("batond.yaml:3:13: api.port: '84200' is no port; use 1 to 65535");
    }

    @Test
    void an_address_that_other_machines_reach_is_refused_without_tokens_and_certificates() {
        String open = FILE.replace("{port: 8420}", "{host: 10.0.0.1, port: 8420}");
        assertThatThrownBy(() -> parse(open)).isInstanceOf(Mistakes.class)
                .hasMessageContaining("batond.yaml:3:13: api.host: other machines reach 10.0.0.1");
        assertThatThrownBy(() -> parse(open + "access: {tokens: /etc/t}")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("other machines reach 10.0.0.1");
        assertThatThrownBy(() -> parse(open + "access: {tokens: /etc/t, key: /etc/k}")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("certificate");
        assertThat(parse(open + "access: {tokens: /etc/t, certificate: /etc/c, key: /etc/k, authority: /etc/a}")
                .access()).isPresent();
        assertThat(parse(FILE + "access: {tokens: /etc/t}").access()).isPresent();
    }

    @Test
    void with_certificates_nothing_is_said_in_the_clear_between_nodes_unless_a_line_says_so() {
        String secured = FILE + "access: {tokens: /t, certificate: /c, key: /k, authority: /a";
        assertThat(parse(secured + "}").access().orElseThrow().tls().orElseThrow().betweenNodes())
                .isEqualTo(BetweenNodes.ONLY_TLS);
        for (BetweenNodes each : BetweenNodes.values()) {
            assertThat(parse(secured + ", between-nodes: " + each.word() + "}").access().orElseThrow().tls()
                    .orElseThrow().betweenNodes()).isEqualTo(each);
        }
        assertThatThrownBy(() -> parse(secured + ", between-nodes: maybe}")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("'maybe' is none of clear, accept-tls, speak-tls, only-tls");
        assertThatThrownBy(() -> parse(FILE + "access: {tokens: /t, between-nodes: only-tls}"))
                .isInstanceOf(Mistakes.class).hasMessageContaining("certificate");
    }

    @Test
    void what_is_written_is_read_again() {
        for (String more : java.util.List.of("", """
                timings: {heartbeat: 500ms, lease: 5s, margin: 800ms, tick: 200ms, init-limit: 25, sync-limit: 5}
                environment: {A: "b: \\"c\\" #d", E: ""}
                cgroup: other/one
                restart: "echo 'it' restarts"
                drain-within: 2m
                drain-only-if: "test \\"$(systemctl is-system-running)\\" = stopping"
                linger: 1500ms
                watchdog: {device: /dev/watchdog1, timeout: 2500ms}
                access: {tokens: /etc/t, certificate: /etc/c, key: /etc/k, authority: /etc/a}
                """, """
                access: {tokens: /t, certificate: /c, key: /k, authority: /a, callers-authority: /b,
                         between-nodes: accept-tls}
                """)) {
            DaemonSettings settings = parse(FILE + more);
            assertThat(parse(DaemonFile.text(settings))).isEqualTo(settings);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "5s|heartbeat: 1s, lease: 8s, margin: 2s|",
        "6600ms|heartbeat: 1s, lease: 8s, margin: 2s|",
        "6601ms|heartbeat: 1s, lease: 8s, margin: 2s|timeout + heartbeat + 400 ms is 8001 ms, longer than the lease",
        "60s|heartbeat: 1s, lease: 8s, margin: 2s|longer than the lease of 8000 ms",
        "1s|heartbeat: 1s, lease: 8s, margin: 2s|a timeout of 1000 ms may pass on a busy machine",
        "2s|heartbeat: 1s, lease: 8s, margin: 799ms|Take a margin of 800 ms at least",
    })
    void a_watchdog_that_could_not_be_fed_in_time_or_would_overtake_the_guard_is_refused(String timeout, String timings,
            @org.jspecify.annotations.Nullable String told) {
        String file = FILE + "watchdog: {timeout: " + timeout + "}\ntimings: {" + timings + "}\n";
        if (told == null) {
            DaemonSettings settings = parse(file);
            assertThat(settings.watchdog().orElseThrow().device()).isEqualTo("/dev/watchdog");
            assertThat(settings.unsafeWatchdog()).isEmpty();
        } else {
            assertThatThrownBy(() -> parse(file)).isInstanceOf(Mistakes.class)
                    .hasMessageContaining("batond.yaml:6:11: watchdog: ").hasMessageContaining(told);
        }
    }

    @Test
    void a_watchdog_is_a_device_and_its_own_timeout() {
        assertThatThrownBy(() -> parse(FILE + "watchdog: {device: dog, timeout: 5s}")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("watchdog.device: 'dog' is no absolute path");
        assertThatThrownBy(() -> parse(FILE + "watchdog: {device: /dev/watchdog}")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("watchdog: field `timeout` is missing");
    }

    @Test
    void when_to_drain_is_no_word_on_how_long() {
        assertThatThrownBy(() -> parse(FILE + "drain-only-if: \"true\"\n")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("drain-only-if: it needs drain-within beside it");
    }

    private static final String OURS = "ensemble: {node1: {address: 127.0.0.1, client: 2181, quorum: 2182, "
            + "election: 2183}}\n";
    private static final String THEIRS = "external-ensemble: zk1:2281,[::1],zk3/apps/baton\n";

    @Test
    void an_external_ensemble_is_named_as_zookeepers_clients_are_told_and_read_back_the_same() {
        DaemonSettings settings = parse(FILE.replace(OURS, THEIRS) + "timings: {lease: 20s}\n");
        assertThat(settings.ensemble()).isEmpty();
        assertThat(settings.external()).hasToString("Optional[zk1:2281,[::1]:2181,zk3:2181/apps/baton]");
        assertThat(parse(DaemonFile.text(settings))).isEqualTo(settings);
        DaemonSettings secured = parse(FILE.replace(OURS, "external-ensemble: {connect: zk1/baton, certificate: /c, "
                + "key: /k, authority: /a}\n") + "timings: {lease: 20s}\n");
        assertThat(secured.external().orElseThrow().tls()).isPresent();
        assertThat(parse(DaemonFile.text(secured))).isEqualTo(secured);
    }

    @Test
    void an_external_ensemble_that_says_nothing_of_its_timings_is_taken_to_be_slow() {
        assertThatThrownBy(() -> parse(FILE.replace(OURS, THEIRS))).isInstanceOf(Mistakes.class)
                .hasMessageContaining("(tick 2000 ms, sync-limit 5): losing one machine would stop every group");
        assertThat(parse(FILE.replace(OURS, THEIRS) + "timings: {tick: 500ms, sync-limit: 4}\n").timings())
                .isEqualTo(LeaseTimings.PRODUCTION);
        LeaseTimings lease = ExternalEnsemble.lease(DaemonSettings.EngineTimings.EXTERNAL);
        assertThat(parse(FILE.replace(OURS, THEIRS) + "timings: {lease: " + lease.lease().toSeconds() + "s}\n")
                .timings()).isEqualTo(lease);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "external-ensemble: zk1:2181,zk2:2181|names no entry of the cluster's own",
        "external-ensemble: zk1:2181/|names no entry of the cluster's own",
        "external-ensemble: zk1:0/baton|'0' is no port",
        "external-ensemble: 'zk1:2181,,zk2:2181/baton'|'' is no server",
        "external-ensemble: fe80::1/baton|in brackets",
        "external-ensemble: {connect: zk1/baton, key: /k}|certificate",
        "external-ensemble: zk1/a//b|not an absolute path",
    })
    void a_wrong_connect_string_is_named_with_what_would_be_right(String line, String told) {
        assertThatThrownBy(() -> parse(FILE.replace(OURS, line + "\n") + "timings: {lease: 20s}\n"))
                .isInstanceOf(Mistakes.class).hasMessageContaining(told);
    }

    @Test
    void the_engine_is_either_the_nodes_own_or_somebody_elses() {
        assertThatThrownBy(() -> parse(FILE + THEIRS)).isInstanceOf(Mistakes.class)
                .hasMessageContaining("external-ensemble stands beside it");
        assertThatThrownBy(() -> parse(FILE.replace(OURS, ""))).isInstanceOf(Mistakes.class)
                .hasMessageContaining("ensemble");
    }
}
