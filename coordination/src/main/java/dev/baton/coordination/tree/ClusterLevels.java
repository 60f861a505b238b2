package dev.baton.coordination.tree;

import dev.baton.core.model.LevelRange;

/// The levels of the cluster service, oldest first. What a level brings is written only in a cluster that is at it, and
/// read by every build that speaks it.
///
/// To add one: (1) append its sentence to [#brings], (2) raise the upper bound of [#BUILD], (3) let each record that
/// changes choose its form by the level, and read both. A level is never taken out before the lower bound has passed
/// it, and the lower bound passes it only in a later release.
public final class ClusterLevels {

    /// What this build speaks.
    public static final LevelRange BUILD = new LevelRange(1, 2);

    private ClusterLevels() {}

    /// Returns in one sentence what a level brings.
    public static String brings(int level) {
        return switch (level) {
            case 1 -> "the first level";
            case 2 -> "heartbeats, which are nearly all that a cluster at rest writes, take half as many bytes";
            default -> "unknown to this version of Baton";
        };
    }
}
