package dev.baton.integration;

import dev.baton.demo.clients.Operation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What happened, one line per event in the order in which it was learnt; written while it happens, checked afterwards
/// by [HistoryCheck], which reads nothing else.
///
/// ```
/// <ms> accident <what> <group,...|->        groups that it may touch; all others must not notice
/// <ms> lost <node> <group,...>              the node is on its own from now on: its groups go to others
/// <ms> unfenced <group,...>                 from here on these may meet a frozen owner at the lock of their data
/// <ms> over
/// <ms> op <group> <row> <began> acknowledged|in_doubt|not_sent
/// <ms> lease <node> <deadline>              the guard of the node was seen to know this deadline
/// <ms> start <group> <node> <epoch> <pid>   as the owner log of the data says
/// <ms> end <group> <node> <epoch> <pid>     it was last seen alive then, and is not now
/// <ms> fault <group> <line>                 a line of the owner log or the locks that tells of a second owner
/// <ms> hold <group> <node> address|mount    the kernel of the node was seen to have got it
/// <ms> free <group> <node> address|mount    ... and to have let go of it
/// <ms> rows <group> <first>-<last>,...      what a fresh connection found
/// ```
///
/// Times are milliseconds since boot. Safe for use by several threads.
final class History implements Consumer<Operation>, AutoCloseable {

    private final long bootMillis = now();
    private final long nanos = System.nanoTime();
    private final BufferedWriter out;

    /// Begins a history in a file of its own.
    History(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        out = Files.newBufferedWriter(file);
    }

    /// Returns the time since boot in milliseconds.
    static long now() {
        try {
            return (long) (Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]) * 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long millis(long at) {
        return bootMillis + (at - nanos) / 1_000_000;
    }

    @Override
    public void accept(Operation operation) {
        line(millis(operation.ended()), "op", operation.group(), operation.sequence(), millis(operation.began()),
                operation.outcome().name().toLowerCase(Locale.ROOT));
    }

    /// Something is about to be done.
    void accident(String what, List<String> touched) {
        line(now(), "accident", what.replace(' ', '-'), names(touched));
    }

    /// A node is on its own from now on.
    void lost(String node, List<String> groups) {
        line(now(), "lost", node, names(groups));
    }

    /// Groups of a node that is frozen as a whole.
    void unfenced(List<String> groups) {
        line(now(), "unfenced", names(groups));
    }

    /// Groups of a node that is frozen as a whole, and that a device will turn off.
    void fenced(List<String> groups) {
        line(now(), "fenced", names(groups));
    }

    /// Everything that was done is undone, and the cluster is whole.
    void over() {
        line(now(), "over");
    }

    private static String names(List<String> groups) {
        return groups.isEmpty() ? "-" : String.join(",", groups);
    }

    /// Something was learnt.
    synchronized void line(long millis, String kind, Object... words) {
        StringBuilder line = new StringBuilder().append(millis).append(' ').append(kind);
        for (Object word : words) {
            line.append(' ').append(word);
        }
        try {
            out.write(line.append('\n').toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
