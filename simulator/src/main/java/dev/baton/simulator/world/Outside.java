package dev.baton.simulator.world;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The truth about what the cluster does not run: groups that run outside its control, and their users.
public final class Outside {

    private final TreeMap<String, String> running = new TreeMap<>();
    private final TreeMap<String, Set<String>> silent = new TreeMap<>();

    /// Returns the groups that run outside the cluster, with the node where they do.
    public SortedMap<String, String> running() {
        return Collections.unmodifiableSortedMap(running);
    }

    /// Returns who is silent, `<group> <user>`, with where that is so.
    public SortedMap<String, Set<String>> silent() {
        return Collections.unmodifiableSortedMap(silent);
    }

    boolean silent(String user, String group, String at) {
        return silent.getOrDefault(group + " " + user, Set.of()).contains(at);
    }

    void does(String line, String group, String at) {
        String[] words = line.split(" ", 2);
        String user = group + " " + (words.length > 1 ? words[1] : "");
        switch (words[0]) {
            case "silence" -> silent.computeIfAbsent(user, _ -> new TreeSet<>()).add(at);
            case "letgo" -> {
                silent.computeIfAbsent(user, _ -> new TreeSet<>()).remove(at);
                silent.values().removeIf(Set::isEmpty);
            }
            case "alone" -> running.put(group, at);
            case "again" -> running.remove(group, at);
            default -> throw new IllegalArgumentException(line);
        }
    }
}
