package dev.baton.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks ten times a second at who opened the data of each group and still lives, at what tells of two owners, and at
/// the deadline that each guard knows, from outside all nodes; writes what is new into the history.
///
/// One thread of its own, which owns all state but the history.
final class OwnerWatch implements AutoCloseable {

    private static final int EVERY_MILLIS = 100;

    /// Where it shows who opened the data of a group.
    interface Source {

        /// Returns the lines of an owner log that are new since it was asked last.
        List<String> owners();

        /// Returns what is new since it was asked last and tells of two owners.
        List<String> faults();
    }

    /// An owner that lived when it was last looked at.
    ///
    /// @param words of its line in the owner log: node, epoch, word, pid, boot-ms, starttime
    private record Living(String[] words, long seen) {}

    private final SortedMap<String, Source> sources;
    private final SortedMap<String, Lease> leases;
    private final Map<String, Living> living = new TreeMap<>();
    private final Map<String, Long> deadlines = new TreeMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("owner watch").factory());
    private volatile History history;

    /// @param sources of each group
    /// @param leases  of each node
    OwnerWatch(SortedMap<String, Source> sources, SortedMap<String, Lease> leases, History history) {
        this.sources = sources;
        this.leases = leases;
        this.history = history;
        var _ = thread.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Writes into another history from now on; it begins with who lives now. Returns when that is done.
    void turnTo(History next) {
        await(() -> {
            look();
            history = next;
            living.forEach((key, owner) -> start(key.split(" ")[0], owner.words));
            deadlines.clear();
            look();
        });
    }

    /// Returns when everything that can be seen now is written.
    void lookNow() {
        await(this::look);
    }

    private void await(Runnable task) {
        try {
            thread.submit(task).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        leases.forEach(this::lease);
        sources.forEach((group, source) -> {
            source.owners().forEach(line -> owner(group, line));
            source.faults().forEach(line -> history.line(History.now(), "fault", group, line));
        });
        long now = History.now();
        living.entrySet().removeIf(entry -> hasEnded(entry.getKey(), entry.getValue()));
        living.replaceAll((_, owner) -> new Living(owner.words, now));
    }

    private void lease(String node, Lease lease) {
        long deadline = lease.deadlineOrZero();
        if (deadline != 0 && !Long.valueOf(deadline).equals(deadlines.put(node, deadline))) {
            history.line(History.now(), "lease", node, deadline);
        }
    }

    private void owner(String group, String line) {
        String[] words = line.split(" ");
        if (words[2].equals("start")) {
            start(group, words);
            living.put(group + " " + words[3] + " " + words[5], new Living(words, Long.parseLong(words[4])));
        } else {
            history.line(Long.parseLong(words[4]), "fault", group, line);
        }
    }

    private void start(String group, String[] words) {
        history.line(Long.parseLong(words[4]), "start", group, words[0], words[1], words[3]);
    }

    private boolean hasEnded(String key, Living owner) {
        String[] words = owner.words;
        if (lives(words[3], words[5])) {
            return false;
        }
        history.line(owner.seen, "end", key.split(" ")[0], words[0], words[1], words[3]);
        return true;
    }

    /// Returns whether the process of this number is the one that started then (clock ticks since boot), and not dead.
    private static boolean lives(String pid, String start) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ");
            return fields[19].equals(start) && !"ZXx".contains(fields[0]);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
