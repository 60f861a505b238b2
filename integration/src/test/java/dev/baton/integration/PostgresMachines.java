package dev.baton.integration;

import dev.baton.demo.local.Health;
import dev.baton.demo.local.Janitor;
import dev.baton.demo.local.LocalNode;
import dev.baton.demo.local.RunningCluster;
import dev.baton.demo.local.Logs;
import dev.baton.demo.local.Shape;
import dev.baton.demo.local.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Machines in namespaces, with a disk on which a PostgreSQL has its data for each group, and the configuration of
/// `examples/postgresql` for them. Nothing runs before [#start].
///
/// Needs root and Debian's `postgresql-15`, `resource-agents` and `e2fsprogs`; [#close], or the end of this program in
/// any way, ends and removes everything.
final class PostgresMachines implements AutoCloseable {

    /// In the margin three agents have to stop on a busy machine, and the lease leaves what a new leader of the
    /// ensemble may take: T − K − H = 5.5 s.
    private static final String TIMINGS =
            "{heartbeat: 500ms, lease: 10s, margin: 4s, tick: 200ms, init-limit: 25, sync-limit: 5}";
    private static final int PORT = 5432;
    private static final int FIRST_ADDRESS = 101;
    private static final List<String> NEEDED = List.of("/usr/lib/postgresql/15/bin/initdb", "/usr/bin/psql",
            "/usr/lib/ocf/resource.d/heartbeat/pgsql", "/usr/sbin/mkfs.ext4", "/usr/sbin/losetup", "/dev/loop-control");

    private final Shape shape;
    private final Janitor janitor;
    private final Namespaces ground;
    private final SortedMap<String, SharedDisk> disks = new TreeMap<>();

    private PostgresMachines(Shape shape, Janitor janitor) throws IOException {
        this.shape = shape;
        this.janitor = janitor;
        ground = new Namespaces(shape, new RunningCluster(janitor.directory()), this::furniture);
    }

    /// Ends the test here, with the reason, where no such machines can be.
    static void assumePossible() throws IOException {
        NamespacedCluster.assumePossible();
        List<String> missing = NEEDED.stream().filter(file -> !Files.exists(Path.of(file))).toList();
        NamespacedCluster.assume(missing.isEmpty(), "there is no " + String.join(", no ", missing)
                + " (Debian: postgresql-15 resource-agents e2fsprogs mount)");
    }

    /// Makes the network, the disks and the configuration.
    ///
    /// @throws IOException if they cannot be made
    static PostgresMachines layOut(Shape shape) throws IOException {
        PostgresMachines machines = new PostgresMachines(shape, Janitor.start());
        try {
            machines.layOut();
            return machines;
        } catch (IOException | RuntimeException e) {
            machines.close();
            throw e;
        }
    }

    private void layOut() throws IOException {
        Path image = directory().resolve("image");
        Path script = directory().resolve("postgres-image.sh");
        try (InputStream content = Objects.requireNonNull(
                PostgresMachines.class.getResourceAsStream("postgres-image.sh"))) {
            Files.copy(content, script, StandardCopyOption.REPLACE_EXISTING);
        }
        SharedDisk.run("unshare", "--mount", "bash", "-p", script.toString(), image.toString());
        for (String group : groups()) {
            disks.put(group, SharedDisk.make(group, image, directory().resolve(group + ".disk"), shape.nodeNames(),
                    directory().resolve(Janitor.FAREWELL)));
        }
        Files.delete(image);
        LocalNode.makeSecret(directory());
        for (String machine : shape.machines()) {
            node(machine).configure(ground.seat(machine), TIMINGS, Map.of());
        }
        Path kinds = Files.createDirectories(directory().resolve("kinds"));
        Files.copy(Path.of("../examples/postgresql/kinds/postgresql.yaml"), kinds.resolve("postgresql.yaml"));
        Files.writeString(clusterFile(), clusterYaml());
    }

    private String clusterYaml() {
        String machines = shape.nodeNames().stream().map(node -> node + ": " + ground.address(node))
                .collect(Collectors.joining(", "));
        String groups = groups().stream().map(group -> "  " + group + ": {kind: postgresql, prefer: ["
                + group.replace("evs", "node") + "], with: {device: /mnt/" + group + ".disk, mount: /mnt/" + group
                + ", address: " + server(group).address() + "}}\n").collect(Collectors.joining());
        return "cluster: postgresql\nnodes: {" + machines + "}\nwitness: {" + Shape.WITNESS + ": "
                + ground.address(Shape.WITNESS) + "}\nfencing: none\n"
                + "accept: {shared-disks-without-fencing: yes}\ngroups:\n" + groups;
    }

    private List<String> furniture(String machine) {
        return machine.equals(Shape.WITNESS) ? List.of() : disks.values().stream()
                .map(disk -> "disk=" + disk.group() + "=" + disk.loop(machine)).toList();
    }

    Path directory() {
        return janitor.directory();
    }

    Namespaces ground() {
        return ground;
    }

