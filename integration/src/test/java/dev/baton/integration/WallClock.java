package dev.baton.integration;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A wall clock of one daemon's own, which can be stepped while the daemon runs; its boot clock is the machine's. By
/// libfaketime, which stands between the program and the C library.
///
/// @param library libfaketime
/// @param offset  the file that says how wrong the clock is
record WallClock(Path library, Path offset) {

    /// Returns a right clock; empty where libfaketime is not installed (Debian: `faketime`).
    static Optional<WallClock> in(Path directory) throws IOException {
        try (Stream<Path> found = Files.find(Path.of("/usr/lib"), 3,
                (file, _) -> file.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
            Optional<Path> library = found.findFirst();
            if (library.isEmpty()) {
                return Optional.empty();
            }
            WallClock clock = new WallClock(library.get(), directory.resolve("wall-clock"));
            clock.step(Duration.ZERO);
            return Optional.of(clock);
        }
    }

    /// Returns what a daemon with this clock has in its environment. The file is read once a second: at every look at
    /// the clock it would be slower than a coordination peer may be. Waiting in the JVM works only without the fix for
    /// an old C library.
    List<String> variables() {
        return List.of("LD_PRELOAD=" + library, "FAKETIME_TIMESTAMP_FILE=" + offset, "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_FORCE_MONOTONIC_FIX=0");
    }

    /// Steps it: from now on it is wrong by this much.
    void step(Duration wrongBy) throws IOException {
        Path fresh = Files.writeString(offset.resolveSibling("wall-clock.new"),
                (wrongBy.isNegative() ? "" : "+") + wrongBy.toSeconds() + "\n");
        Files.move(fresh, offset, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Returns how wrong the wall clock of a daemon is, as its interface shows it.
    static Duration wrongBy(LiveCluster cluster, String node) {
        Instant said = new ApiClient(new Endpoints(List.of(cluster.local().api(node)), "wall clock"), "wall clock")
                .status().now();
        return Duration.between(Instant.now(), said);
    }
}
