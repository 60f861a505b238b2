package dev.baton.console;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ResourceState;

/// A state as it is shown: a word, and a shape beside it that says the same without colour.
///
/// @param word for people
/// @param icon name of the shape: `online`, `partial`, `offline`, `pending`, `failed`, `paused`
public record Mark(String word, String icon) {

    static Mark of(GroupState state) {
        return switch (state) {
            case GroupState.Online _ -> new Mark(state.word(), "online");
            case GroupState.Partial _ -> new Mark(state.word(), "partial");
            case GroupState.Offline _ -> new Mark(state.word(), "offline");
            case GroupState.Pending _ -> new Mark(state.word(), "pending");
            case GroupState.Failed _ -> new Mark(state.word(), "failed");
        };
    }

    /// Returns the mark of a group: its state, but where the cluster does not run it, or only observes it.
    static Mark of(GroupImage group) {
        boolean aside = group.placement().detached() || !group.placement().managed();
        return aside ? new Mark(group.word(), group.state() instanceof GroupState.Failed ? "failed" : "paused")
                : of(group.state());
    }

    static Mark of(ResourceState state) {
        return switch (state) {
            case ONLINE -> new Mark(state.word(), "online");
            case OFFLINE -> new Mark(state.word(), "offline");
            case STARTING, STOPPING -> new Mark(state.word(), "pending");
            case FAILED, STUCK -> new Mark(state.word(), "failed");
        };
    }

    static Mark of(NodeImage node) {
        if (node.up() && node.held()) {
            return new Mark("Paused", "paused");
        }
        return switch (node.membership()) {
            case UP -> new Mark(node.membership().word(), "online");
            case DOWN -> new Mark(node.membership().word(), "failed");
            case ABSENT -> new Mark(node.membership().word(), "offline");
        };
    }

    /// Returns the mark of a run's status, or of the state of one of its steps.
    static Mark ofRun(String word) {
        return switch (word) {
            case "done", "finished" -> new Mark(word, "online");
            case "failed", "stopped" -> new Mark(word, "failed");
            case "waiting", "paused" -> new Mark(word, "paused");
            case "aborted", "rolled-back" -> new Mark(word, "partial");
            case "pending" -> new Mark(word, "offline");
            default -> new Mark(word, "pending");
        };
    }
}
