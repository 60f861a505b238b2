package dev.baton.demo.local;

import dev.baton.cli.api.Endpoints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A bash process in a session of its own that owns a fresh directory, and ends and removes everything that belongs to
/// it once this program has closed it or has ended in any way: it waits for the end of a pipe.
public final class Janitor implements AutoCloseable {

    /// What every process of the directory carries in its environment; the janitor finds them by it.
    public static final String MARK = "BATON_DEMO";

    /// A bash script in the directory that the janitor runs after everything else has ended, for what is neither a
    /// process nor a file; optional.
    public static final String FAREWELL = "farewell";

    private final Process process;
    private final BufferedReader said;
    private final Path directory;

    private Janitor(Process process, BufferedReader said, Path directory) {
        this.process = process;
        this.said = said;
        this.directory = directory;
    }

    /// Starts a janitor with a fresh directory below the system's temporary directory.
    ///
    /// @throws IOException if there is no bash, or no directory can be made
    public static Janitor start() throws IOException {
        String script;
        try (InputStream content = Janitor.class.getResourceAsStream("janitor.sh")) {
            if (content == null) {
                throw new IOException("janitor.sh is missing from the program");
            }
            script = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
        ProcessBuilder builder = new ProcessBuilder("setsid", "bash", "-p", "-c", script, "janitor.sh",
                System.getProperty("java.io.tmpdir"), Processes.self(),
                Endpoints.demoState(System.getenv()).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove(MARK);
        Process process = builder.start();
        BufferedReader said = process.inputReader();
        String directory = said.readLine();
        if (directory == null) {
            throw new IOException("cannot make a directory in " + System.getProperty("java.io.tmpdir"));
        }
        return new Janitor(process, said, Path.of(directory));
    }

    /// Returns the directory that goes with the janitor; its last name is also the name of the cgroup that goes.
    public Path directory() {
        return directory;
    }

    /// Ends and removes everything, and returns when that is done, after ten seconds at most.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                said.close();
            }
        } catch (IOException e) {
            // The janitor has ended before us: there is nobody to wait for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
