package dev.baton.agent.lease;

import dev.baton.core.model.NodeFacts;

/// What membership asks of the rest of the agent, and tells it.
public interface Inside {

    /// Returns whether every mirror has shown its subtree once.
    boolean informed();

    /// Finds out what this node has, and sees to it that nothing runs here unclaimed; `then` comes when both are so.
    void probe(Runnable then);

    /// Returns what this node says about itself.
    NodeFacts facts();

    /// The node takes part from now on.
    ///
    /// @param adopted whether what an earlier life of the agent left still runs
    void joined(boolean adopted);

    /// The lease runs again, after it had lapsed.
    void prolonged();

    /// The lease is over, or will be before anything could be done: whatever is held is being killed.
    void lapsed();

    /// This incarnation is over: nothing that it began counts any more.
    void abandoned();
}
