package dev.baton.core.model;

/// Whether a node takes part now.
public enum Membership {
    /// Defined, never seen.
    ABSENT("Absent"),
    /// Its heartbeat is alive: it joined and was not declared dead since.
    UP("Up"),
    /// It was declared dead, and has not joined again.
    DOWN("Down");

    private final String word;

    Membership(String word) {
        this.word = word;
    }

    /// Returns the state as screens print it.
    public String word() {
        return word;
    }
}
