package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.List;
import java.util.Optional;

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
        List<PlacementReason> against = Candidates.against(before, before.group(id), before.node(to),
                Candidates.Purpose.PLANNED);
        if (against.isEmpty()) {
            return Verdict.yes();
        }
        boolean restores = trace.undoing() && trace.start().group(id).owner().equals(Optional.of(to));
        List<Reason> reasons = against.stream().filter(reason -> mine(reason) && !(restores && ofCompany(reason)))
                .map(Reason.class::cast).toList();
        return Verdict.of(reasons);
    }

    /// Whether the reason is in who else is there. On the way back to where a group was at the start it does not count:
    /// the cluster was so before.
    private static boolean ofCompany(PlacementReason reason) {
        return reason instanceof PlacementReason.Occupied || reason instanceof PlacementReason.KeptApart
                || reason instanceof PlacementReason.NoRoom;
    }

    private static boolean mine(PlacementReason reason) {
        return switch (reason) {
            case PlacementReason.NotUp _, PlacementReason.IsWitness _, PlacementReason.NotPossible _,
                    PlacementReason.Occupied _, PlacementReason.TakenBy _, PlacementReason.KeptApart _,
                    PlacementReason.NoRoom _ -> true;
            case PlacementReason.Detached _, PlacementReason.Unmanaged _, PlacementReason.Held _,
                    PlacementReason.CannotOpen _, PlacementReason.MixedVersions _ -> false;
        };
    }
}
