package dev.baton.core.model;

import java.util.Optional;

/// The persistent record that makes a node the owner of a group. Created before anything of the group is started,
/// deleted after everything was stopped and monitored as stopped.
///
/// @param node        the owner
/// @param incarnation which life of the node's agent holds it
/// @param bootId      which boot of the machine
/// @param epoch       of the placement it answers
/// @param stuck       why the group could not be stopped, when it could not
public record Claim(NodeId node, long incarnation, String bootId, long epoch, Optional<String> stuck) {

    /// Returns the claim of a node as it is now.
    static Claim of(NodeImage node, long epoch) {
        return new Claim(node.id(), node.incarnation(), node.bootId(), epoch, Optional.empty());
    }

    /// Returns whether it is the claim of the node as it is now, of a group that could be stopped.
    boolean isOf(NodeImage holder, long ofEpoch) {
        return epoch == ofEpoch && stuck.isEmpty() && node.equals(holder.id()) && incarnation == holder.incarnation()
                && bootId.equals(holder.bootId());
    }
}
