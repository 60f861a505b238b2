package dev.baton.demo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {

    /// A walk that ends at the first file that is gone does not come through so many.
    private static final int COPIES = 300;

    @TempDir
    private Path directory;

    @Test
    void a_daemon_that_writes_and_renames_its_files_meanwhile_is_no_obstacle() throws Exception {
        Path run = Files.createDirectories(directory.resolve("nodes/node1/state/run"));
        Files.writeString(run.resolve("guard.log"), "armed\n");
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService daemon = Executors.newSingleThreadExecutor()) {
            Future<?> writing = daemon.submit(() -> {
                while (!done.get()) {
                    Path fresh = Files.writeString(run.resolve(".deadline.new"), "1");
                    Files.move(fresh, run.resolve("deadline"), StandardCopyOption.ATOMIC_MOVE);
                }
                return null;
            });
            try {
                for (int i = 0; i < COPIES; i++) {
                    Logs.copy(directory.resolve("nodes"), directory.resolve("kept"));
                }
            } finally {
                done.set(true);
            }
            writing.get();
        }
        assertThat(directory.resolve("kept/node1/state/run")).isDirectoryContaining("glob:**/guard.log")
                .isDirectoryNotContaining("glob:**deadline*");
    }

    @Test
    void what_never_was_is_not_taken_for_empty() {
        Path nowhere = directory.resolve("nowhere");
        assertThatThrownBy(() -> Logs.copy(nowhere, directory.resolve("kept"))).isInstanceOf(NoSuchFileException.class);
    }
}
