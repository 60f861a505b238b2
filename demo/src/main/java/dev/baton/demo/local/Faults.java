package dev.baton.demo.local;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.stream.Stream;

/// The cables that are pulled, as files named after nodes in one directory: whoever may write there may pull, and the
/// launcher, which has the cables, is told by the system.
final class Faults implements AutoCloseable {

    private final Path directory;
    private final Links links;
    private final WatchService watch;

    /// @throws IOException if the directory cannot be made or watched
    Faults(Path directory, Links links) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.links = links;
        watch = directory.getFileSystem().newWatchService();
        directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
        Thread.ofVirtual().name("faults").start(this::watch);
    }

    /// Pulls the cable of a node.
    static void cut(Path directory, String node) throws IOException {
        if (!Files.exists(directory.resolve(node))) {
            Files.createFile(directory.resolve(node));
        }
    }

    /// Puts the cable of a node back.
    static void restore(Path directory, String node) throws IOException {
        Files.deleteIfExists(directory.resolve(node));
    }

    private void watch() {
        try {
            while (true) {
                WatchKey key = watch.take();
                key.pollEvents();
                apply();
                key.reset();
            }
        } catch (ClosedWatchServiceException | IOException e) {
            // The cluster is being closed, or its directory is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> cut = files.map(file -> file.getFileName().toString()).toList();
            links.cut(cut);
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
