package dev.baton.agent.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Units of systemd where there is none: nothing of them can run, and nothing is started. Where there is one,
/// `SystemdOnLinuxCheck` runs them.
class SystemdUnitTest {

    private static final SystemdUnit UNIT = SystemdUnit.of("systemd:nginx").orElseThrow();

    private record Ended(int status, String said) {}

    private static Ended run(Command command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command.line()).redirectErrorStream(true);
        builder.environment().putAll(Actions.PLAIN);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said.strip());
    }

    private static Ended run(String action) throws Exception {
        return run(UNIT.command(action, Collections.emptySortedMap()));
    }

    @BeforeAll
    static void no_systemd_runs_here() {
        Assumptions.assumeFalse(Files.exists(Path.of("/run/systemd/system")),
                "skipped: systemd runs here, and this is about a machine without");
    }

    @ParameterizedTest
    @CsvSource({"systemd:nginx, nginx.service", "systemd:nginx.service, nginx.service",
        "systemd:postgresql@15-main, postgresql@15-main.service", "systemd:a.b, a.b.service"})
    void a_type_names_a_service_with_or_without_its_suffix(String type, String unit) {
        assertThat(SystemdUnit.of(type)).contains(new SystemdUnit(unit));
    }

    @ParameterizedTest
    @CsvSource({"systemd:", "systemd:a b", "systemd:a/b", "systemd:a'b", "ocf:heartbeat:IPaddr2", "process"})
    void what_is_no_name_of_a_unit_is_no_type_of_one(String type) {
        assertThat(SystemdUnit.of(type)).isEmpty();
    }

    @Test
    void without_systemd_a_unit_does_not_start_and_says_why() throws Exception {
        assertThat(run("start")).isEqualTo(new Ended(Actions.NOT_INSTALLED, "no systemd runs here"));
    }

    @Test
    void without_systemd_nothing_of_a_unit_runs_and_nothing_is_left_to_stop() throws Exception {
        assertThat(run("monitor")).isEqualTo(new Ended(Actions.NOT_RUNNING, ""));
        assertThat(run("stop")).isEqualTo(new Ended(0, ""));
        assertThat(run(UNIT.release(Collections.emptySortedMap()))).isEqualTo(new Ended(0, ""));
    }
}
