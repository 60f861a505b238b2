package dev.baton.demo.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.coordination.ports.FreePorts;
import dev.baton.demo.h2.H2Address;
import dev.baton.demo.h2.H2Fetch;
import dev.baton.demo.h2.H2Version;
import dev.baton.demo.h2.H2Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WritersTest {

    @TempDir
    private Path directory;

    private H2Workload workload;
    private H2Address address;
    private Writers writers;
    private Process server;

    @BeforeEach
    void a_server_and_a_client() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        workload = new H2Workload(directory, new H2Fetch(Path.of("target", "h2").toAbsolutePath(), line -> {}));
        workload.install();
        workload.installOn(directory.resolve("node1"), H2Version.OLD.version());
        workload.create(List.of("evs1"));
        address = new H2Address("evs1", "127.77.4.1", FreePorts.one());
        writers = new Writers("test", List.of(address), Writers.INTERVAL);
    }

    @AfterEach
    void nothing_runs_on() throws Exception {
        writers.close();
        server.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @EnumSource(H2Version.class)
    void every_acknowledged_row_is_found_after_the_server_was_killed_and_the_kill_is_one_outage(H2Version version)
            throws Exception {
        if (version == H2Version.NEW) {
            workload.installOn(directory.resolve("node1"), H2Version.NEW.version());
            convert();
        }
        server = start();
        writers.start();
        acknowledged(100);
        server.destroyForcibly().waitFor();
        await().until(() -> !seen().isServed());
        server = start();
        await().until(() -> seen().isServed());
        acknowledged(200);
        writers.close();

        assertThat(seen().outages()).hasSize(1).allMatch(Outage::over);
        Found found = writers.verify().get("evs1");
        assertThat(found.isWhole()).as(found.toString()).isTrue();
        assertThat(found.found()).isEqualTo(seen().acknowledged());
    }

    @Test
    void a_frozen_server_is_an_outage_until_it_thaws() throws Exception {
        server = start();
        writers.start();
        acknowledged(50);
        signal("-STOP");
        await().until(() -> seen().failed() >= 3);
        signal("-CONT");
        await().until(() -> seen().isServed());
        writers.close();
        assertThat(seen().outages()).hasSize(1);
        assertThat(writers.verify().get("evs1").isWhole()).isTrue();
    }

    @Test
    void a_row_that_vanished_is_lost_and_one_that_was_changed_is_strange() throws Exception {
        server = start();
        writers.start();
        acknowledged(20);
        writers.close();
        try (Session intruder = Session.open(address); var statement = intruder.connection().createStatement()) {
            assertThat(statement.executeUpdate("delete from writes where sequence = "
                    + "(select max(sequence) from writes)"))
                    .isEqualTo(1);
            assertThat(statement.executeUpdate("update writes set checksum = 0 where sequence = "
                    + "(select min(sequence) from writes)")).isEqualTo(1);
        }
        Found found = writers.verify().get("evs1");
        assertThat(found.lost()).isEqualTo(2);
        assertThat(found.strange()).isEqualTo(1);
    }

    private Seen seen() {
        return writers.seen("evs1");
    }

    private void acknowledged(long rows) {
        await().until(() -> seen().acknowledged() >= rows);
    }

    private Process start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(workload.script("h2-server.sh").toString(),
                workload.data("evs1").toString(), address.address(), String.valueOf(address.port()))
                .redirectErrorStream(true).redirectOutput(directory.resolve("server.out").toFile());
        builder.environment().putAll(workload.environment(directory.resolve("node1")));
        return builder.start();
    }

    private void convert() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(workload.script("h2-convert.sh").toString(),
                workload.data("evs1").toString()).inheritIO();
        builder.environment().putAll(workload.environment(directory.resolve("node1")));
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0).isTrue();
    }

    private void signal(String signal) throws Exception {
        assertThat(Map.of(signal, new ProcessBuilder("kill", signal, String.valueOf(server.pid())).inheritIO().start()
                .waitFor())).containsEntry(signal, 0);
    }
}
