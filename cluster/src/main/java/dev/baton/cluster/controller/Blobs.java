package dev.baton.cluster.controller;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.Gzip;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Sha256;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Documents that are longer than an entry, in pieces under a digest of what is stored, and never changed. Whoever
/// names one names its digest and the number of its pieces: a reader has all of it or nothing.
///
/// A document is stored in the transaction that names it, packed (gzip, RFC 1952, in base64) where it is long. One that
/// is too long for that even so is stored *ahead*, in as many transactions as it needs; until a record names it, its
/// directory says so, and a leader that is not about to name it removes it.
final class Blobs {

    /// Leaves room in an entry of 64 kB.
    private static final int PIECE = 60_000;
    /// In characters. Written as pieces, quotes escaped, they must fit a transaction beside what else is in it.
    private static final int TOGETHER = 380 * 1024;
    /// A longer document is refused: the engine keeps all of it in memory, on every voter.
    static final int MOST_PIECES = 1_000;
    /// What a packed text begins with; JSON does not.
    private static final String PACKED = "gzip ";
    /// What the directory of a document holds that no record names yet.
    private static final Bytes AHEAD = Bytes.of("\"ahead\"");

    private Blobs() {}

    /// A document as it is stored.
    ///
    /// @param digest twelve hexadecimal digits of the SHA-256 (FIPS 180-4) of what is stored
    /// @param pieces in order
    /// @param ahead  whether it is stored before the transaction that names it
    record Blob(String digest, List<String> pieces, boolean ahead) {
        Blob {
            pieces = List.copyOf(pieces);
        }

        /// Returns the document of that text, as it is, for the transaction that names it.
        static Blob plain(String text) {
            return new Blob(Blobs.digest(text), cut(text), false);
        }

        /// Returns the document of that text, packed where it is long.
        static Blob of(String text) {
            String stored = text.length() <= TOGETHER ? text
                    : PACKED + Base64.getEncoder().encodeToString(Gzip.pack(text));
            return new Blob(Blobs.digest(stored), cut(stored), stored.length() > TOGETHER);
        }
    }

    /// Returns the text of a document; empty while a piece of it is not there.
    ///
    /// @throws IllegalArgumentException if what is stored was packed by something else
    static Optional<String> text(TreeMirror tree, String digest, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int piece = 0; piece < pieces; piece++) {
            Optional<String> part = tree.value(Paths.piece(digest, piece), String.class);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            text.append(part.get());
        }
        boolean packed = text.length() >= PACKED.length() && text.substring(0, PACKED.length()).equals(PACKED);
        return Optional.of(packed ? Gzip.unpack(Base64.getDecoder().decode(text.substring(PACKED.length())),
                Integer.MAX_VALUE) : text.toString());
    }

    /// Returns the operations of the transaction that names the document: they store it, or insist on the pieces that
    /// were stored ahead.
    static List<Op> store(Turn turn, Blob blob) {
        List<Op> ops = new ArrayList<>();
        NodePath directory = Paths.blob(blob.digest());
        if (turn.version(directory) == TreeMirror.ABSENT) {
            ops.add(turn.directory(directory));
            for (int piece = 0; piece < blob.pieces().size(); piece++) {
                ops.add(turn.set(Paths.piece(blob.digest(), piece), blob.pieces().get(piece)));
            }
        } else if (ahead(turn.tree(), directory)) {
            ops.add(turn.setBytes(directory, Bytes.EMPTY));
            for (int piece = 0; piece < blob.pieces().size(); piece++) {
                ops.add(turn.check(Paths.piece(blob.digest(), piece)));
            }
        }
        return ops;
    }

    /// Adds the transactions that store what must be stored ahead and is not there yet.
    ///
    /// @return whether there were any: the document can be named in a later turn, when these are committed
    static boolean ahead(Turn turn, Blob blob) {
        NodePath directory = Paths.blob(blob.digest());
        boolean named = turn.version(directory) != TreeMirror.ABSENT && !ahead(turn.tree(), directory);
        if (!blob.ahead() || named) {
            return false;
        }
        List<Op> ops = new ArrayList<>();
        int length = 0;
        if (turn.version(directory) == TreeMirror.ABSENT) {
            ops.add(turn.setBytes(directory, AHEAD));
        }
        for (int piece = 0; piece < blob.pieces().size(); piece++) {
            NodePath path = Paths.piece(blob.digest(), piece);
            String content = blob.pieces().get(piece);
            if (turn.tree().value(path, String.class).filter(content::equals).isPresent()) {
                continue;
            }
            if (length + content.length() > TOGETHER) {
                turn.ahead("pieces of " + blob.digest(), ops);
                ops = new ArrayList<>();
                length = 0;
            }
            ops.add(turn.set(path, content));
            length += content.length();
        }
        if (!ops.isEmpty()) {
            turn.ahead("pieces of " + blob.digest(), ops);
        }
        return !turn.ahead().isEmpty();
    }

    /// Removes what was stored ahead and is not going to be named.
    ///
    /// @param kept the digest of the document that is about to be named, if any
    static void sweep(Turn turn, Optional<String> kept) {
        for (NodePath directory : turn.tree().children(Paths.BLOBS)) {
            if (ahead(turn.tree(), directory) && !kept.equals(Optional.of(directory.name()))) {
                List<Op> ops = new ArrayList<>();
                forget(turn, directory, ops);
                turn.write("forget " + directory.name(), ops, List.of(), List.of());
            }
        }
    }

    /// Adds the operations that remove a document.
    static void forget(Turn turn, NodePath directory, List<Op> ops) {
        turn.tree().children(directory).forEach(piece -> ops.add(turn.delete(piece)));
        if (turn.version(directory) != TreeMirror.ABSENT) {
            ops.add(turn.delete(directory));
        }
    }

    private static boolean ahead(TreeMirror tree, NodePath directory) {
        return tree.entry(directory).map(Versioned::data).filter(AHEAD::equals).isPresent();
    }

    /// Returns the pieces of a text, each small enough for one entry.
    private static List<String> cut(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE / 3);
            while (to < text.length() && fits(text.substring(from, Math.min(text.length(), to + PIECE / 12)))) {
                to = Math.min(text.length(), to + PIECE / 12);
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private static boolean fits(String piece) {
        return Json.text(piece).getBytes(StandardCharsets.UTF_8).length <= Math.min(PIECE, Bytes.MAX_LENGTH);
    }

    /// Returns the name of a text: twelve hexadecimal digits of its SHA-256 (FIPS 180-4).
    static String digest(String text) {
        return Sha256.of(text).substring(0, 12);
    }
}
