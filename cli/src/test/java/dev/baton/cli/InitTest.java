package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.cli.membership.Luggage;
import dev.baton.cli.membership.MachineFiles;
import dev.baton.cli.terminal.Failure;
import dev.baton.config.BetweenNodes;
import dev.baton.config.ClusterFile;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.config.ExternalEnsemble;
import dev.baton.coordination.tree.Json;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a machine that becomes a node.
final class InitTest {

    private static final NodeId NODE = new NodeId("node1");
    private static final Luggage LUGGAGE = new Luggage("0123456789abcdef", new TreeMap<>(Map.of(NODE,
            new DaemonSettings.Peer("10.0.0.11", 2181, 2182, 2183))), Optional.empty(),
            LeaseTimings.PRODUCTION, new DaemonSettings.EngineTimings(Duration.ofMillis(500), 20, 4), Optional.empty());

    @Test
    void a_daemon_reads_what_was_written_and_nobody_else_reads_the_secret(@TempDir Path directory) throws IOException {
        MachineFiles files = new MachineFiles(directory.resolve("etc"), directory.resolve("state"), "127.0.0.1", 8420,
                Optional.empty());
        files.write(NODE, LUGGAGE);
        DaemonSettings settings = DaemonFile.parse(new ClusterFile.Source("batond.yaml",
                Files.readString(files.settings())));
        assertThat(settings.node()).isEqualTo(NODE);
        assertThat(settings.ensemble()).isEqualTo(LUGGAGE.ensemble());
        assertThat(settings.timings()).isEqualTo(LeaseTimings.PRODUCTION);
        assertThat(Files.readString(settings.secret())).isEqualTo("0123456789abcdef\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.secret())))
                .isEqualTo("rw-------");
        assertThat(LUGGAGE.toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void what_is_there_already_is_never_written_over(@TempDir Path directory) throws IOException {
        MachineFiles files = new MachineFiles(directory, directory.resolve("state"), "127.0.0.1", 8420,
                Optional.empty());
        Files.writeString(directory.resolve("secret"), "of another cluster");
        assertThatThrownBy(() -> files.write(NODE, LUGGAGE)).isInstanceOf(Failure.class)
                .hasMessageContaining("secret is there already");
        assertThat(Files.readString(directory.resolve("secret"))).isEqualTo("of another cluster");
        assertThat(files.settings()).doesNotExist();
    }

    @Test
    void an_existing_ensemble_goes_with_the_luggage(@TempDir Path directory) throws IOException {
        ExternalEnsemble theirs = ExternalEnsemble.parse("zk1:2281,zk2/apps/baton", Optional.of(
                new DaemonSettings.TlsFiles(Path.of("/c"), Path.of("/k"), Path.of("/a"), Optional.empty(),
                        BetweenNodes.ONLY_TLS)));
        Luggage luggage = new Luggage("0123456789abcdef", new TreeMap<>(), Optional.of(theirs),
                ExternalEnsemble.lease(DaemonSettings.EngineTimings.EXTERNAL), DaemonSettings.EngineTimings.EXTERNAL,
                Optional.empty());
        Luggage unpacked = Json.read(Json.text(luggage), Luggage.class);
        assertThat(unpacked).isEqualTo(luggage);
        MachineFiles files = new MachineFiles(directory.resolve("etc"), directory.resolve("state"), "127.0.0.1", 8420,
                Optional.empty());
        files.write(NODE, unpacked.forNewcomer(NODE));
        DaemonSettings settings = DaemonFile.parse(new ClusterFile.Source("batond.yaml",
                Files.readString(files.settings())));
        assertThat(settings.external()).contains(theirs);
        assertThat(settings.ensemble()).isEmpty();
    }

    @Test
    void luggage_of_a_build_that_knew_no_other_ensemble_is_read() {
        assertThat(Json.read(Json.text(LUGGAGE).replace("\"external\":null,", ""), Luggage.class)).isEqualTo(LUGGAGE);
    }
}
