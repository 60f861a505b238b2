package dev.baton.console;

/// Something known, as label and value.
///
/// @param href where more of it is; empty when nowhere
public record Fact(String label, String value, String href) {}
