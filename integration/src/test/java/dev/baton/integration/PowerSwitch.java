package dev.baton.integration;

import dev.baton.demo.local.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A device that turns machines off when its fence agent asks for it, by a file that both see: a node can no more reach
/// into another than one machine into another's power supply. Off is what is frozen, too.
final class PowerSwitch implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 50;
    private static final String AGENT = """
            #!/bin/bash
            cd "$(dirname "$0")" || exit 1
            while IFS='=' read -r name value; do declare "opt_$name=$value"; done
            case $opt_action in
                off) touch "wanted.$opt_plug"
                    for ((i = 0; i < 200; i++)); do
                        [[ -e off.$opt_plug ]] && exit 0
                        sleep 0.1
                    done
                    exit 1 ;;
                status) [[ -e off.$opt_plug ]] && exit 2
                    exit 0 ;;
            esac
            """;

    /// Takes the power from a machine, and returns when nothing of it is alive.
    interface Plug {
        void pull(String machine) throws IOException;
    }

    private final List<String> machines;
    private final Plug plug;
    private final Path directory;
    private final List<String> off = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    /// Makes one for the machines of a cluster.
    ///
    /// @throws IOException if its files cannot be written
    PowerSwitch(LocalCluster cluster) throws IOException {
        this(cluster.directory(), cluster.shape().machines(), machine -> cluster.node(machine).kill(true));
    }

    /// Makes one.
    ///
    /// @param cluster the directory of the cluster
    /// @throws IOException if its files cannot be written
    PowerSwitch(Path cluster, List<String> machines, Plug plug) throws IOException {
        this.machines = machines;
        this.plug = plug;
        directory = Files.createTempDirectory(cluster, "power");
        Files.writeString(directory.resolve("fence_power"), AGENT);
        Files.setPosixFilePermissions(directory.resolve("fence_power"), PosixFilePermissions.fromString("rwxr-xr-x"));
        var _ = looks.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (String machine : machines) {
            if (Files.exists(directory.resolve("wanted." + machine)) && !off.contains(machine)) {
                try {
                    plug.pull(machine);
                    off.add(machine);
                    Files.createFile(directory.resolve("off." + machine));
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        }
    }

    /// Returns a cluster's file as it is with this device.
    ///
    /// @param plain as it is without one
    /// @throws IOException if it cannot be written
    Path clusterFile(Path plain) throws IOException {
        Path file = plain.resolveSibling("fenced.yaml");
        Files.writeString(file, Files.readString(plain).replace("fencing: none", "fencing: {agent: "
                + directory.resolve("fence_power") + ", with: {plug: \"{node}\"}}"));
        return file;
    }

    /// Returns which machines it has turned off, in order.
    List<String> turnedOff() {
        return List.copyOf(off);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
