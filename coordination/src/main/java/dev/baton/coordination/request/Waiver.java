package dev.baton.coordination.request;

/// The operator's word that one rule shall not stop one request; recorded in the event log.
///
/// @param rule   which: `one-group-per-node`, `frozen`, `paused`, `hold`, `votes`
/// @param reason why, for the record; not blank
public record Waiver(String rule, String reason) {

    /// Law 10: changes of the configuration while a run is on.
    public static final String FROZEN = "frozen";
    /// Law 8: hard anti-affinity.
    public static final String ONE_GROUP_PER_NODE = "one-group-per-node";
    /// Law 9: a paused node receives nothing by plan.
    public static final String PAUSED = "paused";

    /// Law 5, of a change of who has a vote: too many of them, or none to lose.
    public static final String VOTES = "votes";

    /// A hold is released by its owner only.
    public static final String HOLD = "hold";

    /// @throws IllegalArgumentException if the reason is blank
    public Waiver {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an override needs a reason, for the record");
        }
    }
}
