package dev.baton.server.machine;

import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at this machine. A file system that hangs (a network disk whose server is gone) keeps the thread that waits
/// for it and nothing else: whoever asked is told that it does not answer, and it is not waited for again until it
/// does. Safe for threads.
public final class MachineLook {

    /// A local disk answers in microseconds, a network disk in milliseconds.
    static final Duration PATIENCE = Duration.ofMillis(800);

    private final NodeId node;
    private final List<String> always;
    private final FileSystems fileSystems;
    /// Directories for which some thread waits too long already.
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();

    /// @param state where this daemon keeps its state
    public MachineLook(NodeId node, Path state) {
        this(node, List.of("/", "/tmp", state.toAbsolutePath().normalize().toString()), FileSystems.REAL);
    }

    /// @param always      directories that matter on every machine
    /// @param fileSystems in which they lie
    MachineLook(NodeId node, List<String> always, FileSystems fileSystems) {
        this.node = node;
        this.always = List.copyOf(always);
        this.fileSystems = fileSystems;
    }

    /// Returns how the machine is now; waits [#PATIENCE] at most.
    ///
    /// @param paths absolute; those that are directories matter as well
    public MachineFacts now(Collection<String> paths) {
        SequencedSet<String> directories = new LinkedHashSet<>(always);
        directories.addAll(paths);
        Look look = new Look(directories, fileSystems, stuck);
        Thread.ofPlatform().daemon().name("machine").start(look);
        look.await(PATIENCE);
        return look.facts(node, Instant.now(), bootId());
    }

    /// By the kernel, which answers from memory.
    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException unknown) {
            return "";
        }
    }
}
