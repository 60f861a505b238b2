package dev.baton.cli.command;

import dev.baton.config.AgentMetaData;
import dev.baton.config.ResourceAgents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The resource agents of this machine: each is asked once what parameters it takes, by its action `meta-data`, which
/// touches nothing (OCF Resource Agent API 1.1). What cannot be asked is remembered for a warning.
final class InstalledAgents implements ResourceAgents {

    /// Where distributions put them.
    static final Path USUAL = Path.of("/usr/lib/ocf");

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Path root;
    private final Map<String, Optional<AgentMetaData>> asked = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    InstalledAgents(Path root) {
        this.root = root;
    }

    /// Returns which agents could not be asked, and why, for people.
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public Optional<AgentMetaData> metaData(String type) {
        Optional<AgentMetaData> known = asked.get(type);
        if (known == null) {
            known = ask(type);
            asked.put(type, known);
        }
        return known;
    }

    private Optional<AgentMetaData> ask(String type) {
        String[] parts = type.split(":", 3);
        Path agent = root.resolve("resource.d").resolve(parts[1]).resolve(parts[2]);
        if (!Files.isExecutable(agent)) {
            warnings.add(type + " is not installed on this machine: its parameters are not checked");
            return Optional.empty();
        }
        try {
            return Optional.of(AgentMetaData.parse(run(agent)));
        } catch (IOException | IllegalArgumentException failed) {
            warnings.add("the meta-data of " + type + " cannot be read, its parameters are not checked: "
                    + failed.getMessage());
            return Optional.empty();
        }
    }

    /// What it prints goes through a file: nothing waits for somebody who keeps a pipe open.
    private String run(Path agent) throws IOException {
        Path printed = Files.createTempFile("meta-data", ".xml");
        try {
            ProcessBuilder builder = new ProcessBuilder(agent.toString(), "meta-data")
                    .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(printed.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("OCF_ROOT", root.toString());
            Process process = builder.start();
            if (!process.waitFor(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("it has not answered within " + ANSWER_WITHIN.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with status " + process.exitValue());
            }
            return new String(Files.readAllBytes(printed), StandardCharsets.UTF_8);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted", stopped);
        } finally {
            Files.delete(printed);
        }
    }
}
