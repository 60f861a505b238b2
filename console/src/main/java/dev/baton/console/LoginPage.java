package dev.baton.console;

/// @param who     is logged in; empty when nobody is
/// @param refusal why the last try came to nothing; empty when there was none
public record LoginPage(String who, String refusal) {}
