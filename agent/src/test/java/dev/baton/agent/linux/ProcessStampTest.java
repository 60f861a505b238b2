package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `/proc` tells of a process while it begins and while it dies.
class ProcessStampTest {

    private static final int LAUNCHERS = 300;

    @Test
    void a_launcher_that_is_dying_is_not_taken_for_the_command(@TempDir Path directory) throws Exception {
        Path script = Files.writeString(directory.resolve("launch.sh"), "read -r _\nexit 125\n");
        for (int i = 0; i < LAUNCHERS; i++) {
            Process launcher = begun(script);
            ProcessStamp stamp = ProcessStamp.of(launcher.pid()).orElseThrow();
            // One that is just beginning has no arguments yet.
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() ->
                    stamp.hasLeft("/another.sh"));
            launcher.getOutputStream().close();
            while (stamp.lives()) {
                assertThat(stamp.hasLeft(script.toString())).isFalse();
            }
            launcher.waitFor();
        }
    }

    private static Process begun(Path script) throws IOException {
        return new ProcessBuilder("bash", "-p", script.toString()).redirectErrorStream(true).start();
    }
}
