package dev.baton.agent.loop;

import dev.baton.coordination.CoordinationEvent;
import java.util.List;

/// The answer to a transaction.
public sealed interface Written {

    /// It took effect.
    ///
    /// @param versions of the entries, in the order of the operations
    record Committed(List<Integer> versions) implements Written {}

    /// It did not and will not take effect.
    ///
    /// @param op  which operation was refused first, from 0
    /// @param why what stood against it
    record Refused(int op, CoordinationEvent.Refusal why) implements Written {}

    /// It took effect, or will, or never does.
    record Unclear() implements Written {}
}
