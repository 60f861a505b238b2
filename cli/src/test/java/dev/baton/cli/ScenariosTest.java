package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every script in `scenarios/` prints what it says: as it stands, with nodes and groups in another order, and in an
/// order that is new each time (its seed is printed with what differs). `mvn -pl cli -am test -Dtest=ScenariosTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dgolden=update` rewrites the scripts; the difference is then reviewed like
/// code.
final class ScenariosTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted(Comparator.naturalOrder()).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> as_it_stands() throws IOException {
        return scripts().stream().map(file -> DynamicTest.dynamicTest(name(file), () -> {
            List<String> played = play(file, List.of());
            if (UPDATE) {
                Files.write(file, played);
            }
            assertThat(String.join("\n", played)).as("%s (rewrite with -Dgolden=update)", file)
                    .isEqualTo(String.join("\n", Files.readAllLines(file)));
        }));
    }

    @TestFactory
    Stream<DynamicTest> whatever_the_order_of_nodes_and_groups() throws IOException {
        return Stream.of(0L, new Random().nextLong()).flatMap(seed -> shuffled(seed));
    }

    private static Stream<DynamicTest> shuffled(long seed) {
        try {
            return scripts().stream().map(file -> DynamicTest.dynamicTest(name(file) + ", seed " + seed, () -> {
                assertThat(String.join("\n", play(file, List.of(new Random(seed))))).as("%s with seed %d", file, seed)
                        .isEqualTo(String.join("\n", Files.readAllLines(file)));
            }));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @org.junit.jupiter.api.Test
    void there_are_fifty_of_them() throws IOException {
        assertThat(scripts()).hasSizeGreaterThanOrEqualTo(45);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".txt", "").replace('-', ' ');
    }

    private static List<String> play(Path file, List<Random> shuffle) throws IOException {
        Path directory = Files.createTempDirectory("scenario");
        try {
            return Scenario.read(file).played(SCENARIOS.resolve("files"), directory, shuffle);
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }
}
