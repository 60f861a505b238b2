package dev.baton.coordination;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What the engine tells a client. Events are delivered one at a time, on the client's own loop, in an order that keeps
/// these promises: a mirror shows the latest value eventually, perhaps without some of the values between; `modified`
/// of a path never goes back; a client's own write is visible in a mirror that has its `Snapshot` no later than its
/// `Done`; after a lost connection a mirror first turns `Stale`, then comes back as a whole `Snapshot`. An entry in
/// several mirrored subtrees is told once. Not promised: the order of changes of different entries, nor that the parts
/// of one transaction are seen together.
///
/// Every `Submit`, `Read` and `Sync` is answered exactly once and within a bounded time, also while the engine is out
/// of reach or does not react: then by `Unknown`.
public sealed interface CoordinationEvent {

    /// The transaction is committed.
    ///
    /// @param versions the entry's version after each operation, in the order of the operations; -1 for a delete; for a
    ///                 check the version it named; empty for `Sync`
    record Done(Token token, List<Integer> versions) implements CoordinationEvent {}

    /// Nothing of the transaction took effect, and nothing will.
    ///
    /// @param opIndex which operation was refused first, from 0
    record Refused(Token token, int opIndex, Refusal why) implements CoordinationEvent {}

    /// The outcome is not known: the call took effect once, or takes effect once later, or never does. The engine's
    /// adapter never repeats a write by itself.
    record Unknown(Token token) implements CoordinationEvent {}

    /// The entry as read; empty when there is none.
    record ReadDone(Token token, Optional<Versioned> entry) implements CoordinationEvent {}

    /// The whole mirrored subtree; replaces what was mirrored of it before.
    record Snapshot(NodePath subtree, SortedMap<NodePath, Versioned> entries) implements CoordinationEvent {}

    /// An entry was created or written.
    record Changed(NodePath path, Versioned entry) implements CoordinationEvent {}

    /// An entry was deleted.
    record Gone(NodePath path) implements CoordinationEvent {}

    /// The mirror may lag without bound until the next `Snapshot` of the same subtree.
    record Stale(NodePath subtree) implements CoordinationEvent {}

    /// This client was elected. Others may still believe that they lead: only a checked controller epoch is safe.
    record Elected() implements CoordinationEvent {}

    /// This client leads no longer, or cannot know that it still does.
    record Deposed() implements CoordinationEvent {}

    /// Why a transaction was refused.
    enum Refusal {
        /// An entry that must exist does not.
        ABSENT,
        /// An entry that must not exist does.
        EXISTS,
        /// The entry has another version than expected.
        VERSION,
        /// The entry still has children.
        NOT_EMPTY,
        /// The parent of an entry to be created does not exist.
        NO_PARENT,
        /// This client may not do that.
        FORBIDDEN
    }
}
