package dev.baton.cluster.controller;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a configuration leaves out that exists: nothing goes because a file forgot it.
///
/// @param delete names of groups and nodes that the operator said are to go
record Removals(ClusterImage image, ClusterDocument document, Set<String> delete) {

    private static final String BY_NAME = "what a file leaves out is removed by name only";

    /// Returns what speaks against the removals; empty when all may go, or nothing does.
    List<Reason> against() {
        List<Reason> found = new ArrayList<>();
        TreeSet<String> named = new TreeSet<>(delete);
        for (GroupImage group : image.groups().values()) {
            if (!document.groups().containsKey(group.id())) {
                boolean meant = named.remove(group.id().value());
                against(group, meant, found);
            }
        }
        for (NodeImage node : image.nodes().values()) {
            if (!document.nodes().containsKey(node.id())) {
                boolean meant = named.remove(node.id().value());
                against(node, meant, found);
            }
        }
        named.forEach(name -> found.add(unknown(name)));
        return found;
    }

    /// Returns whether the reason is about names to delete that do not go: a mistake also where nothing changes.
    static boolean isAboutNames(Reason reason) {
        return reason.rule().equals(BY_NAME);
    }

    private static void against(GroupImage group, boolean meant, List<Reason> found) {
        // Its owner, if it has one still, releases what is not defined any more.
        boolean offline = group.state() instanceof GroupState.Offline;
        if (!meant) {
            found.add(new RequestReason.NotSo(BY_NAME, "group " + group.id() + ", which is " + group.state().word()
                    + group.owner().map(node -> " on " + node).orElse("") + ", is not in the file",
                    "put it back into the file, or say --delete " + group.id()));
        } else if (!group.placement().managed()) {
            found.add(group.placement().unmanaged().get().refusal(group.id(),
                    "; nobody would have what runs of it once it is taken out"));
        } else if (!offline) {
            found.add(new RequestReason.NotSo("only what is Offline is removed", group.id() + " is "
                    + group.state().word() + group.owner().map(node -> " on " + node).orElse(""),
                    "baton group offline " + group.id() + ", then apply again"));
        }
    }

    private static void against(NodeImage node, boolean meant, List<Reason> found) {
        if (!meant) {
            found.add(new RequestReason.NotSo(BY_NAME, "node " + node.id() + " is not in the file",
                    "put it back into the file, or say --delete " + node.id()));
        } else if (node.up()) {
            found.add(new RequestReason.NotSo("only a node that is down is removed", node.id() + " is up",
                    "stop batond on " + node.id() + " first"));
        }
    }

    private RequestReason unknown(String name) {
        boolean kept = document.groups().keySet().stream().anyMatch(id -> id.value().equals(name))
                || document.nodes().keySet().stream().anyMatch(id -> id.value().equals(name));
        return new RequestReason.NotSo(BY_NAME, kept ? name + " is to be deleted and is in the file"
                : name + " is to be deleted, and there is no such group or node",
                kept ? "take it out of the file, or do not say --delete " + name : "do not say --delete " + name);
    }
}
