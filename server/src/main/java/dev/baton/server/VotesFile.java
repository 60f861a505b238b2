package dev.baton.server;

import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.VotesRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Who has a vote, as this daemon knew last: what it starts with, instead of what `ensemble` of batond.yaml said on the
/// cluster's first day.
///
/// @param path `votes.json`, in the daemon's directory
record VotesFile(Path path) {

    static VotesFile in(Path directory) {
        return new VotesFile(directory.resolve(VotesRecord.FILE));
    }

    /// Returns what is kept; empty when nothing is yet.
    ///
    /// @throws IOException if it cannot be read, with what can be done
    Optional<VotesRecord> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readString(path), VotesRecord.class));
        } catch (Json.Malformed broken) {
            throw new IOException(path + " does not say who has a vote: " + broken.getMessage()
                    + ". Take it away where `ensemble` of batond.yaml says it still.", broken);
        }
    }

    /// Keeps the votes, by one rename of what is on the disk: a machine that loses its power has the old or the new.
    void write(VotesRecord votes) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(fresh, Json.text(votes) + "\n");
        try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }
}
