package dev.baton.simulator.world;

/// Something that must never be so.
///
/// @param law  which law or promise
/// @param text what was seen
/// @param at   true time since the beginning, nanoseconds
public record Breach(String law, String text, long at) {}
