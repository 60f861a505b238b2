package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.List;

/// Law 8 for moves; automatic failover goes by the same [Candidates], and a group without a legal node stays failed and
/// says why.
public final class LegalPlacement implements Rule {

    @Override
    public int number() {
        return 8;
    }

    @Override
    public String name() {
        return "placement";
    }

    @Override
    public String law() {
        return "Possible owners, hard anti-affinity and capacity are never violated, in failover either.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        if (!(step instanceof Step.Move(var id, _, var to))) {
            return Verdict.yes();
        }
        ClusterImage before = trace.before();
        List<Reason> reasons = Candidates.against(before, before.group(id), before.node(to), Candidates.Purpose.PLANNED)
                .stream().filter(LegalPlacement::mine).map(Reason.class::cast).toList();
        return Verdict.of(reasons);
    }

    private static boolean mine(PlacementReason reason) {
        return switch (reason) {
            case PlacementReason.NotUp _, PlacementReason.IsWitness _, PlacementReason.NotPossible _,
                    PlacementReason.Occupied _, PlacementReason.TakenBy _, PlacementReason.KeptApart _,
                    PlacementReason.NoRoom _ -> true;
            case PlacementReason.Held _, PlacementReason.CannotOpen _, PlacementReason.MixedVersions _ -> false;
        };
    }
}
