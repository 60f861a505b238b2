package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.cli.api.Credentials;
import dev.baton.cli.membership.Guarded;
import dev.baton.cli.membership.Luggage;
import dev.baton.cli.membership.MachineFiles;
import dev.baton.cli.membership.NodeIdentity;
import dev.baton.cli.terminal.Failure;
import dev.baton.config.BetweenNodes;
import dev.baton.config.ClusterFile;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.coordination.pem.MadeAuthority;
import dev.baton.coordination.pem.MadeAuthority.Signed;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a caller or a machine has to show, looked at before it is shown.
final class CredentialsTest {

    @TempDir
    private static Path made;
    private static MadeAuthority authority;
    private static Signed node;
    private static Signed alice;

    @BeforeAll
    static void certificates() {
        authority = new MadeAuthority(made, "cluster");
        node = authority.node("node1", "10.0.0.11");
        alice = authority.caller("alice");
    }

    private static Path file(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    @Test
    void a_token_that_others_may_read_is_not_shown(@TempDir Path directory) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "abc\n");
        file(token, "rw-r-----");
        assertThatThrownBy(() -> Credentials.find(Map.of("BATON_TOKEN_FILE", token.toString())))
                .isInstanceOf(Failure.class).hasMessageContaining("rw-r-----; do: chmod 600 " + token);
        file(token, "rw-------");
        assertThat(Credentials.find(Map.of("BATON_TOKEN_FILE", token.toString())).authorization())
                .contains("Bearer abc");
    }

    @Test
    void a_certificate_is_shown_with_its_own_key_or_not_at_all() {
        assertThat(Credentials.find(Map.of("BATON_CERTIFICATE", alice.certificate().toString(), "BATON_KEY",
                alice.key().toString())).certificate()).isPresent();
        assertThatThrownBy(() -> Credentials.find(Map.of("BATON_CERTIFICATE", alice.certificate().toString())))
                .isInstanceOf(Failure.class).hasMessageContaining("name both");
        assertThatThrownBy(() -> Credentials.find(Map.of("BATON_CERTIFICATE", alice.certificate().toString(),
                "BATON_KEY", node.key().toString()))).isInstanceOf(Failure.class)
                .hasMessageContaining("is not the key of the first certificate");
    }

    @Test
    void a_machine_that_joins_shows_its_join_token_only_where_it_has_none_of_a_caller() {
        assertThat(Credentials.NONE.joining("0a").authorization()).contains("Baton-Join 0a");
        assertThat(new Credentials(Optional.of("Bearer abc"), Optional.empty(), Optional.empty()).joining("0a")
                .authorization()).contains("Bearer abc");
    }

    @Test
    void a_certificate_that_no_other_node_would_believe_is_refused_before_anything_is_done() {
        new NodeIdentity(node.certificate(), node.key(), authority.certificate()).requireUsable("10.0.0.11");
        assertThatThrownBy(() -> new NodeIdentity(node.certificate(), node.key(), authority.certificate())
                .requireUsable("10.0.0.12")).isInstanceOf(Failure.class)
                .hasMessageContaining("and not 10.0.0.12, where the other nodes are to reach this machine");
        assertThatThrownBy(() -> new NodeIdentity(alice.certificate(), alice.key(), authority.certificate())
                .requireUsable("10.0.0.11")).isInstanceOf(Failure.class).hasMessageContaining("no node would believe");
        MadeAuthority strangers = new MadeAuthority(made, "strangers");
        assertThatThrownBy(() -> new NodeIdentity(node.certificate(), node.key(), strangers.certificate())
                .requireUsable("10.0.0.11")).isInstanceOf(Failure.class).hasMessageContaining("no node would believe");
    }

    @Test
    void a_machine_with_certificates_names_them_and_keeps_the_callers_for_its_owner(@TempDir Path directory)
            throws IOException {
        NodeIdentity identity = new NodeIdentity(node.certificate(), node.key(), authority.certificate());
        MachineFiles files = new MachineFiles(directory.resolve("etc"), directory.resolve("state"), "10.0.0.11", 8420,
                Optional.of(identity));
        files.write(new NodeId("node1"), new Luggage("0123456789abcdef", new TreeMap<>(Map.of(new NodeId("node1"),
                new DaemonSettings.Peer("10.0.0.11", 2181, 2182, 2183))), Optional.empty(),
                LeaseTimings.PRODUCTION,
                new DaemonSettings.EngineTimings(Duration.ofMillis(500), 20, 4), Optional.of(new Guarded(
                        "vera viewer cn=vera\n", Optional.of("an authority"), Optional.of("speak-tls")))));
        DaemonSettings settings = DaemonFile.parse(new ClusterFile.Source("batond.yaml",
                Files.readString(files.settings())));
        DaemonSettings.Access access = settings.access().orElseThrow();
        assertThat(Files.readString(access.tokens())).isEqualTo("vera viewer cn=vera\n");
        DaemonSettings.TlsFiles tls = access.tls().orElseThrow();
        assertThat(tls.betweenNodes()).isEqualTo(BetweenNodes.SPEAK_TLS);
        assertThat(tls.key()).isEqualTo(node.key());
        assertThat(Files.readString(tls.callersAuthority().orElseThrow())).isEqualTo("an authority");
        for (Path written : java.util.List.of(files.settings(), access.tokens(), settings.secret(),
                files.writeToken("abc"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written))).as(written.toString())
                    .isEqualTo("rw-------");
        }
    }
}
