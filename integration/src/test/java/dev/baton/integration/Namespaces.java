package dev.baton.integration;

import dev.baton.demo.local.Ground;
import dev.baton.demo.local.GroupAddress;
import dev.baton.demo.local.Janitor;
import dev.baton.demo.local.LocalNode;
import dev.baton.demo.local.Logs;
import dev.baton.demo.local.Peer;
import dev.baton.demo.local.RunningCluster;
import dev.baton.demo.local.Shape;
import dev.baton.demo.local.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Every node is a machine of its own, as far as the kernel can make it one: network, processes, mounts and name in
/// namespaces, one cable to a bridge, real addresses. The clients are such a machine too. Data is on the file system
/// that all share.
///
/// Only root can. Everything that is made is named `baton-` and a random suffix; the cluster's janitor removes it.
final class Namespaces implements Ground {

    /// The machine whose state is on a disk of its own, and small.
    static final String SMALL_DISK = "node1";
    private static final String SIZE = "48m";
    private static final String FILLER = "filler";

    private static final String NETWORK = "10.78.0.";
    private static final String CLIENTS = "clients";
    private static final int FIRST = 11;
    private static final int API_PORT = 8420;
    private static final int GROUP_PORT = 9092;
    private static final Peer PORTS = new Peer(NETWORK, 2181, 2888, 3888);

    private final Shape shape;
    private final RunningCluster cluster;
    private final Function<String, List<String>> furniture;
    private final String prefix;
    private final SortedMap<String, String> addresses = new TreeMap<>();
    private final SortedMap<String, NetworkNamespace> networks = new TreeMap<>();
    private final SortedMap<String, Door> doors = new TreeMap<>();
    private final Map<String, Process> machines = new ConcurrentHashMap<>();

    /// Makes the network for machines of which one has a small disk.
    ///
    /// @throws IOException if it cannot be made
    Namespaces(Shape shape, RunningCluster cluster) throws IOException {
        this(shape, cluster, node -> node.equals(SMALL_DISK) ? List.of("state=" + SIZE) : List.of());
    }

    /// Makes the network.
    ///
    /// @param furniture what `machine.sh` is to give each machine
    /// @throws IOException if it cannot be made
    Namespaces(Shape shape, RunningCluster cluster, Function<String, List<String>> furniture) throws IOException {
        this.shape = shape;
        this.cluster = cluster;
        this.furniture = furniture;
        String directory = cluster.directory().getFileName().toString();
        prefix = "baton-" + directory.substring(directory.lastIndexOf('-') + 1);
        for (String machine : shape.machines()) {
            addresses.put(machine, NETWORK + (FIRST + addresses.size()));
        }
        addresses.put(CLIENTS, NETWORK + (FIRST + addresses.size()));
        List<String> names = new ArrayList<>(addresses.keySet());
        names.add("hub");
        StringBuilder farewell = new StringBuilder();
        names.forEach(name -> farewell.append("ip netns delete ").append(prefix).append('-').append(name).append('\n'));
        Files.writeString(cluster.directory().resolve(Janitor.FAREWELL), farewell);
        List<String> make = new ArrayList<>(List.of("bash", "-p", resource("network.sh").toString(), prefix));
        addresses.forEach((name, address) -> make.add(name + "=" + address + "/24"));
        run(make);
        for (String name : addresses.keySet()) {
            networks.put(name, new NetworkNamespace(prefix + "-" + name));
        }
        for (String machine : shape.machines()) {
            doors.put(machine, new Door(network(machine), API_PORT));
        }
    }

    private Path resource(String name) throws IOException {
        Path file = cluster.directory().resolve(name);
        try (InputStream content = Objects.requireNonNull(Namespaces.class.getResourceAsStream(name))) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private NetworkNamespace network(String machine) {
        return Objects.requireNonNull(networks.get(machine), "no machine " + machine);
    }

    private static void run(List<String> command) throws IOException {
        Command.ended(Map.of(), command).mustSucceed();
    }

    void ip(String machine, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", networkOf(machine)));
        command.addAll(List.of(words));
        run(command);
    }

    @Override
    public Seat seat(String node) {
        SortedMap<String, Peer> ensemble = new TreeMap<>();
        shape.voters().forEach(voter -> ensemble.put(voter, new Peer(address(voter), PORTS.clientPort(),
                PORTS.quorumPort(), PORTS.electionPort())));
        return new Seat(API_PORT, ensemble, new TreeMap<>(Map.of("H2_PROC",
                directory(node).resolve("outside").toString())));
    }

    private Path directory(String node) {
        return new LocalNode(cluster.directory(), node).directory();
    }

    @Override
    public String address(String node) {
        return Objects.requireNonNull(addresses.get(node), "no machine " + node);
    }

    @Override
    public URI api(String node) {
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(doors.get(node), "no node " + node).port());
    }

    /// Every address of whatever machine it is on; each group has a port of its own.
    @Override
    public GroupAddress listens(String group) {
        return new GroupAddress(group, "0.0.0.0", GROUP_PORT + shape.serverNames().indexOf(group));
    }

