package dev.baton.server.machine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// In which file systems directories lie.
interface FileSystems {

    /// Returns the file system of a directory; empty where there is no such directory, or nothing can be written. May
    /// wait for ever.
    ///
    /// @throws IOException if it is there and does not say
    Optional<Space> of(String directory) throws IOException;

    /// Room in a file system.
    ///
    /// @param device the same for directories in the same one
    /// @param free   bytes that others than root can still write
    /// @param total  bytes
    record Space(Object device, long free, long total) {}

    /// Those of this machine.
    FileSystems REAL = directory -> {
        Path path;
        try {
            path = Path.of(directory);
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        FileStore store = Files.getFileStore(path);
        // What has no size is not on a disk: /proc and the like.
        return store.isReadOnly() || store.getTotalSpace() <= 0 ? Optional.empty() : Optional.of(new Space(
                Files.getAttribute(path, "unix:dev"), store.getUsableSpace(), store.getTotalSpace()));
    };
}
