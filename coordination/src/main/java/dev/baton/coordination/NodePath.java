package dev.baton.coordination;

import java.util.List;

/// The absolute path of one entry of the coordination tree, such as `/baton/claims/evs1`.
///
/// @param value starts with `/`, has no empty segment and no trailing slash, except the root `/`; no segment is `.` or
///              `..`, and no character is a control character or outside what every engine accepts in a name
public record NodePath(String value) implements Comparable<NodePath> {

    /// The top of the tree: always there, never written.
    public static final NodePath ROOT = new NodePath("/");

    /// @throws IllegalArgumentException if the text is not an absolute path of allowed segments
    public NodePath {
        if (!value.startsWith("/") || value.contains("//") || (value.length() > 1 && value.endsWith("/"))) {
            throw new IllegalArgumentException("not an absolute path of the tree: '" + value + "'");
        }
        if (value.contains("/.") && ((value + "/").contains("/./") || (value + "/").contains("/../"))) {
            throw new IllegalArgumentException("a relative segment in a path of the tree: '" + value + "'");
        }
        for (int i = 0; i < value.length(); i++) {
            if (!allowed(value.charAt(i))) {
                throw new IllegalArgumentException("a character not allowed in a path of the tree: '" + value + "'");
            }
        }
    }

    private static boolean allowed(int character) {
        return !Character.isISOControl(character) && character < Character.MIN_SURROGATE;
    }

    /// Returns the path one level below, with `segment` as its last name.
    ///
    /// @throws IllegalArgumentException if the segment is empty or holds a slash
    public NodePath child(String segment) {
        if (segment.isEmpty() || segment.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not one segment of a path: '" + segment + "'");
        }
        return new NodePath(value.equals("/") ? "/" + segment : value + "/" + segment);
    }

    /// Returns the path one level above; the root is its own parent.
    public NodePath parent() {
        int slash = value.lastIndexOf('/');
        return slash <= 0 ? ROOT : new NodePath(value.substring(0, slash));
    }

    /// Returns the last segment; empty for the root.
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /// Returns the segments from the root down.
    public List<String> segments() {
        return value.equals("/") ? List.of() : List.of(value.substring(1).split("/"));
    }

    /// Returns whether this path is `subtree` itself or lies below it.
    public boolean isWithin(NodePath subtree) {
        int length = subtree.value.length();
        return length == 1 || (value.startsWith(subtree.value)
                && (value.length() == length || value.charAt(length) == '/'));
    }

    @Override
    public int compareTo(NodePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
