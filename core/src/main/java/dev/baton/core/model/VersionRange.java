package dev.baton.core.model;

import java.util.List;

/// Versions that satisfy every one of some bounds, written as `>=15.10 <15.19`; a bare version means exactly that one.
///
/// @param text   as written
/// @param bounds parsed from the text
public record VersionRange(String text, List<Bound> bounds) {

    /// One comparison.
    public record Bound(Comparison comparison, Version version) {
        boolean admits(Version candidate) {
            int order = candidate.compareTo(version);
            return switch (comparison) {
                case AT_LEAST -> order >= 0;
                case ABOVE -> order > 0;
                case AT_MOST -> order <= 0;
                case BELOW -> order < 0;
                case EXACTLY -> order == 0;
            };
        }
    }

    /// How a version is compared with a bound.
    public enum Comparison { AT_LEAST, ABOVE, AT_MOST, BELOW, EXACTLY }

    public VersionRange {
        bounds = List.copyOf(bounds);
    }

    /// Returns the range that the text names.
    ///
    /// @throws IllegalArgumentException if the text names no bound
    public static VersionRange parse(String text) {
        List<Bound> bounds = text.isBlank() ? List.of()
                : List.of(text.trim().split("\\s+")).stream().map(VersionRange::bound).toList();
        if (bounds.isEmpty()) {
            throw new IllegalArgumentException("a range of versions is empty; write for example \">=15.10 <15.19\"");
        }
        return new VersionRange(text.trim(), bounds);
    }

    private static Bound bound(String word) {
        String digits = word.replaceFirst("^[<>=]+", "");
        String sign = word.substring(0, word.length() - digits.length());
        Comparison comparison = switch (sign) {
            case ">=" -> Comparison.AT_LEAST;
            case ">" -> Comparison.ABOVE;
            case "<=" -> Comparison.AT_MOST;
            case "<" -> Comparison.BELOW;
            case "", "=", "==" -> Comparison.EXACTLY;
            default -> throw new IllegalArgumentException("'" + sign + "' is no comparison; use >= > <= < or =");
        };
        return new Bound(comparison, new Version(digits));
    }

    /// Returns whether the version satisfies every bound.
    public boolean contains(Version version) {
        return bounds.stream().allMatch(bound -> bound.admits(version));
    }

    @Override
    public String toString() {
        return text;
    }
}
