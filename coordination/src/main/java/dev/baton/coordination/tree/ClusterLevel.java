package dev.baton.coordination.tree;

import dev.baton.core.model.LevelRange;

/// The protocol level of the cluster service that all members agreed on, and whether it is being raised. Written as a
/// number, such as `1`, and with a fence as `1 towards 2`: one entry, so that one version check of a join covers both.
///
/// @param level   what is spoken now, at least 1
/// @param towards the level itself; or, while a fence stands, the one that is to come: who does not speak it as well
///                does not join
public record ClusterLevel(int level, int towards) {

    /// @throws IllegalArgumentException if the level is below 1, or is to sink
    public ClusterLevel {
        if (level < 1 || towards < level) {
            throw new IllegalArgumentException("a cluster at level " + level + " is not raised towards " + towards);
        }
    }

    /// Returns a level without a fence.
    public static ClusterLevel at(int level) {
        return new ClusterLevel(level, level);
    }

    /// Returns whether a fence stands.
    public boolean fenced() {
        return towards > level;
    }

    /// Returns whether a node of this range may join: it speaks what is spoken now, and what is to come.
    public boolean admits(LevelRange range) {
        return range.speaks(level) && range.speaks(towards);
    }

    /// Returns the level that the text says.
    ///
    /// @throws IllegalArgumentException if it says none
    static ClusterLevel parse(String text) {
        String[] words = text.split(" towards ", 2);
        return words.length == 1 ? at(Integer.parseInt(text))
                : new ClusterLevel(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }

    @Override
    public String toString() {
        return fenced() ? level + " towards " + towards : Integer.toString(level);
    }
}
