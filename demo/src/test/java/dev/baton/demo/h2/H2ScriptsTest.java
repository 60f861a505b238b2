package dev.baton.demo.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.coordination.ports.FreePorts;
import dev.baton.demo.clients.Writers;
import dev.baton.demo.h2.H2Fixture.Ended;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2ScriptsTest {

    private static final int ROWS = 3_000;

    @TempDir
    private Path directory;

    private H2Fixture h2;

    @BeforeEach
    void two_nodes_with_the_old_version() throws Exception {
        h2 = new H2Fixture(directory, new H2Address(H2Fixture.GROUP, "127.77.3.1", FreePorts.one()));
    }

    @AfterEach
    void nothing_runs_on() throws Exception {
        h2.close();
    }

    @Test
    void a_converted_database_holds_every_row_and_the_old_version_refuses_it() throws Exception {
        h2.fill(ROWS);
        assertThat(h2.workload.format(H2Fixture.GROUP)).isEqualTo("1.4");
        assertThat(h2.workload.oldVersionRefuses(H2Fixture.GROUP)).isFalse();
        h2.workload.installOn(h2.node("node1"), H2Version.NEW.version());

        assertThat(h2.run("node1", "h2-convert.sh", h2.data()).status()).isZero();

        assertThat(h2.workload.format(H2Fixture.GROUP)).isEqualTo("2.5");
        assertThat(h2.workload.oldVersionRefuses(H2Fixture.GROUP)).isTrue();
        assertThat(h2.found()).isEqualTo(ROWS);
    }

    @Test
    void a_conversion_killed_between_any_two_steps_is_finished_by_a_later_one() throws Exception {
        h2.fill(ROWS);
        h2.workload.installOn(h2.node("node1"), H2Version.NEW.version());
        int cut = finishedThoughKilledAtAnyStep("node1", "h2-convert.sh", Map.of());

        assertThat(cut).as("steps at which it was cut").isGreaterThan(15);
        assertThat(h2.found()).isEqualTo(ROWS);
        assertThat(Files.exists(h2.data().resolve(".convert"))).isFalse();
    }

    @Test
    void a_conversion_killed_while_either_version_works_is_finished_by_a_later_one() throws Exception {
        h2.fill(200_000);
        h2.workload.installOn(h2.node("node1"), H2Version.NEW.version());
        for (String begun : new String[] {".convert/db.sql", ".convert/new/db.mv.db"}) {
            Process convert = h2.start("node1", Map.of(), "h2-convert.sh", h2.data());
            await().pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(h2.data().resolve(begun))
                    || !convert.isAlive());
            assertThat(convert.isAlive()).isTrue();
            H2Fixture.kill(convert);
            assertThat(h2.workload.format(H2Fixture.GROUP)).isEqualTo("1.4");
        }
        assertThat(h2.run("node1", "h2-convert.sh", h2.data()).status()).isZero();
        assertThat(h2.found()).isEqualTo(200_000);
    }

    @Test
    void a_copy_made_while_clients_write_is_brought_back_after_a_conversion_although_that_is_killed_at_any_step()
            throws Exception {
        h2.fill(ROWS);
        Process server = server("node1");
        Ended saved;
        try (Writers writers = new Writers("w", List.of(h2.address), Writers.INTERVAL)) {
            writers.start();
            await().until(() -> writers.seen(H2Fixture.GROUP).acknowledged() > 0);
            saved = h2.run("node1", Map.of("BATON_BACKUP", "copy.1"), "h2-backup.sh", h2.data(), h2.address.address(),
                    h2.address.port());
        }
        assertThat(saved.status()).as(saved.said()).isZero();
        H2Fixture.kill(server);
        h2.workload.installOn(h2.node("node1"), H2Version.NEW.version());
        assertThat(h2.run("node1", "h2-convert.sh", h2.data()).status()).isZero();

        Map<String, String> back = Map.of("BATON_BACKUP", "copy.1", "BATON_TO", "1.4");
        assertThat(h2.run("node1", back, "h2-restore.sh", h2.data()).said()).contains("this node has H2 2.5.252");
        assertThat(h2.workload.format(H2Fixture.GROUP)).isEqualTo("2.5");
        assertThat(finishedThoughKilledAtAnyStep("node2", "h2-restore.sh", back)).isGreaterThan(10);

        assertThat(h2.workload.format(H2Fixture.GROUP)).isEqualTo("1.4");
        assertThat(h2.workload.oldVersionRefuses(H2Fixture.GROUP)).isFalse();
        server("node2");
        assertThat(h2.served()).isEqualTo(ROWS);
    }

    @Test
    void a_second_owner_is_refused_and_seen() throws Exception {
        server("node1");
        Ended second = h2.run("node2", "h2-server.sh", h2.data(), h2.address.address(), h2.address.port());
        assertThat(second.status()).isEqualTo(75);
        assertThat(second.said()).contains("another owner");
        assertThat(Files.readAllLines(h2.data().resolve("owners.log"))).hasSize(2)
                .anyMatch(line -> line.matches("node1 7 start \\d+ \\d+ \\d+ server"))
                .anyMatch(line -> line.matches("node2 7 conflict \\d+ \\d+ \\d+ server"));
        assertThat(h2.run("node2", "h2-convert.sh", h2.data()).status()).isEqualTo(75);
    }

    @Test
    void an_earlier_owner_that_is_alive_without_the_lock_is_seen() throws Exception {
        Process server = server("node1");
        Files.move(h2.data().resolve("owner.lock"), h2.data().resolve("lost.lock"));
        h2.start("node2", Map.of(), "h2-server.sh", h2.data(), "127.77.3.2", h2.address.port());
        await().untilAsserted(() -> assertThat(Files.readAllLines(h2.data().resolve("owners.log")))
                .anyMatch(line -> line.contains(" overlap ") && line.endsWith("with node1 7 pid " + server.pid())));
    }

    @Test
    void a_server_listens_on_its_own_address_only() throws Exception {
        server("node1");
        assertThat(h2.workload.serverVersion(h2.address)).isEqualTo("1.4.200");
        assertThat(connects("127.0.0.1")).isFalse();
    }

    @Test
    void a_server_does_not_start_on_data_of_another_format() throws Exception {
        h2.workload.installOn(h2.node("node2"), H2Version.NEW.version());
        Ended refused = h2.run("node2", "h2-server.sh", h2.data(), h2.address.address(), h2.address.port());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.said()).contains("the data is H2 1.4 and this node has H2 2.5.252");
        assertThat(Files.exists(h2.data().resolve("owners.log"))).isFalse();
    }

    @Test
    void an_install_changes_the_version_and_an_undo_brings_it_back() throws Exception {
        assertThat(h2.run("node1", "h2-version.sh").said().strip()).isEqualTo("1.4.200");
        assertThat(h2.run("node1", "h2-install.sh", "2.5.252").status()).isZero();
        assertThat(h2.run("node1", "h2-version.sh").said().strip()).isEqualTo("2.5.252");
        assertThat(h2.run("node1", "h2-selftest.sh").status()).isZero();
        assertThat(h2.run("node1", "h2-install.sh", "1.4.200").status()).isZero();
        assertThat(h2.run("node1", "h2-version.sh").said().strip()).isEqualTo("1.4.200");
        assertThat(h2.run("node1", "h2-selftest.sh").status()).isZero();
        assertThat(h2.run("node1", "h2-install.sh", "9.9").said()).contains("there is no ");
    }

    @Test
    void a_lock_has_one_holder_and_knows_whose_it_is() throws Exception {
        Path lock = h2.workload.addressLocks().resolve("127.77.3.1.lock");
        assertThat(h2.run("node1", "h2-hold.sh", "--check", lock).status()).isEqualTo(1);
        Process holder = h2.start("node1", Map.of(), "h2-hold.sh", lock);
        await().until(() -> h2.run("node1", "h2-hold.sh", "--check", lock).status() == 0);
        assertThat(h2.run("node2", "h2-hold.sh", "--check", lock).status()).isEqualTo(1);
        Ended second = h2.run("node2", "h2-hold.sh", lock);
        assertThat(second.status()).isEqualTo(75);
        assertThat(second.said()).contains("127.77.3.1.lock is held by node1");
        holder.destroyForcibly().waitFor();
        assertThat(h2.run("node1", "h2-hold.sh", "--check", lock).status()).isEqualTo(1);
        h2.start("node2", Map.of(), "h2-hold.sh", lock);
        await().until(() -> h2.run("node2", "h2-hold.sh", "--check", lock).status() == 0);
    }

    /// Runs a script on the data again and again, each time killed one step later.
    ///
    /// @return how often it was run until it ended well
    private int finishedThoughKilledAtAnyStep(String node, String script, Map<String, String> more) throws Exception {
        Path trap = Files.writeString(directory.resolve("trap.sh"), """
                [[ $0 == */%s ]] && trap '((++steps == CUT)) && kill -KILL $$' DEBUG
                """.formatted(script));
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("BASH_ENV", trap.toString());
        int cut = 0;
        Ended ended;
        do {
            cut++;
            environment.put("CUT", String.valueOf(cut));
            ended = h2.run(node, environment, script, h2.data());
            assertThat(ended.status()).as(ended.said()).isIn(0, 128 + 9);
            assertThat(h2.workload.format(H2Fixture.GROUP)).isIn("1.4", "2.5");
        } while (ended.status() != 0);
        return cut;
    }

    private Process server(String node) throws Exception {
        Process server = h2.start(node, Map.of(), "h2-server.sh", h2.data(), h2.address.address(), h2.address.port());
        await().until(() -> h2.run(node, "h2-ready.sh", h2.address.address(), h2.address.port()).status() == 0);
        return server;
    }

    private boolean connects(String host) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, h2.address.port()), 1_000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }
}
