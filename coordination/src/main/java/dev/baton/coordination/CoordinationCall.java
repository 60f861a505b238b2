package dev.baton.coordination;

/// What a handler asks of the engine. Handlers return calls among their effects; the program's loop hands them to
/// [Coordination#perform].
public sealed interface CoordinationCall {

    /// Performs the transaction; answered by exactly one of `Done`, `Refused`, `Unknown`.
    record Submit(Token token, Transaction transaction) implements CoordinationCall {}

    /// Reads one entry from a committed state at least as new as every write acknowledged to this client; answered by
    /// `ReadDone` or `Unknown`.
    record Read(Token token, NodePath path) implements CoordinationCall {}

    /// Brings the mirrors up to every transaction that any client had committed before this call; answered by `Done`
    /// (without versions), after the changes have been delivered, or by `Unknown`. As strong as a committed write: a
    /// part of the engine that is cut off from its majority does not answer it.
    record Sync(Token token) implements CoordinationCall {}

    /// Keeps a mirror of an entry and all below it: one `Snapshot`, then `Changed` and `Gone`. Mirroring the same
    /// subtree again has no effect. The subtree need not exist yet.
    record Mirror(NodePath subtree) implements CoordinationCall {}

    /// Stands for election under this candidate's name; answered, at any later time, by `Elected`, and `Deposed` after
    /// it, and so on until `Resign`. Without effect while standing.
    record Campaign(String candidate) implements CoordinationCall {}

    /// Steps down, or stops standing for election; a leader gets `Deposed`.
    record Resign() implements CoordinationCall {}
}
