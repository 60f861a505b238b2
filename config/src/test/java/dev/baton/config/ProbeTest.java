package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a shell makes of a probe with a pattern.
class ProbeTest {

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void a_probe_takes_the_first_match_of_what_its_command_prints(String shell) throws IOException,
            InterruptedException {
        Process probe = probe(shell, "echo it is 15.13, once 9.6; echo 8.4");
        assertThat(new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("15.13\n");
        assertThat(probe.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/program --version", "echo it is 15.13; exit 1", "echo none", "true"})
    void a_probe_whose_command_fails_or_prints_no_match_fails(String command) throws IOException,
            InterruptedException {
        for (String shell : new String[] {"sh", "bash"}) {
            Process probe = probe(shell, command);
            probe.getInputStream().readAllBytes();
            assertThat(probe.waitFor()).as(shell).isNotZero();
        }
    }

    private static Process probe(String shell, String command) throws IOException {
        Kind kind = ClusterFile.parse(new ClusterFile.Source("cluster.yaml", """
                cluster: x
                nodes: {n1: 127.0.0.1}
                groups: {g: {kind: x}}
                """), _ -> Optional.of(new ClusterFile.Source("kinds/x.yaml", """
                kind: x
                product: x
                resources: {it: {type: process, with: {run: x}}}
                version: {command: '%s', pattern: '[0-9]+\\.[0-9]+'}
                data: compatible
                """.formatted(command)))).kinds().iterator().next();
        Process process = new ProcessBuilder(shell, "-c", kind.version().orElseThrow().line())
                .redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }
}
