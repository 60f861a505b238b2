package dev.baton.core.model;

/// What a node last reported of one resource.
public enum ResourceState {
    /// Stopped, and monitored as stopped.
    OFFLINE("Offline"),
    /// On its way up.
    STARTING("Pending"),
    /// Started, and well when last monitored.
    ONLINE("Online"),
    /// On its way down.
    STOPPING("Pending"),
    /// It did not start, or was not well when last monitored.
    FAILED("Failed"),
    /// It did not stop: it may still be active.
    STUCK("Failed");

    private final String word;

    ResourceState(String word) {
        this.word = word;
    }

    /// Returns the state as screens print it.
    public String word() {
        return word;
    }
}
