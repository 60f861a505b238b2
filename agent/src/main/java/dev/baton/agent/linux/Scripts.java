package dev.baton.agent.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The bash scripts that stand between this program and what it starts.
final class Scripts {

    private static final List<String> NAMES = List.of("lease.sh", "watchdog.sh", "guard.sh", "launch.sh");

    private Scripts() {}

    /// Writes the scripts into `directory`, which is made if need be. Each takes its place by rename: a guard that runs
    /// the version of an earlier release goes on reading that one.
    ///
    /// @throws IOException if they cannot be written
    static void install(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String name : NAMES) {
            try (InputStream content = Scripts.class.getResourceAsStream(name)) {
                if (content == null) {
                    throw new IOException("the script " + name + " is missing from the program");
                }
                Path fresh = Files.createTempFile(directory, name, ".new");
                Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
