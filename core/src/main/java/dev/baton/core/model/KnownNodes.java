package dev.baton.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// Nodes by name, with the names of the few that are not simply there: those with a vote, and those that are not up or
/// are held. Equal to any other map with the same entries.
final class KnownNodes extends SharedMap<NodeId, NodeImage> {
    private final List<NodeId> voters;
    private final List<NodeId> impaired;

    private KnownNodes(SharedMap<NodeId, NodeImage> nodes, List<NodeId> voters, List<NodeId> impaired) {
        super(nodes);
        this.voters = voters;
        this.impaired = impaired;
    }

    /// Returns the nodes with what is derived from them; the same ones if they have it already.
    static KnownNodes of(SortedMap<NodeId, NodeImage> nodes) {
        if (nodes instanceof KnownNodes known) {
            return known;
        }
        List<NodeId> voters = nodes.values().stream().filter(NodeImage::voter).map(NodeImage::id).sorted().toList();
        List<NodeId> impaired = nodes.values().stream().filter(KnownNodes::impaired).map(NodeImage::id).sorted()
                .toList();
        return new KnownNodes(SharedMap.copyOf(nodes), voters, impaired);
    }

    private static boolean impaired(NodeImage node) {
        return !node.up() || node.held();
    }

    /// Returns the nodes with a vote, by name.
    List<NodeId> voters() {
        return voters;
    }

    /// Returns the nodes that are not up or are held, by name.
    List<NodeId> impaired() {
        return impaired;
    }

    @Override
    public KnownNodes with(NodeId id, NodeImage node) {
        return new KnownNodes(super.with(id, node), with(voters, id, node.voter()),
                with(impaired, id, impaired(node)));
    }

    @Override
    public KnownNodes without(NodeId id) {
        return new KnownNodes(super.without(id), with(voters, id, false), with(impaired, id, false));
    }

    /// The sorted names with or without one of them; the same list when that changes nothing.
    private static List<NodeId> with(List<NodeId> names, NodeId id, boolean wanted) {
        int place = 0;
        while (place < names.size() && names.get(place).compareTo(id) < 0) {
            place++;
        }
        boolean there = place < names.size() && names.get(place).equals(id);
        if (there == wanted) {
            return names;
        }
        List<NodeId> changed = new ArrayList<>(names);
        if (wanted) {
            changed.add(place, id);
        } else {
            changed.remove(place);
        }
        return List.copyOf(changed);
    }
}
