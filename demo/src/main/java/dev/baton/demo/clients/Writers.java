package dev.baton.demo.clients;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One client per server, all at the same fixed rate.
public final class Writers implements AutoCloseable {

    /// A hundred rows a second.
    public static final Duration INTERVAL = Duration.ofMillis(10);

    private final SortedMap<String, Writer> writers = new TreeMap<>();

    /// @param name     of these clients; together with a server's it names the writer of a row
    /// @param interval between two rows of one client
    public Writers(String name, Collection<? extends Server> servers, Duration interval) {
        this(name, servers.stream().map(Server::group).toList(), interval,
                Surroundings.here(List.copyOf(servers)));
    }

    /// @param name     of these clients; together with a server's it names the writer of a row
    /// @param groups   whose servers they write to
    /// @param interval between two rows of one client
    public Writers(String name, List<String> groups, Duration interval, Surroundings surroundings) {
        groups.forEach(group -> writers.put(group, new Writer(group, name + "-" + group, interval, surroundings)));
    }

    /// Begins to write to every server.
    public void start() {
        writers.values().forEach(Writer::start);
    }

    /// Returns what each client has seen, in the order of the groups' names.
    public List<Seen> seen() {
        return writers.values().stream().map(Writer::seen).toList();
    }

    /// Returns what the client of one group has seen.
    ///
    /// @throws IllegalArgumentException if there is no such group
    public Seen seen(String group) {
        Writer writer = writers.get(group);
        if (writer == null) {
            throw new IllegalArgumentException("no client writes to " + group);
        }
        return writer.seen();
    }

    /// Stops all writing.
    @Override
    public void close() {
        stop();
    }

    /// Stops all writing; what was written can then be verified.
    public void stop() {
        writers.values().parallelStream().forEach(Writer::close);
    }

    /// Looks for every row of every client, each through a fresh connection. To be asked after [#stop].
    ///
    /// @throws SQLException if a server does not answer
    public SortedMap<String, Found> verify() throws SQLException {
        SortedMap<String, Found> found = new TreeMap<>();
        for (var writer : writers.entrySet()) {
            found.put(writer.getKey(), writer.getValue().verify());
        }
        return Collections.unmodifiableSortedMap(found);
    }
}
