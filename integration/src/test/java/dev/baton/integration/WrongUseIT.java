package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the assembled programs say when they are used wrongly, without any cluster: one clear sentence, exit code 2 (or
/// 3 where no cluster answers), nothing made. What the command says of wrong words is a table of its own tests.
class WrongUseIT {

    private static final String FILE = """
            node: node1
            directory: DIR/state
            api: {port: 8421}
            ensemble: {node1: {address: 127.0.0.1, client: 2181, quorum: 2182, election: 2183}}
            secret: DIR/secret
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void secret() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    private Command batond(String file) throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("batond.yaml"), file.replace("DIR", directory.toString()));
        return Command.run(Map.of(), List.of(program("batond"), "--config", config.toString()));
    }

    private static String program(String name) {
        return Command.home().resolve("bin").resolve(name).toString();
    }

    private void refusedWithNothingMade(Command ended, String sentence) throws IOException {
        assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.err().lines()).as(ended.toString()).anyMatch(line -> line.contains(sentence));
        assertThat(ended.err()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
        try (Stream<Path> state = Files.list(directory)) {
            assertThat(state.map(path -> path.getFileName().toString()).filter(name -> name.equals("state"))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            api: {port: 8421}       | api: {port: many}       | batond.yaml:3:
            node: node1             | node: node 1            | batond.yaml:1:
            secret: DIR/secret      | sekret: DIR/secret      | sekret: unknown field
            secret: DIR/secret      | secret: [DIR/secret     | batond.yaml:
            directory: DIR/state    | directory: [1]          | batond.yaml:2:
            """)
    void a_malformed_file_is_told_with_file_line_and_field(String right, String wrong, String sentence)
            throws IOException, InterruptedException {
        assertThat(FILE).contains(right.strip());
        refusedWithNothingMade(batond(FILE.replace(right.strip(), wrong.strip())), sentence.strip());
    }

    @Test
    void a_file_that_is_not_there_is_told() throws IOException, InterruptedException {
        refusedWithNothingMade(Command.run(Map.of(), List.of(program("batond"), "--config", "none.yaml")),
                "there is no file none.yaml");
    }

    @Test
    void a_daemon_without_its_option_tells_its_usage() throws IOException, InterruptedException {
        refusedWithNothingMade(Command.run(Map.of(), List.of(program("batond"))), "usage: batond --config FILE");
    }

    @ParameterizedTest
    @CsvSource({"8421", "2181"})
    void a_port_in_use_is_told_and_nobody_waits(int port) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command ended = batond(FILE.replaceAll("\\b" + port + "\\b", Integer.toString(taken.getLocalPort())));
            assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
            assertThat(ended.err()).as(ended.toString()).contains(Integer.toString(taken.getLocalPort()))
                    .contains("in use").doesNotContain("\tat ");
        }
    }

    @Test
    void no_cluster_ends_with_3() throws IOException, InterruptedException {
        Command ended = Command.baton(Map.of("BATON_API", "http://127.0.0.1:1"), "status");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err().lines()).hasSize(1).first().asString().contains("the cluster is not reachable");
    }

    /// In a mount namespace in which the directories where JDKs live are empty.
    @ParameterizedTest
    @CsvSource({"baton, status", "baton, demo", "batond, --config"})
    void without_a_jdk_one_sentence_says_how_to_get_one(String program, String argument)
            throws IOException, InterruptedException {
        String script = "mount -t tmpfs none /usr/lib/jvm"
                + " && exec env -u JAVA_HOME -u BATON_JAVA_HOME HOME=/nonexistent PATH=/usr/bin:/bin "
                + program(program) + " " + argument;
        List<String> within = List.of("unshare", "--map-root-user", "--user", "--mount");
        Command possible = Command.run(Map.of(), Stream.concat(within.stream(), Stream.of("mount", "-t", "tmpfs",
                "none", "/usr/lib/jvm")).toList());
        Assumptions.assumeTrue(possible.exit() == 0, () -> "skipped: no mount namespace here: " + possible.err());
        Command ended = Command.run(Map.of(), Stream.concat(within.stream(), Stream.of("bash", "-c", script)).toList());
        assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.err().lines()).hasSize(1).first().asString().startsWith(program + ": needs a JDK 25");
    }
}
