package dev.baton.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The lines of a file that may not be there yet.
final class Lines {

    private Lines() {}

    /// Returns them; none where there is no such file.
    static List<String> of(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
