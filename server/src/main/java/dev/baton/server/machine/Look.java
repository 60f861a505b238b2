package dev.baton.server.machine;

import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One look at directories, one after the other, on a thread that may never come back from one of them.
final class Look implements Runnable {

    private final SequencedSet<String> directories;
    private final FileSystems fileSystems;
    private final Set<String> stuck;
    private final CountDownLatch done = new CountDownLatch(1);
    // Guarded by this.
    private final Set<String> answered = new HashSet<>();
    private final Map<Object, MachineFacts.FileSystem> found = new LinkedHashMap<>();
    private Optional<String> at = Optional.empty();
    private boolean over;

    /// @param stuck directories for which other threads wait; shared, and safe for threads
    Look(SequencedSet<String> directories, FileSystems fileSystems, Set<String> stuck) {
        this.directories = directories;
        this.fileSystems = fileSystems;
        this.stuck = stuck;
    }

    @Override
    public void run() {
        try {
            directories.stream().filter(this::begin).forEach(directory -> {
                try {
                    answered(directory, fileSystems.of(directory));
                } catch (IOException broken) {
                    ended(directory);
                }
            });
        } finally {
            done.countDown();
        }
    }

    /// Returns whether this directory is to be asked about.
    private synchronized boolean begin(String directory) {
        if (over || stuck.contains(directory)) {
            return false;
        }
        at = Optional.of(directory);
        return true;
    }

    private synchronized void answered(String directory, Optional<FileSystems.Space> space) {
        ended(directory);
        answered.add(directory);
        space.ifPresent(there -> found.merge(there.device(),
                new MachineFacts.FileSystem(List.of(directory), there.free(), there.total()), Look::both));
    }

    private synchronized void ended(String directory) {
        at = Optional.empty();
        stuck.remove(directory);
    }

    private static MachineFacts.FileSystem both(MachineFacts.FileSystem known, MachineFacts.FileSystem again) {
        List<String> directories = new ArrayList<>(known.directories());
        directories.addAll(again.directories());
        return new MachineFacts.FileSystem(directories, again.free(), again.total());
    }

    /// Waits until all have answered, for so long at most.
    void await(Duration patience) {
        try {
            var _ = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns what was found until now, and ends the look: what is found later is nobody's.
    synchronized MachineFacts facts(NodeId node, Instant clock, String bootId) {
        over = true;
        at.ifPresent(stuck::add);
        return new MachineFacts(node, clock, bootId, List.copyOf(found.values()),
                directories.stream().filter(directory -> !answered.contains(directory)).toList());
    }
}
