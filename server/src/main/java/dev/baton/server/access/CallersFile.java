package dev.baton.server.access;

import dev.baton.cluster.api.Role;
import dev.baton.config.OwnerOnly;
import dev.baton.coordination.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The callers that this machine knows, one line for each: `NAME ROLE SHA256`, the digest of its token (FIPS 180-4) in
/// hexadecimal digits, or `NAME ROLE cn=COMMON NAME`, of the subject of its certificate. Empty lines and those that
/// begin with `#` say nothing. Tokens and keys are nowhere in it. A file that is changed counts from the next call on;
/// one that became unreadable, or writable by others, counts as it was.
///
/// Safe for threads.
final class CallersFile {

    private static final Logger LOG = LoggerFactory.getLogger(CallersFile.class);
    private static final String COMMON_NAME = "cn=";

    private final Path file;
    private FileTime read = FileTime.fromMillis(-1);
    /// By what they show: a digest, or `cn=` and a common name.
    private Map<String, Caller> callers = Map.of();

    /// @throws IOException if it cannot be read, others may write it, or a line says no caller: the file, the line, and
    ///                     what it lacks
    CallersFile(Path file) throws IOException {
        this.file = file;
        look();
    }

    /// Returns whose token this is; empty when it is nobody's.
    Optional<Caller> byToken(String token) {
        // The digest is looked up, so that how long it takes says nothing about the token.
        return shown(Sha256.of(token));
    }

    /// Returns whose certificate has a subject of this common name; empty when no line names it.
    Optional<Caller> byCommonName(String name) {
        return shown(COMMON_NAME + name);
    }

    private synchronized Optional<Caller> shown(String what) {
        try {
            look();
        } catch (IOException broken) {
            LOG.warn("the callers are those of before: {}", broken.getMessage());
        }
        return Optional.ofNullable(callers.get(what));
    }

    private synchronized void look() throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        if (changed.equals(read)) {
            return;
        }
        OwnerOnly.requireUnwritable(file, "the list of callers");
        Map<String, Caller> found = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                caller(line.strip().split("\\s+", 3), file + ":" + number, found);
            }
        }
        callers = found;
        read = changed;
    }

    private static void caller(String[] words, String where, Map<String, Caller> found) throws IOException {
        String shown = words.length == 3 ? words[2] : "";
        if (!shown.matches("[0-9a-f]{64}") && !shown.matches(COMMON_NAME + ".+")) {
            throw new IOException(where + ": expected NAME ROLE and the SHA-256 of a token, 64 hexadecimal digits, or "
                    + "cn=COMMON NAME of a certificate; `baton token NAME ROLE` makes a line for a token");
        }
        try {
            if (found.put(shown, new Caller(Optional.of(words[0]), Role.of(words[1]), Caller.Sort.NAMED)) != null) {
                throw new IOException(where + ": a line before this one names the same token or certificate");
            }
        } catch (IllegalArgumentException none) {
            throw new IOException(where + ": " + none.getMessage(), none);
        }
    }
}
