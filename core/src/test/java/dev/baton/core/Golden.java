package dev.baton.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts that are compared byte for byte with a file. `mvn -pl core test -Dgolden=update` rewrites the files; the
/// difference is then reviewed like code.
public final class Golden {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /// Compares the text with `src/test/resources/golden/<name>`; a name without an extension means `.txt`.
    public static void check(String name, String text) {
        Path file = DIRECTORY.resolve(name.contains(".") ? name : name + ".txt");
        try {
            if ("update".equals(System.getProperty("golden"))) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, text);
            }
            assertThat(text).as("%s (rewrite with -Dgolden=update)", file).isEqualTo(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
