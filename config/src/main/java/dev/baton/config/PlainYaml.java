package dev.baton.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads the part of YAML that long cluster files are written in, many times faster than a reader of all of it:
/// mappings by indentation, `{…}` and `[…]` within a line, words of letters, digits and `. _ / -`, lines that are
/// comments. What it reads it reads as the library does; a text with anything else in it is left to the library.
final class PlainYaml {
    private static final int DEEPEST = 16;
    private static final int LONGEST_KEY = 128;
    private static final int[] NO_SNIPPET = {};

    private final String file;
    private final String text;
    private int at;
    private int line;
    private int lineStart;
    private int depth;

    private PlainYaml(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /// Returns the document, with values and marks as the library gives them; empty when the text needs the library.
    static Optional<Node> read(String file, String text) {
        PlainYaml reader = new PlainYaml(file, text);
        reader.skipToContent();
        Node root = reader.ended() || reader.column() > 0 ? null : reader.block(0);
        return root != null && reader.ended() ? Optional.of(root) : Optional.empty();
    }

    private boolean ended() {
        return at >= text.length();
    }

    private int column() {
        return at - lineStart;
    }

    /// The character there, or a line feed behind the end.
    private char here() {
        return at < text.length() ? text.charAt(at) : '\n';
    }

    private Optional<Mark> mark() {
        return Optional.of(new Mark(file, at, line, column(), NO_SNIPPET, 0));
    }

    /// Goes to the first character of the next line that is not empty and no comment; stays before anything unusual.
    private void skipToContent() {
        while (!ended()) {
            int begin = at;
            while (here() == ' ') {
                at++;
            }
            if (here() == '#') {
                while (here() >= ' ' && here() <= '~') {
                    at++;
                }
            }
            if (here() != '\n') {
                at = isComment(begin) ? begin : at;
                return;
            }
            nextLine();
        }
    }

    /// Whether a comment begins there, which then holds something unusual.
    private boolean isComment(int begin) {
        int first = begin;
        while (first < text.length() && text.charAt(first) == ' ') {
            first++;
        }
        return first < text.length() && text.charAt(first) == '#';
    }

    private void nextLine() {
        at++;
        line++;
        lineStart = at;
    }

    /// A mapping whose keys stand in that column; null when it is none.
    private @Nullable Node block(int indent) {
        Optional<Mark> mark = mark();
        List<NodeTuple> tuples = new ArrayList<>();
        if (++depth > DEEPEST) {
            return null;
        }
        while (!ended() && column() == indent) {
            Node key = word(LONGEST_KEY);
            if (key == null || here() != ':') {
                return null;
            }
            at++;
            Node value = here() == '\n' && !ended() ? below(indent) : behind();
            if (value == null) {
                return null;
            }
            tuples.add(new NodeTuple(key, value));
        }
        depth--;
        return column() > indent && !ended() ? null
                : new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, mark, Optional.empty());
    }

    private @Nullable Node below(int indent) {
        nextLine();
        skipToContent();
        return ended() || column() <= indent ? null : block(column());
    }

    /// The value behind a colon, to the end of its line.
    private @Nullable Node behind() {
        if (!blanks(true)) {
            return null;
        }
        Node value = value();
        blanks(false);
        if (value == null || here() != '\n') {
            return null;
        }
        if (!ended()) {
            nextLine();
            skipToContent();
        }
        return value;
    }

    /// Goes over blanks; returns whether there were any, or need not be.
    private boolean blanks(boolean needed) {
        int begin = at;
        while (here() == ' ') {
            at++;
        }
        return !needed || at > begin;
    }

    private @Nullable Node value() {
        return switch (here()) {
            case '{' -> flowMapping();
            case '[' -> flowSequence();
            default -> word(Integer.MAX_VALUE);
        };
    }

    private @Nullable Node flowMapping() {
        Optional<Mark> mark = mark();
        List<NodeTuple> tuples = new ArrayList<>();
        boolean more = opened('}');
        while (more) {
            Node key = word(LONGEST_KEY);
            if (key == null || here() != ':') {
                return null;
            }
            at++;
            Node value = blanks(true) ? value() : null;
            if (value == null) {
                return null;
            }
            tuples.add(new NodeTuple(key, value));
            more = comma();
        }
        return closed('}') ? new MappingNode(Tag.MAP, true, tuples, FlowStyle.FLOW, mark, Optional.empty()) : null;
    }

    private @Nullable Node flowSequence() {
        Optional<Mark> mark = mark();
        List<Node> items = new ArrayList<>();
        boolean more = opened(']');
        while (more) {
            Node item = value();
            if (item == null) {
                return null;
            }
            items.add(item);
            more = comma();
        }
        return closed(']') ? new SequenceNode(Tag.SEQ, true, items, FlowStyle.FLOW, mark, Optional.empty()) : null;
    }

    /// Goes into a flow collection; returns whether it has anything in it.
    private boolean opened(char close) {
        at++;
        blanks(false);
        return ++depth <= DEEPEST && here() != close;
    }

    private boolean comma() {
        blanks(false);
        if (here() != ',') {
            return false;
        }
        at++;
        blanks(false);
        return true;
    }

    private boolean closed(char close) {
        if (here() != close) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    private @Nullable Node word(int longest) {
        Optional<Mark> mark = mark();
        int begin = at;
        while (at < text.length() && ofWord(text.charAt(at))) {
            at++;
        }
        boolean good = at > begin && at - begin <= longest && text.charAt(begin) != '-' && text.charAt(begin) != '.';
        return good ? new ScalarNode(Tag.STR, true, text.substring(begin, at), ScalarStyle.PLAIN, mark,
                Optional.empty()) : null;
    }

    private static boolean ofWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'
                || c == '_' || c == '/';
    }
}
