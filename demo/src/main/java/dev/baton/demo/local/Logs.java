package dev.baton.demo.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/// The logs of a cluster, to be kept when its directory goes.
public final class Logs {

    private Logs() {}

    /// Copies every log below `from`, with its place in there, to `target`. The cluster may be running: what is gone
    /// again before it is reached is passed over.
    ///
    /// @throws IOException if one cannot be copied
    public static void copy(Path from, Path target) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.getFileName().toString().endsWith(".log")) {
                    Path copy = target.resolve(from.relativize(file).toString());
                    Files.createDirectories(copy.resolveSibling(".").normalize());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException && !file.equals(from)) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
