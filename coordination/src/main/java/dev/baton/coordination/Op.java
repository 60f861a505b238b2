package dev.baton.coordination;

/// One part of a [Transaction]. Creating, writing or deleting the root, or anything in the engine's own parts of the
/// tree, is `FORBIDDEN`; that is looked at before everything else.
public sealed interface Op {

    /// The version that stands for "whatever it is now".
    int ANY_VERSION = -1;

    /// Returns the entry that this part is about.
    NodePath path();

    /// Creates an entry; refused when it exists or its parent does not.
    record Create(NodePath path, Bytes data) implements Op {}

    /// Replaces the content; refused when the entry is absent or its version differs.
    record SetData(NodePath path, Bytes data, int expectedVersion) implements Op {}

    /// Removes the entry; refused when it is absent, its version differs, or it has children.
    record Delete(NodePath path, int expectedVersion) implements Op {}

    /// Changes nothing; refused when the entry is absent or its version differs.
    record Check(NodePath path, int expectedVersion) implements Op {}
}
