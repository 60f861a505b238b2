package dev.baton.core.journal;

/// A plan in the tree, named by its content.
///
/// @param digest under which its pieces are stored
/// @param pieces how many
/// @param steps  how many it has
/// @param name   by which people know it: the one under which it was shown
public record SavedPlan(String digest, int pieces, int steps, String name) {}
