package dev.baton.agent.linux;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/// A device of the watchdog API that tests can have: `dog.sh`, in a directory of its own.
final class StandInWatchdog implements AutoCloseable {

    /// What it noted, and at which boot time in ms.
    record Noted(long at, String what) {}

    private final Path directory;
    private final Process process;

    /// Starts one that is not armed yet.
    ///
    /// @param timeout in ms
    StandInWatchdog(long timeout) {
        try {
            directory = Files.createTempDirectory("baton-dog");
            Path script = directory.resolve("dog.sh");
            try (InputStream content = Objects.requireNonNull(StandInWatchdog.class.getResourceAsStream("dog.sh"))) {
                Files.copy(content, script);
            }
            Files.writeString(log(), "");
            new ProcessBuilder("chmod", "777", directory.toString()).start().waitFor();
            new ProcessBuilder("mkfifo", "-m", "666", device().toString()).start().waitFor();
            victims();
            process = new ProcessBuilder("bash", "-p", script.toString(), device().toString(), Long.toString(timeout),
                    log().toString(), directory.resolve("victims").toString())
                    .redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Path device() {
        return directory.resolve("dog");
    }

    /// Says what dies when it fires, as if it were the machine.
    void victims(ProcessStamp... processes) {
        try {
            Files.writeString(directory.resolve("victims"), Stream.of(processes)
                    .map(process -> Long.toString(process.pid())).collect(Collectors.joining(" ")) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Noted> noted() {
        return Entry.read(log()).stream().map(line -> line.split(" ", 2)).filter(line -> line.length == 2)
                .map(line -> new Noted(Long.parseLong(line[0]), line[1])).toList();
    }

    List<Noted> noted(String what) {
        return noted().stream().filter(noted -> noted.what().equals(what)).toList();
    }

    /// Waits until it has noted `what` so often; returns when that was, boot time in ms.
    long awaits(String what, int times) {
        awaits(what, () -> noted(what).size() >= times);
        return noted(what).get(times - 1).at();
    }

    /// Waits until it was fed at or after that boot time in ms.
    void awaitsFedAfter(long time) {
        awaits("fed after " + time, () -> noted("fed").stream().anyMatch(noted -> noted.at() >= time));
    }

    private void awaits(String what, Callable<Boolean> happened) {
        try {
            await().until(happened);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not " + what + ": " + noted(), e);
        }
    }

    private Path log() {
        return directory.resolve("log");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Entry.removeTree(directory);
    }
}
