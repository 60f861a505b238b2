package dev.baton.cluster.controller;

import dev.baton.coordination.tree.Json;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.rules.FrozenDuringRun;
import java.util.Optional;

/// The plan that this leader is about to name in a record, with the cluster that it begins on. One that is too long for
/// a single transaction takes several turns; the cluster that is stored with it stays that of the first of them as long
/// as nothing changes that matters to the plan. Soft state: whoever leads next removes what was stored and begins anew.
final class Drafts {

    private Optional<Draft> current = Optional.empty();
    private boolean wanted;

    /// @param start the cluster when it was drafted
    private record Draft(Plan plan, ClusterImage start, Blobs.Blob blob) {
        boolean fits(Plan other, ClusterImage now) {
            return plan.equals(other) && PlanBasis.between(start, now).isEmpty()
                    && FrozenDuringRun.changes(start, now).isEmpty();
        }
    }

    /// Returns the document of a plan that begins on the cluster as it is.
    Blobs.Blob of(Turn turn, Plan plan) {
        ClusterImage now = turn.image();
        Draft draft = current.filter(known -> known.fits(plan, now)).orElseGet(() -> new Draft(plan, now,
                Blobs.Blob.of(Json.text(new RunBook.Document(plan, now)))));
        current = draft.blob().ahead() ? Optional.of(draft) : Optional.empty();
        wanted = true;
        return draft.blob();
    }

    /// What was drafted is not going to be named.
    void drop() {
        current = Optional.empty();
    }

    /// Removes what was stored ahead and is not wanted any more, in a turn in which nothing else is written: whoever
    /// wanted a draft had the chance to say so.
    void sweep(Turn turn) {
        if (turn.writes().isEmpty() && turn.ahead().isEmpty()) {
            current = current.filter(_ -> wanted);
            wanted = false;
            Blobs.sweep(turn, current.map(draft -> draft.blob().digest()));
        }
    }
}
