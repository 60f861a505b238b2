package dev.baton.core.planner;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What changes while an upgrade goes on: which nodes are changed, which groups are converted, who owns what. Never
/// changed once made, although its array could be; one answer is remembered.
final class Board {
    private final long upgraded;
    private final long converted;
    private final int[] owner;
    private final int hash;
    private int exposed = -1;

    Board(long upgraded, long converted, int[] owner) {
        this.upgraded = upgraded;
        this.converted = converted;
        this.owner = owner;
        long mixed = (upgraded * 0x9E3779B97F4A7C15L) ^ (converted * 0xC2B2AE3D27D4EB4FL);
        for (int at : owner) {
            mixed = (mixed ^ at) * 0x100000001B3L;
        }
        this.hash = Long.hashCode(mixed ^ (mixed >>> 29));
    }

    static Board start(Problem problem) {
        return new Board(0, 0, problem.owner);
    }

    /// Returns the nodes that were changed since the start.
    long upgraded() {
        return upgraded;
    }

    /// Returns the groups that were converted since the start.
    long converted() {
        return converted;
    }

    /// Returns where each group is, or -1; not to be written to.
    int[] owner() {
        return owner;
    }

    /// Returns how many groups nobody could take if the run rested here; asked once.
    int exposed(Masks masks) {
        if (exposed < 0) {
            exposed = masks.problem.detached
                    + Long.bitCount(masks.uncovered(upgraded, converted, owner, -1));
        }
        return exposed;
    }

    /// Returns the board after the act, which is legal on this one.
    Board after(Act act, Masks masks) {
        return switch (act) {
            case Act.Upgrade(var node) -> {
                long changed = upgraded | (1L << node);
                yield new Board(changed, converted | masks.follows(node, changed, converted, owner), owner);
            }
            case Act.Convert(var group) -> new Board(upgraded, converted | (1L << group), owner);
            case Act.Move(var group, _, var to, var convert) -> {
                int[] moved = owner.clone();
                moved[group] = to;
                yield new Board(upgraded, convert ? converted | (1L << group) : converted, moved);
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Board board && board.upgraded == upgraded && board.converted == converted
                && Arrays.equals(board.owner, owner);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "Board[" + Long.toBinaryString(upgraded) + ", " + Long.toBinaryString(converted) + ", "
                + Arrays.toString(owner) + "]";
    }
}