    List<String> names() {
        return shape.machines();
    }

    /// Returns the machines that can run groups.
    List<String> nodes() {
        return shape.nodeNames();
    }

    List<String> groups() {
        return shape.serverNames();
    }

    LocalNode node(String machine) {
        return new LocalNode(directory(), machine);
    }

    SharedDisk disk(String group) {
        return Objects.requireNonNull(disks.get(group), "no group " + group);
    }

    /// Returns the PostgreSQL of a group, wherever it is.
    PostgresServer server(String group) {
        return new PostgresServer(group, "10.78.0." + (FIRST_ADDRESS + groups().indexOf(group)), PORT);
    }

    Path clusterFile() {
        return directory().resolve("cluster.yaml");
    }

    /// Returns the lease of a node, as its guard knows it.
    Lease lease(String machine) {
        return Lease.in(ground.state(machine));
    }

    /// Starts the daemon of a machine, and turns the machine on if it is off.
    ///
    /// @throws IOException if it does not come up
    void start(String machine) throws IOException {
        node(machine).start(ground.inside(machine), List.of());
    }

    /// Uses the mounted disk of a group on a machine, from outside of what the machine can see and kill, so that it
    /// cannot be unmounted until the process that is returned is destroyed.
    ///
    /// @throws IOException if the machine is off
    Process busy(String group, String machine) throws IOException {
        long first = ground.first(machine).orElseThrow(() -> new IOException(machine + " is off"));
        ProcessBuilder builder = new ProcessBuilder("nsenter", "--target", Long.toString(first), "--mount",
                "--wd=/proc/" + first + "/root/mnt/" + group, "sleep", "infinity");
        builder.environment().put(Janitor.MARK, directory().toString());
        return builder.start();
    }

    /// Returns whether the daemon of a machine answers and knows a leader.
    boolean isWell(String machine) {
        return new Health(ground.api(machine)).isWell();
    }

    /// Stops everything of a machine where it stands.
    ///
    /// @throws IOException if signals cannot be sent
    void freeze(String machine) throws IOException {
        signal("STOP", processes(machine));
    }

    /// Ends [#freeze].
    ///
    /// @throws IOException if signals cannot be sent
    void thaw(String machine) throws IOException {
        signal("CONT", processes(machine));
    }

    /// Takes the power from a machine: nothing of it sends or writes anything any more, and what it did not sync is
    /// lost. Returns when it is off. No effect when it is.
    ///
    /// @throws IOException if that cannot be done
    void powerOff(String machine) throws IOException {
        Optional<Long> first = ground.first(machine);
        if (first.isEmpty()) {
            return;
        }
        ground.cut(machine);
        List<Long> all = processes(machine);
        signal("STOP", all);
        for (SharedDisk disk : disks.values()) {
            if (!machine.equals(Shape.WITNESS) && disk.isMounted(machine)) {
                PowerLoss.hit(Path.of("/proc/" + first.get() + "/root/mnt/" + disk.group()));
            }
        }
        signal("KILL", all);
        boolean off = Waiting.until(AskedCluster.PATIENCE, () -> ground.first(machine).isEmpty()
                && all.stream().noneMatch(PostgresMachines::lives) && (machine.equals(Shape.WITNESS)
                || disks.values().stream().noneMatch(disk -> disk.isMounted(machine))));
        if (!off) {
            throw new IOException(machine + " cannot be turned off");
        }
        // Its network stack outlives it here, and must not remember what it had.
        for (String group : groups()) {
            if (!machine.equals(Shape.WITNESS)) {
                ground.ip(machine, "address", "flush", "dev", "lan", "to", server(group).address() + "/32");
            }
        }
    }

    private static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(") ") + 2).startsWith("Z");
        } catch (IOException e) {
            return false;
        }
    }

    /// Returns every process of a machine: what is in its process namespace, for PostgreSQL's have no mark in their
    /// environment; and what stands for it outside, which has one.
    private List<Long> processes(String machine) throws IOException {
        Set<Long> found = new TreeSet<>(node(machine).processes());
        Optional<Long> first = ground.first(machine);
        if (first.isPresent()) {
            String space = space(first.get());
            try (Stream<Path> all = Files.list(Path.of("/proc"))) {
                all.map(path -> path.getFileName().toString()).filter(name -> name.matches("\\d+"))
                        .map(Long::parseLong).filter(pid -> space(pid).equals(space)).forEach(found::add);
            }
        }
        return List.copyOf(found);
    }

    private static String space(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static void signal(String signal, List<Long> pids) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "kill -" + signal + " \"$@\" 2>/dev/null; true",
                "kill"));
        pids.forEach(pid -> command.add(pid.toString()));
        SharedDisk.run(command.toArray(String[]::new));
    }

    /// Copies the logs of the machines to where they are kept.
    void copyLogs(Path target) throws IOException {
        Logs.copy(directory().resolve("nodes"), target.resolve("nodes"));
    }

    @Override
    public void close() {
        janitor.close();
        ground.close();
    }
}
