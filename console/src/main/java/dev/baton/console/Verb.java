package dev.baton.console;

import java.util.Optional;
import java.util.stream.Stream;

/// What a person can order in the console.
public enum Verb {
    MOVE("move", "Move Group"),
    GROUP_ONLINE("group-online", "Bring Online"),
    GROUP_OFFLINE("group-offline", "Take Offline"),
    CONVERT("group-upgrade", "Upgrade Virtual Server"),
    CLEAR("clear", "Clear Failure"),
    UNMANAGE("group-unmanage", "Only Observe"),
    MANAGE("group-manage", "Manage Again"),
    RESOURCE_ONLINE("resource-online", "Bring Online"),
    RESOURCE_OFFLINE("resource-offline", "Take Offline"),
    PAUSE_NODE("node-pause", "Pause"),
    DRAIN_NODE("node-drain", "Drain"),
    RESUME_NODE("node-resume", "Resume"),
    BEGIN_MAINTENANCE("maintenance-on", "Begin Maintenance"),
    END_MAINTENANCE("maintenance-off", "End Maintenance"),
    START_RUN("start", "Start the Run"),
    APPROVE_RUN("approve", "Approve"),
    PAUSE_RUN("pause", "Pause after This Step"),
    CONTINUE_RUN("continue", "Continue the Run"),
    ROLLBACK_RUN("rollback", "Roll Back"),
    ABORT_RUN("abort", "Abort"),
    FINALIZE("finalize", "Finalize the Cluster");

    private final String word;
    private final String label;

    Verb(String word, String label) {
        this.word = word;
        this.label = label;
    }

    /// Returns the verb of that word in an address.
    public static Optional<Verb> of(String word) {
        return Stream.of(values()).filter(verb -> verb.word.equals(word)).findFirst();
    }

    /// Returns what it is called in an address.
    public String word() {
        return word;
    }

    /// Returns what a menu says.
    public String label() {
        return label;
    }
}
