package dev.baton.coordination;

/// One entry of the tree as the engine had it.
///
/// @param data     the content
/// @param version  what a conditional write must name; starts at 0 at creation, one more per write
/// @param modified the engine's transaction number of the last change of this entry; grows over the whole tree and
///                 never goes back, also when an entry is deleted and created again
public record Versioned(Bytes data, int version, long modified) {}
