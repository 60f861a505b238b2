package dev.baton.config;

/// How the nodes' coordination engine is spoken to, by its other voters and by its clients. A running cluster goes from
/// each to the next, or back, one daemon after the other: neighbours in this list understand each other.
public enum BetweenNodes {
    /// Everything is said and understood in the clear.
    CLEAR,
    /// Understands both, and speaks in the clear.
    ACCEPT_TLS,
    /// Understands both, and speaks TLS.
    SPEAK_TLS,
    /// Speaks TLS, and refuses whoever does not or has no certificate of the cluster.
    ONLY_TLS;

    /// Returns its name in `batond.yaml`.
    public String word() {
        return KindFile.word(this);
    }

    /// Returns the one of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static BetweenNodes of(String word) {
        return KindFile.oneOf(BetweenNodes.class, word);
    }
}
