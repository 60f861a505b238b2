package dev.baton.core.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A version of a product or of a format: runs of digits and runs of anything else, between dots, dashes, pluses and
/// tildes, compared from the left, numbers as numbers and before words: `1.1.1w` < `1.1.2`, `15.9` < `15.10`. A version
/// that ends where another goes on is the lesser one: `15` < `15.13`.
///
/// @param value starts with a letter or digit, without white space
public record Version(String value) implements Comparable<Version> {

    /// @throws IllegalArgumentException if the text does not start with a letter or digit, or holds white space
    public Version {
        boolean blank = value.isEmpty() || !Character.isLetterOrDigit(value.charAt(0));
        for (int i = 0; i < value.length(); i++) {
            blank |= Character.isWhitespace(value.charAt(i));
        }
        if (blank) {
            throw new IllegalArgumentException("'" + value + "' is not a version");
        }
    }

    /// Returns the first `parts` parts, such as `1.4` of `1.4.200`; the whole version when it has no more than these.
    public Version prefix(int parts) {
        int end = -1;
        for (int part = 0; part < parts; part++) {
            end = value.indexOf('.', end + 1);
            if (end < 0) {
                return this;
            }
        }
        return new Version(value.substring(0, end));
    }

    @Override
    public int compareTo(Version other) {
        if (value.equals(other.value)) {
            return 0;
        }
        List<String> mine = parts();
        List<String> theirs = other.parts();
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int byPart = comparePart(mine.get(i), theirs.get(i));
            if (byPart != 0) {
                return byPart;
            }
        }
        int byLength = Integer.compare(mine.size(), theirs.size());
        return byLength != 0 ? byLength : value.compareTo(other.value);
    }

    /// The runs of digits and of anything else; between two separators that stand together there is an empty one, at
    /// the end there is none.
    List<String> parts() {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (separates(c)) {
                parts.add(value.substring(begin, i));
                begin = i + 1;
            } else if (i > begin && isDigit(c) != isDigit(value.charAt(i - 1))) {
                parts.add(value.substring(begin, i));
                begin = i;
            }
        }
        parts.add(value.substring(begin));
        while (!parts.isEmpty() && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        return parts;
    }

    private static boolean separates(char c) {
        return c == '.' || c == '-' || c == '+' || c == '~';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int comparePart(String a, String b) {
        if (isNumber(a) && isNumber(b)) {
            return Long.compare(Long.parseLong(a), Long.parseLong(b));
        }
        return isNumber(a) == isNumber(b) ? a.compareTo(b) : isNumber(a) ? -1 : 1;
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.length() <= 18 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    // Written out: compared everywhere, and what a record makes is slow until it is optimised.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Version that && value.equals(that.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
