package dev.baton.demo.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One machine of a local cluster: its directory and its processes, found by their environment, so that any program of
/// the same user can end or freeze them.
///
/// @param cluster the directory of the cluster
/// @param name    such as `node1`
public record LocalNode(Path cluster, String name) {

    private static final String SECRET = "secret";
    private static final String NODE = "BATON_DEMO_NODE";
    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Returns the node's own directory.
    public Path directory() {
        return cluster.resolve("nodes").resolve(name);
    }

    /// Makes the secret that the machines of a cluster share.
    ///
    /// @param cluster the directory of the cluster
    /// @throws IOException if it cannot be written
    public static void makeSecret(Path cluster) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path file = Files.createFile(cluster.resolve(SECRET),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.WRITE);
    }

    /// Returns the log of the node's daemon.
    public Path log() {
        return directory().resolve("batond.log");
    }

    /// Writes what its daemon needs to know.
    ///
    /// @param timings   as `batond.yaml` has them
    /// @param variables what its commands find in their environment beside what its seat says
    /// @throws IOException if it cannot be written
    public void configure(Ground.Seat seat, String timings, Map<String, String> variables) throws IOException {
        Files.createDirectories(directory());
        SortedMap<String, String> all = new TreeMap<>(variables);
        all.putAll(seat.environment());
        String peers = seat.ensemble().entrySet().stream()
                .map(peer -> "  " + peer.getKey() + ": " + entry(peer.getValue())).collect(Collectors.joining("\n"));
        String environment = all.entrySet().stream()
                .map(entry -> "  " + entry.getKey() + ": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining("\n"));
        Files.writeString(directory().resolve("batond.yaml"), """
                node: %s
                directory: "%s"
                api: {host: 127.0.0.1, port: %d}
                ensemble:
                %s
                secret: "%s"
                timings: %s
                environment:
                %s
                cgroup: %s/%s
                """.formatted(name, directory().resolve("state"), seat.apiPort(), peers, cluster.resolve(SECRET),
                timings, environment, cluster.getFileName(), name));
    }

    private static String entry(Peer peer) {
        return "{address: " + peer.address() + ", client: " + peer.clientPort() + ", quorum: " + peer.quorumPort()
                + ", election: " + peer.electionPort() + "}";
    }

    /// Starts the node's daemon on this machine, in a session of its own.
    ///
    /// @throws IOException if it cannot be started
    public Process start() throws IOException {
        return start(List.of(), List.of());
    }

    /// Starts the node's daemon in a session of its own.
    ///
    /// @param inside    the words before a command that make it run on the node
    /// @param variables `NAME=value`, what its environment has beside the usual
    /// @return the daemon, or the program that stands for it outside the node and ends with it
    /// @throws IOException if it cannot be started
    public Process start(List<String> inside, List<String> variables) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(inside);
        command.addAll(List.of(Programs.batond().toString(), "--config",
                directory().resolve("batond.yaml").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory().toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // The peers see each other through forwarders, hence differ in ZooKeeper's own entry of its configuration,
        // which its check of the whole tree would report, and of which no peer may take over another's.
        builder.environment().put("BATON_DAEMON_OPTS", "-Dzookeeper.digest.enabled=false"
                + (inside.isEmpty() ? " -Dbaton.votes=fixed" : ""));
        builder.environment().put("BATON_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(mark());
        variables.forEach(variable -> builder.environment().put(variable.substring(0, variable.indexOf('=')),
                variable.substring(variable.indexOf('=') + 1)));
        Process process = builder.start();
        process.getOutputStream().close();
        Files.writeString(directory().resolve("batond.pid"), Processes.stamp(inside.isEmpty() ? process.pid()
                : onlyChild(process)));
        return process;
    }

    /// Returns what every process of the node has in its environment.
    public Map<String, String> mark() {
        return Map.of(Janitor.MARK, cluster.toString(), NODE, name);
    }

    /// Returns the one process that a program has started to stand for; the program itself if it has ended first.
    public static long onlyChild(Process process) {
        Waiting.until(PATIENCE, () -> !process.isAlive() || process.children().findAny().isPresent());
        return process.children().findAny().map(ProcessHandle::pid).orElse(process.pid());
    }

    /// Returns the process of the node's daemon, when it lives.
    public Optional<Long> daemon() {
        try {
            String stamp = Files.readString(directory().resolve("batond.pid"));
            return Processes.lives(stamp) ? Optional.of(Long.parseLong(stamp.split(" ")[0]))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Returns whether it is this node's daemon, and no stranger, that listens on a port.
    boolean listens(int port) {
        return daemon().filter(pid -> Processes.listens(pid, port)).isPresent();
    }

    /// Returns every process of the node: its daemon, its guard, what its groups run.
    public List<Long> processes() {
        return Processes.with(Janitor.MARK + "=" + cluster, NODE + "=" + name);
    }

    /// Kills the daemon; with `whole`, everything of the node, as a power cut would.
    ///
    /// @throws IOException if signals cannot be sent
    public void kill(boolean whole) throws IOException {
        if (!whole) {
            Processes.signal("KILL", daemon().stream().toList());
            return;
        }
        // Stopped first, so that nothing sees the others die and nothing new appears.
        freeze(true);
        everywhere("KILL", _ -> true);
    }

    /// Stops the daemon where it stands; with `whole`, everything of the node.
    ///
    /// @throws IOException if signals cannot be sent
    public void freeze(boolean whole) throws IOException {
        if (whole) {
            everywhere("STOP", new HashSet<Long>()::add);
        } else {
            Processes.signal("STOP", daemon().stream().toList());
        }
    }

    /// Signals the node's processes until two looks in a row have found none to signal: one that is only just becoming
    /// another program has no environment to be found by.
    private void everywhere(String signal, Predicate<Long> open) throws IOException {
        int calm = 0;
        for (int round = 0; round < ROUNDS && calm < 2; round++) {
            List<Long> left = processes().stream().filter(open).toList();
            Processes.signal(signal, left);
            calm = left.isEmpty() ? calm + 1 : 0;
        }
    }

    /// Lets everything of the node go on.
    ///
    /// @throws IOException if signals cannot be sent
    public void thaw() throws IOException {
        Processes.signal("CONT", processes());
    }
}
