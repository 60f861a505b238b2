package dev.baton.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the part of YAML that long cluster files are written in, many times faster than a reader of all of it:
/// mappings by indentation, `{…}` and `[…]` within a line, words of letters, digits and `. _ / -`, lines that are
/// comments. What it reads it reads as the library does; a text with anything else in it is left to the library.
final class PlainYaml {
    private static final int DEEPEST = 16;
    private static final int LONGEST_KEY = 128;
    /// What stands within a line is seldom more.
    private static final int FEW = 4;
    /// So many words, as a power of two, are remembered: the same ones come again and again.
    private static final int REMEMBERED = 10;

    private final String text;
    private final @Nullable String[] words = new @Nullable String[1 << REMEMBERED];
    private int at;
    private int line;
    private int lineStart;
    private int depth;

    private PlainYaml(String text) {
        this.text = text;
    }

    /// Returns the document, with values where the library finds them; empty when the text needs the library.
    static Optional<YamlValue> read(String text) {
        PlainYaml reader = new PlainYaml(text);
        reader.skipToContent();
        YamlValue root = reader.ended() || reader.column() > 0 ? null : reader.block(0);
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
    private @Nullable YamlValue block(int indent) {
        int firstLine = line;
        List<YamlValue.Entry> entries = new ArrayList<>();
        if (++depth > DEEPEST) {
            return null;
        }
        while (!ended() && column() == indent) {
            String key = word(LONGEST_KEY);
            if (key == null || here() != ':') {
                return null;
            }
            at++;
            YamlValue value = here() == '\n' && !ended() ? below(indent) : behind();
            if (value == null) {
                return null;
            }
            entries.add(new YamlValue.Entry(key, value));
        }
        depth--;
        return column() > indent && !ended() ? null : new YamlValue.Mapping(firstLine, indent, entries);
    }

    private @Nullable YamlValue below(int indent) {
        nextLine();
        skipToContent();
        return ended() || column() <= indent ? null : block(column());
    }

    /// The value behind a colon, to the end of its line.
    private @Nullable YamlValue behind() {
        if (!blanks(true)) {
            return null;
        }
        YamlValue value = value();
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

    private @Nullable YamlValue value() {
        return switch (here()) {
            case '{' -> flowMapping();
            case '[' -> flowSequence();
            default -> scalar();
        };
    }

    private @Nullable YamlValue scalar() {
        int begin = column();
        String word = word(Integer.MAX_VALUE);
        return word == null ? null : new YamlValue.Word(line, begin, word);
    }

    private @Nullable YamlValue flowMapping() {
        int begin = column();
        List<YamlValue.Entry> entries = new ArrayList<>(FEW);
        boolean more = opened('}');
        while (more) {
            String key = word(LONGEST_KEY);
            if (key == null || here() != ':') {
                return null;
            }
            at++;
            if (!blanks(true)) {
                return null;
            }
            YamlValue value = value();
            if (value == null) {
                return null;
            }
            entries.add(new YamlValue.Entry(key, value));
            more = comma();
        }
        return closed('}') ? new YamlValue.Mapping(line, begin, entries) : null;
    }

    private @Nullable YamlValue flowSequence() {
        int begin = column();
        List<YamlValue> items = new ArrayList<>(FEW);
        boolean more = opened(']');
        while (more) {
            YamlValue item = value();
            if (item == null) {
                return null;
            }
            items.add(item);
            more = comma();
        }
        return closed(']') ? new YamlValue.Listing(line, begin, items) : null;
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

    private @Nullable String word(int longest) {
        int begin = at;
        int hash = 0;
        while (at < text.length() && ofWord(text.charAt(at))) {
            hash = 31 * hash + text.charAt(at);
            at++;
        }
        boolean good = at > begin && at - begin <= longest && text.charAt(begin) != '-' && text.charAt(begin) != '.';
        return good ? remembered(begin, hash) : null;
    }

    /// The word from there to here: the same text as one before, where that is still remembered.
    private String remembered(int begin, int hash) {
        int slot = (hash ^ (hash >>> REMEMBERED)) & (words.length - 1);
        String known = words[slot];
        if (known != null && known.length() == at - begin && text.startsWith(known, begin)) {
            return known;
        }
        String word = text.substring(begin, at);
        words[slot] = word;
        return word;
    }

    private static boolean ofWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'
                || c == '_' || c == '/';
    }
}
