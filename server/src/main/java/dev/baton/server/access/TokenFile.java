package dev.baton.server.access;

import dev.baton.cluster.api.Role;
import dev.baton.coordination.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The callers that this machine knows: one line for each, `NAME ROLE SHA256`, the digest of its token (FIPS 180-4) in
/// hexadecimal digits; empty lines and those that begin with `#` say nothing. The tokens themselves are nowhere. A file
/// that is changed counts from the next call on; one that became unreadable counts as it was.
///
/// Safe for threads.
final class TokenFile {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final Path file;
    private FileTime read = FileTime.fromMillis(-1);
    private Map<String, Caller> callers = Map.of();

    /// @throws IOException if it cannot be read, or a line says no caller: the file, the line, and what it lacks
    TokenFile(Path file) throws IOException {
        this.file = file;
        look();
    }

    /// Returns whose token this is; empty when it is nobody's.
    synchronized Optional<Caller> of(String token) {
        try {
            look();
        } catch (IOException broken) {
            LOG.warn("the callers are those of before: {}", broken.getMessage());
        }
        // The digest is looked up, so that how long it takes says nothing about the token.
        return Optional.ofNullable(callers.get(Sha256.of(token)));
    }

    private synchronized void look() throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        if (changed.equals(read)) {
            return;
        }
        TreeMap<String, Caller> found = new TreeMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                caller(line.strip().split("\\s+"), file + ":" + number, found);
            }
        }
        callers = found;
        read = changed;
    }

    private static void caller(String[] words, String where, Map<String, Caller> found) throws IOException {
        if (words.length != 3 || !words[2].matches("[0-9a-f]{64}")) {
            throw new IOException(where + ": expected NAME ROLE and the SHA-256 of a token, 64 hexadecimal digits; "
                    + "`baton token NAME ROLE` makes such a line");
        }
        try {
            found.put(words[2], new Caller(Optional.of(words[0]), Role.of(words[1]), false));
        } catch (IllegalArgumentException none) {
            throw new IOException(where + ": " + none.getMessage(), none);
        }
    }
}
