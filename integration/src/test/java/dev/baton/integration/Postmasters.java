package dev.baton.integration;

import dev.baton.demo.local.Janitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The PostgreSQL servers of a cluster, whatever namespaces they are in, told from their children by their arguments
/// and from those of other clusters by their environment.
/// Lives on the thread of an [OwnerWatch].
final class Postmasters implements OwnerWatch.Source {

    private static final long MILLIS_PER_TICK = 10;

    private final Path cluster;
    private final String group;
    private final Set<String> known = new HashSet<>();

    /// @param cluster the directory of the cluster
    /// @param group   whose data is in `/mnt/<group>/data`
    Postmasters(Path cluster, String group) {
        this.cluster = cluster;
        this.group = group;
    }

    /// Returns a line `node epoch start pid boot-ms starttime` for each server that was not there before.
    @Override
    public List<String> owners() {
        List<String> fresh = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            all.filter(path -> path.getFileName().toString().matches("\\d+")).forEach(path -> look(path, fresh));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read /proc", e);
        }
        return fresh;
    }

    @Override
    public List<String> faults() {
        return List.of();
    }

    private void look(Path process, List<String> fresh) {
        try {
            String stat = read(process.resolve("stat"));
            if (!stat.contains(" (postgres) ")) {
                return;
            }
            String[] fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ");
            String start = fields[19];
            String key = process.getFileName() + " " + start;
            List<String> arguments = words(process.resolve("cmdline"));
            int data = arguments.indexOf("-D");
            // A child that has just been born still has its parent's arguments.
            if (known.contains(key) || data < 0 || !arguments.get(data + 1).equals("/mnt/" + group + "/data")
                    || read(Path.of("/proc", fields[1], "stat")).contains(" (postgres) ")) {
                return;
            }
            List<String> environment = words(process.resolve("environ"));
            if (!value(environment, Janitor.MARK).equals(cluster.toString())) {
                return;
            }
            fresh.add(value(environment, "BATON_NODE") + " " + value(environment, "BATON_EPOCH") + " start "
                    + process.getFileName() + " " + Long.parseLong(start) * MILLIS_PER_TICK + " " + start);
            known.add(key);
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static String value(List<String> environment, String name) throws IOException {
        return environment.stream().filter(word -> word.startsWith(name + "=")).findFirst()
                .map(word -> word.substring(name.length() + 1)).orElseThrow(() -> new IOException("it is ending"));
    }

    private static List<String> words(Path file) throws IOException {
        return Arrays.asList(read(file).split("\0"));
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
