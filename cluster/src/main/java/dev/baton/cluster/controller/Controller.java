package dev.baton.cluster.controller;

import dev.baton.core.model.NodeId;
import java.time.Instant;
import java.util.List;

/// One candidate's controller.
///
/// Not thread-safe: lives on the daemon's loop.
public final class Controller {

    private final Setup setup;

    /// What a controller knows of itself.
    ///
    /// @param node      its node
    /// @param api       where its node's REST interface answers
    /// @param candidate whether it stands for election: vote holders do
    public record Setup(NodeId node, String api, boolean candidate) {}

    public Controller(Setup setup) {
        this.setup = setup;
    }

    /// Takes in one event and returns what is to be done.
    ///
    /// @param bootTime the time since this machine booted, as an instant after the epoch
    public List<Effect> on(Event event, Instant bootTime) {
        return List.of();
    }

    @Override
    public String toString() {
        return "controller of " + setup.node();
    }
}
