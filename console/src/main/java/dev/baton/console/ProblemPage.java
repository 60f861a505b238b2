package dev.baton.console;

/// Why there is no page.
///
/// @param detail whole sentences
public record ProblemPage(Frame frame, String detail) {}
