package dev.baton.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A version of a product or of a format: parts between dots and dashes, compared from the left, numbers as numbers.
/// A version that ends where another goes on is the lesser one: `15` < `15.13`.
///
/// @param value not empty, without white space
public record Version(String value) implements Comparable<Version> {

    /// @throws IllegalArgumentException if the text is empty or holds white space
    public Version {
        if (value.isEmpty() || value.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("'" + value + "' is not a version");
        }
    }

    /// Returns the first `parts` parts, such as `1.4` of `1.4.200`; the whole version when it has no more than these.
    public Version prefix(int parts) {
        List<String> all = dotted();
        return all.size() <= parts ? this : new Version(all.stream().limit(parts).collect(Collectors.joining(".")));
    }

    private List<String> dotted() {
        return Arrays.asList(value.split("\\."));
    }

    @Override
    public int compareTo(Version other) {
        String[] mine = value.split("[.\\-+~]");
        String[] theirs = other.value.split("[.\\-+~]");
        for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
            int byPart = comparePart(mine[i], theirs[i]);
            if (byPart != 0) {
                return byPart;
            }
        }
        int byLength = Integer.compare(mine.length, theirs.length);
        return byLength != 0 ? byLength : value.compareTo(other.value);
    }

    private static int comparePart(String a, String b) {
        boolean numbers = isNumber(a) && isNumber(b);
        return numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.length() <= 18 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return value;
    }
}