    @Override
    public List<GroupAddress> places(String group) {
        return shape.nodeNames().stream().map(node -> new GroupAddress(group, address(node), listens(group).port()))
                .toList();
    }

    /// Returns threads for calls that come from the clients' machine.
    Executor calls() {
        return network(CLIENTS).threads();
    }

    @Override
    public List<String> inside(String node) throws IOException {
        Process machine = machines.get(node);
        if (machine == null || !machine.isAlive()) {
            machine = boot(node);
            machines.put(node, machine);
        }
        return List.of("nsenter", "--target", Long.toString(first(machine)), "--mount", "--uts", "--ipc", "--net",
                "--pid", "--wdns=" + directory(node), "--");
    }

    private static long first(Process machine) {
        return LocalNode.onlyChild(machine);
    }

    /// Returns the first process of a machine, which all others of it go with; empty while it is off.
    Optional<Long> first(String node) {
        return Optional.ofNullable(machines.get(node)).filter(Process::isAlive).map(Namespaces::first);
    }

    /// Turns machines on again that are off, as their firmware would: each must have wanted it, by a file `restarting`
    /// in its directory.
    ///
    /// @return which they were
    List<String> turnOn(LiveCluster live) throws IOException {
        List<String> restarted = new ArrayList<>();
        for (String machine : shape.machines()) {
            Path wanted = directory(machine).resolve("restarting");
            if (first(machine).isEmpty()) {
                Files.delete(wanted);
                live.local().start(machine);
                restarted.add(machine);
            }
        }
        return restarted;
    }

    /// Returns the network of a machine as `ip netns` knows it, or that of the cables, `hub`.
    String networkOf(String machine) {
        return prefix + "-" + machine;
    }

    private Process boot(String node) throws IOException {
        Path up = directory(node).resolve("up");
        Files.deleteIfExists(up);
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(network(node).inside());
        command.addAll(List.of("unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child", "bash", "-p",
                resource("machine.sh").toString(), node, directory(node).toString()));
        command.addAll(furniture.apply(node));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory(node).resolve("machine.log").toFile()));
        builder.environment().putAll(new LocalNode(cluster.directory(), node).mark());
        Process machine = builder.start();
        machine.getOutputStream().close();
        if (!Waiting.until(LiveCluster.PATIENCE, () -> Files.exists(up) || !machine.isAlive()) || !machine.isAlive()) {
            throw new IOException("the machine of " + node + " does not come up: "
                    + Files.readString(directory(node).resolve("machine.log")));
        }
        return machine;
    }

    private boolean hasSmallDisk(String node) {
        return furniture.apply(node).contains("state=" + SIZE);
    }

    /// Returns what a node sees as its state directory. The one with the small disk has it for as long as it is up.
    Path state(String node) {
        if (!hasSmallDisk(node)) {
            return directory(node).resolve("state");
        }
        Process machine = Objects.requireNonNull(machines.get(node), node + " was never up");
        return Path.of("/proc", Long.toString(first(machine)), "root").resolve(
                Path.of("/").relativize(directory(node).resolve("state")));
    }

    /// Copies the logs that only the node with the small disk sees to where they are kept.
    void copyLogs(Path target) throws IOException {
        Path run = state(SMALL_DISK).resolve("run");
        if (Files.isDirectory(run)) {
            Logs.copy(run, target.resolve("nodes").resolve(SMALL_DISK));
        }
    }

    /// Pulls the cable: from nodes and clients alike.
    @Override
    public void cut(String node) throws IOException {
        ip("hub", "link", "set", node, "down");
    }

    /// Lets nothing that the node sends reach another node, though it hears them, and its clients, as ever.
    void mute(String node) throws IOException {
        for (String other : shape.machines()) {
            if (!other.equals(node)) {
                ip(node, "route", "replace", "blackhole", address(other) + "/32");
            }
        }
    }

    /// Lets nothing that the other nodes send reach the node, though they hear it: each has a neighbour entry for it
    /// that names nobody.
    void deafen(String node) throws IOException {
        for (String other : shape.machines()) {
            if (!other.equals(node)) {
                ip(other, "neighbour", "replace", address(node), "lladdr", "02:00:00:00:00:01", "dev", "lan", "nud",
                        "permanent");
            }
        }
    }

    /// Fills the disk of the node that has a small one, to its last byte.
    void fill(String node) throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream filler = Files.newOutputStream(state(node).resolve(FILLER))) {
            while (true) {
                filler.write(block);
            }
        } catch (FileSystemException impossible) {
            throw impossible;
        } catch (IOException full) {
            // That is what was wanted.
        }
    }

    @Override
    public void restore(String node) throws IOException {
        if (hasSmallDisk(node)) {
            Files.deleteIfExists(state(node).resolve(FILLER));
        }
        ip("hub", "link", "set", node, "up");
        for (String other : shape.machines()) {
            if (!other.equals(node)) {
                ip(node, "route", "flush", "type", "blackhole", "exact", address(other) + "/32");
                ip(other, "neighbour", "flush", "to", address(node), "nud", "permanent");
            }
        }
    }

    @Override
    public void close() {
        doors.values().forEach(Door::close);
        networks.values().forEach(NetworkNamespace::close);
    }
}
