package dev.baton.cluster.hooks;

/// What became of an [Attempt].
public sealed interface Outcome {

    /// The command ended well, the address answered so.
    record Delivered() implements Outcome {}

    /// It was not handed over, as far as can be told.
    ///
    /// @param why   for people
    /// @param again whether another attempt may do better
    record Failed(String why, boolean again) implements Outcome {}
}
