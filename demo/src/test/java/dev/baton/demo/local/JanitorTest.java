package dev.baton.demo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JanitorTest {

    private final List<Process> launched = new ArrayList<>();

    @BeforeAll
    static void a_busy_machine_has_time() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void nothing_runs_on() {
        launched.forEach(Process::destroyForcibly);
    }

    @Test
    void a_closed_janitor_leaves_no_process_and_no_directory() throws IOException {
        Janitor janitor = Janitor.start();
        Path directory = janitor.directory();
        Process worker = work(directory);
        launched.add(worker);
        await().until(() -> Processes.with(Janitor.MARK + "=" + directory).size() >= 3);
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        launched.add(stranger);

        janitor.close();

        assertThat(Processes.with(Janitor.MARK + "=" + directory)).isEmpty();
        assertThat(worker.isAlive()).isFalse();
        assertThat(Files.exists(directory)).isFalse();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void the_farewell_runs_when_no_process_is_left_and_before_the_directory_goes(@TempDir Path elsewhere)
            throws IOException {
        Janitor janitor = Janitor.start();
        Path directory = janitor.directory();
        Process worker = work(directory);
        launched.add(worker);
        await().until(() -> Processes.with(Janitor.MARK + "=" + directory).size() >= 3);
        Path said = elsewhere.resolve("said");
        Files.writeString(directory.resolve(Janitor.FAREWELL), "{ ls '" + directory + "'; kill -0 " + worker.pid()
                + " && echo alive; } >'" + said + "'\n");

        janitor.close();

        assertThat(Files.readAllLines(said)).contains(Janitor.FAREWELL).doesNotContain("alive");
        assertThat(Files.exists(directory)).isFalse();
    }

    @Test
    void a_launcher_that_is_killed_leaves_no_process_and_no_directory() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Launcher.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Process launcher = builder.start();
        launched.add(launcher);
        BufferedReader said = launcher.inputReader();
        Path directory = Path.of(said.readLine());
        assertThat(said.readLine()).isEqualTo("running");
        await().until(() -> Processes.with(Janitor.MARK + "=" + directory).size() >= 3);

        launcher.destroyForcibly().waitFor();

        await().until(() -> !Files.exists(directory));
        assertThat(Processes.with(Janitor.MARK + "=" + directory)).isEmpty();
    }

    /// A child that has a child of its own in another session, one that is frozen, and itself.
    private static Process work(Path mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "bash", "-c",
                "setsid sleep 1000 & sleep 1000 & kill -STOP $!; wait");
        builder.environment().put(Janitor.MARK, mark.toString());
        return builder.start();
    }

    /// Runs in a process of its own, to be killed.
    static final class Launcher {
        public static void main(String[] arguments) throws IOException {
            Janitor janitor = Janitor.start();
            System.out.println(janitor.directory());
            work(janitor.directory());
            System.out.println("running");
            System.in.read();
        }
    }
}
