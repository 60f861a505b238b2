package dev.baton.core.model;

import java.time.Instant;
import java.util.Optional;

/// A named, owned, expiring reason to leave a node alone. Several stack; each is released by its owner only.
///
/// @param id       unique on its node
/// @param owner    who may release it: a person, [#OPERATOR] or `run <id>`
/// @param reason   for people
/// @param strength what it forbids
/// @param expires  wall-clock time at which it lapses by itself, when it does
public record Hold(HoldId id, String owner, String reason, Strength strength, Optional<Instant> expires) {

    /// What a hold forbids.
    public enum Strength {
        /// No planned placement; an emergency failover may still come here.
        PAUSED,
        /// Nothing starts here.
        CLOSED
    }

    /// Owns what is left to people: whoever comes first may release it.
    public static final String OPERATOR = "operator";

    private static final String RUN = "run ";

    /// Returns the owner name of a run's holds.
    public static String ownedBy(RunId run) {
        return RUN + run;
    }

    /// Returns whether it belongs to a run, which alone releases it (law 9).
    public boolean ofRun() {
        return owner.startsWith(RUN);
    }
}
