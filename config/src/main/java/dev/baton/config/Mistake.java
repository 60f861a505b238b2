package dev.baton.config;

/// One mistake in a file.
///
/// @param file   as the operator named it
/// @param line   from 1
/// @param column from 1
/// @param field  the path of the field, such as `groups.pg1.kind`; empty for the whole file
/// @param what   what is wrong and what would be right, without a full stop
public record Mistake(String file, int line, int column, String field, String what) {

    /// Returns the mistake as it is printed: `cluster.yaml:7:3: groups.pg1.kind: …`.
    public String text() {
        return file + ":" + line + ":" + column + ": " + (field.isEmpty() ? "" : field + ": ") + what;
    }
}
