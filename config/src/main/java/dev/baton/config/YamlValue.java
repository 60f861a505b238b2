package dev.baton.config;

import java.util.List;

/// What stands in a YAML file, and where it begins: as much of a node of the format as Baton's files need, and small,
/// since a long file is some hundred thousand of them. All scalars are texts: what they mean the reader of the field
/// says.
///
/// Lines and columns count from 0.
sealed interface YamlValue {
    int line();

    int column();

    /// A scalar.
    record Word(int line, int column, String text) implements YamlValue {}

    /// A sequence.
    record Listing(int line, int column, List<YamlValue> items) implements YamlValue {}

    /// A mapping, in the order of the file; nothing forbids a key that stands there twice.
    record Mapping(int line, int column, List<Entry> entries) implements YamlValue {}

    /// One pair of a mapping.
    record Entry(String key, YamlValue value) {}
}
