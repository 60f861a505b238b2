package dev.baton.cli.membership;

import dev.baton.config.DaemonSettings;
import dev.baton.config.ExternalEnsemble;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a machine needs to become a node: the same on all of them.
///
/// @param secret   of the cluster
/// @param ensemble every voter of the coordination engine and its ports
/// @param external the ensemble that somebody else runs, instead; its files are at the same places on every machine
/// @param timings  of the single-owner protocol
/// @param engine   timings of the coordination engine
/// @param access   who may call; empty where anybody on a machine may
public record Luggage(String secret, SortedMap<NodeId, DaemonSettings.Peer> ensemble,
        Optional<ExternalEnsemble> external, LeaseTimings timings, DaemonSettings.EngineTimings engine,
        Optional<Guarded> access) {

    /// Returns the same for a machine that takes this name, and has nothing yet: if the node has a vote, the cluster
    /// will say so, and then its peer waits for what the others know. Would it be among those that found the ensemble,
    /// it would vote on what it never knew.
    public Luggage forNewcomer(NodeId node) {
        TreeMap<NodeId, DaemonSettings.Peer> others = new TreeMap<>(ensemble);
        others.remove(node);
        return others.isEmpty() ? this : new Luggage(secret, others, external, timings, engine, access);
    }

    @Override
    public String toString() {
        return "(luggage for " + external.map(Object::toString).orElseGet(ensemble.keySet()::toString) + ")";
    }
}
