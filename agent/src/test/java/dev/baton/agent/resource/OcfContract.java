package dev.baton.agent.resource;

import dev.baton.core.model.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Runs a packaged agent through the contract, as [ActionsDriver] calls it: `validate-all`, `start`, `monitor`, `stop`,
/// `monitor`. Each agent is alone in its own mount, network and process namespaces.
///
/// @param agent      its name
/// @param parameters of the resource
/// @param setup      shell lines that make what it needs
record OcfContract(String agent, SortedMap<String, String> parameters, String setup) {

    static final Path AGENTS = Path.of("/usr/lib/ocf/resource.d/heartbeat");
    private static final List<String> ACTIONS = List.of("validate-all", "start", "monitor", "stop", "monitor");
    private static final List<Integer> EXPECTED = List.of(0, 0, 0, 0, 7);
    private static final Duration EACH = Duration.ofSeconds(20);
    private static final String STATUS = "status ";

    /// What became of a run.
    ///
    /// @param statuses of the actions in order
    /// @param said     the last that an action that failed printed
    record Outcome(List<Integer> statuses, Optional<String> said) {

        boolean kept() {
            return statuses.equals(EXPECTED);
        }

        /// The sort of reason for which an agent does not come through.
        String reason() {
            return statuses.contains(5) ? "its program is not installed"
                    : statuses.contains(6) || statuses.contains(2) ? "it wants parameters of its own service"
                    : statuses.contains(124) ? "it waits for its service"
                    : statuses.contains(3) ? "it has no validate-all" : "its service does not come up here";
        }
    }

    /// Returns the agents that are known to keep the contract, with what each needs.
    static List<OcfContract> known() {
        return resource("/ocf/contract.txt").lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(OcfContract::of).toList();
    }

    /// Returns every agent of the package, without parameters.
    static List<OcfContract> packaged() {
        try (Stream<Path> all = Files.list(AGENTS)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".")).sorted()
                    .map(name -> new OcfContract(name, new TreeMap<>(), "")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static OcfContract of(String line) {
        String[] parts = line.split("\\|", 3);
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String word : parts[1].strip().split(" +", -1)) {
            if (word.contains("=")) {
                parameters.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
        }
        return new OcfContract(parts[0].strip(), parameters, parts[2].strip());
    }

    private static String resource(String name) {
        try (var in = OcfContract.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Runs it; needs root.
    Outcome run() throws IOException, InterruptedException {
        OcfAgent ocf = OcfAgent.of("ocf:heartbeat:" + agent).orElseThrow();
        StringBuilder script = new StringBuilder(resource("/ocf/setup.sh") + "\n{ " + (setup.isEmpty() ? ":" : setup)
                + "\n} > /dev/null 2>&1\n");
        for (String action : ACTIONS) {
            Command command = ocf.command(action, parameters);
            script.append("env -i");
            ocf.environment("g-r", parameters, action, EACH, EACH).forEach((name, value) ->
                    script.append(' ').append(quoted(name + "=" + value)));
            script.append(" timeout -k 1 ").append(EACH.toSeconds()).append(" bash -c ").append(quoted(command.line()))
                    .append(" < /dev/null > /run/said 2>&1; status=$?; echo \"" + STATUS + "$status\"; ")
                    .append("case $status in 0|7) ;; *) tail -n 1 /run/said ;; esac\n");
        }
        Process process = new ProcessBuilder("timeout", "-k", "1", "90", "unshare", "-m", "-n", "--pid", "--fork",
                "--kill-child", "--mount-proc", "bash", "-c", script.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .toList();
        process.waitFor();
        List<Integer> statuses = new ArrayList<>();
        Optional<String> said = Optional.empty();
        for (String line : lines) {
            if (line.startsWith(STATUS)) {
                statuses.add(Integer.parseInt(line.substring(STATUS.length())));
            } else if (!line.isBlank()) {
                said = Optional.of(line);
            }
        }
        return new Outcome(statuses, said);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return agent;
    }
}
