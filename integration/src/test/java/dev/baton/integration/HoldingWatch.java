package dev.baton.integration;

import dev.baton.demo.local.Janitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes into the history when a machine gets or loses the address or the mounted disk of a group, as the kernel
/// tells: the addresses of all network namespaces through one socket, the mounts of all devices through its log. So
/// each of the two is in the order in which it happened; the times are those at which it was read here.
///
/// Two threads of its own; safe for use by several.
final class HoldingWatch implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("\\[nsid (\\d+)](Deleted )?.*?\\binet ([0-9.]+)/.*");
    private static final Pattern NAMED = Pattern.compile("nsid (\\d+) \\(iproute2 netns name: (\\S+)\\)");
    private static final Pattern MOUNT =
            Pattern.compile(".*EXT4-fs \\((loop\\d+)\\): (mounted|unmounting) filesystem.*");

    /// What a machine has of a group.
    ///
    /// @param what `address` or `mount`
    private record Holding(String group, String node, String what) {}

    private final PostgresMachines machines;
    private final List<Process> readers = new ArrayList<>();
    private final Map<String, String> networks = new LinkedHashMap<>();
    private final Map<Holding, Boolean> held = new LinkedHashMap<>();
    private final Map<String, Integer> mounts = new LinkedHashMap<>();
    private History history;

    /// Begins to watch machines that hold nothing yet.
    HoldingWatch(PostgresMachines machines, History history) throws IOException {
        this.machines = machines;
        this.history = history;
        String hub = machines.ground().networkOf("hub");
        Matcher named = NAMED.matcher(SharedDisk.run("ip", "-n", hub, "netns", "list-id"));
        while (named.find()) {
            networks.put(named.group(1), named.group(2));
        }
        read(this::address, "ip", "-n", hub, "-o", "monitor", "address", "all-nsid");
        read(this::mount, "dmesg", "--follow-new", "--raw");
    }

    /// Takes one line of a kernel's report.
    private interface Taker {
        void take(String line);
    }

    private void read(Taker taker, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(Janitor.MARK, machines.directory().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        readers.add(process);
        BufferedReader lines = process.inputReader();
        Thread.ofPlatform().daemon().name("holding watch").start(() -> {
            try {
                String line = lines.readLine();
                while (line != null) {
                    taker.take(line);
                    line = lines.readLine();
                }
            } catch (IOException e) {
                // Closed.
            }
        });
    }

    private synchronized void address(String line) {
        Matcher told = ADDRESS.matcher(line);
        if (told.matches()) {
            machines.groups().stream().filter(group -> machines.server(group).address().equals(told.group(3)))
                    .forEach(group -> note(new Holding(group, node(told.group(1)), "address"),
                            told.group(2) == null));
        }
    }

    private String node(String number) {
        return machines.nodes().stream().filter(node -> machines.ground().networkOf(node).equals(networks.get(number)))
                .findFirst().orElseThrow(() -> new IllegalStateException("network " + number + " is none of a node"));
    }

    private synchronized void mount(String line) {
        Matcher told = MOUNT.matcher(line);
        if (told.matches()) {
            for (String group : machines.groups()) {
                machines.disk(group).loops().forEach((node, loop) -> {
                    if (loop.endsWith(told.group(1))) {
                        boolean now = told.group(2).equals("mounted");
                        if (now) {
                            mounts.merge(group, 1, Integer::sum);
                        }
                        note(new Holding(group, node, "mount"), now);
                    }
                });
            }
        }
    }

    private void note(Holding holding, boolean now) {
        if (now != Boolean.TRUE.equals(held.put(holding, now))) {
            history.line(History.now(), now ? "hold" : "free", holding.group, holding.node, holding.what);
        }
    }

    /// Writes into another history from now on; it begins with what is held.
    synchronized void turnTo(History next) {
        history = next;
        held.forEach((holding, now) -> {
            if (now) {
                history.line(History.now(), "hold", holding.group, holding.node, holding.what);
            }
        });
    }

    /// Returns how often the disk of a group was mounted.
    synchronized int mounts(String group) {
        return mounts.getOrDefault(group, 0);
    }

    /// Returns whether no machine holds anything.
    synchronized boolean isNothingHeld() {
        return !held.containsValue(true);
    }

    @Override
    public void close() {
        readers.forEach(Process::destroy);
    }
}
