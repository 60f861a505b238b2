package dev.baton.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Processes that take all the time they can get; they end with this program at the latest.
///
/// @param loops each a process
record BusyLoops(List<Process> loops) implements AutoCloseable {

    /// Starts so many.
    static BusyLoops start(int count) throws IOException {
        BusyLoops busy = new BusyLoops(new ArrayList<>());
        for (int i = 0; i < count; i++) {
            // Ends when nobody holds the other end of its input any more.
            busy.loops.add(new ProcessBuilder("bash", "-c", "while ! read -r -t 0; do for ((i = 0; i < 100000; i++)); "
                    + "do :; done; done").start());
        }
        return busy;
    }

    /// Returns whether all of them go on.
    boolean areBusy() {
        return loops.stream().allMatch(Process::isAlive);
    }

    @Override
    public void close() {
        loops.forEach(Process::destroyForcibly);
    }
}
