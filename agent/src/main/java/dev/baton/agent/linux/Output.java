package dev.baton.agent.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// What a command prints: a file, because a pipe would kill a service that outlives the command that started it, or the
/// daemon, at its next word.
///
/// @param file to which the command appends
record Output(Path file) {

    /// A file is kept up to this length, and the one before it.
    private static final long LENGTH = 8L << 20;

    /// Returns the present length in bytes, from which a new command's output begins; makes the directory.
    ///
    /// @throws IOException if the directory cannot be made
    long begin() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        bound();
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /// Returns where a process is to write.
    ProcessBuilder.Redirect redirect() {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    /// Returns the last `length` bytes, but nothing before `from` unless the file was shortened since; empty when it
    /// cannot be read.
    String tail(long from, int length) {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            long begun = from > content.length() ? 0 : from;
            long start = Math.max(begun, content.length() - length);
            byte[] bytes = new byte[(int) (content.length() - start)];
            content.seek(start);
            content.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// Empties the file if it has grown too long: its writer appends, and goes on at the new end.
    ///
    /// @throws IOException if that fails
    void bound() throws IOException {
        if (Files.exists(file) && Files.size(file) > LENGTH) {
            Path older = file.resolveSibling(file.getFileName() + ".old");
            Files.copy(file, older, StandardCopyOption.REPLACE_EXISTING);
            Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
        }
    }

    /// Removes the file, and the one before it.
    ///
    /// @throws IOException if that fails
    void remove() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".old"));
    }
}
