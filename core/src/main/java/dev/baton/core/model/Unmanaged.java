package dev.baton.core.model;

import java.util.Optional;

/// That the cluster only observes a group, because a person said so: nothing of it is started, stopped, moved or failed
/// over until somebody has it managed again.
///
/// @param by     who said so
/// @param reason why, where that was said
public record Unmanaged(String by, Optional<String> reason) {

    /// Returns it in a few words, such as `unmanaged by ann: the disk is copied`.
    public String text() {
        return "unmanaged by " + by + reason.map(why -> ": " + why).orElse("");
    }

    /// Returns what ends it.
    public static String wayOut(GroupId group) {
        return "baton group manage " + group;
    }

    /// Returns the refusal of something that would touch the group.
    ///
    /// @param what it is in the way of, after a blank or a mark; empty when that is clear
    public RequestReason refusal(GroupId group, String what) {
        return new RequestReason.NotSo("law 9, intent is kept", group + " is " + text() + what, wayOut(group));
    }
}
