package dev.baton.cluster.runner;

import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The way of a run whose plan was overtaken by accidents: it waits until the cluster has settled, lets groups of the
/// half-done stage run where they are, makes a plan from there to the same end, and takes it, or asks a person. Where
/// the cluster comes back to the old plan, that one goes on.
///
/// Journal first: the plan is in the tree, in the same transaction as the entry that proposes it, before the entry that
/// makes it current. A leader that is lost between finds the proposal, and takes it only if it still fits.
final class Replanning {

    /// Who takes a plan that goes beyond nothing that was accepted.
    static final String ITSELF = "the run itself";

    private Replanning() {}

    static Next next(Situation now, String why) {
        if (!turnsBack(now) && StageGate.inTheWayOfTheRest(now).isEmpty()) {
            return new Next.Write(List.of(new Entry.Continued(now.now(), ITSELF)));
        }
        Optional<Next> withdrawn = Jobs.toWithdraw(now, turnsBack(now));
        if (withdrawn.isPresent()) {
            return withdrawn.get();
        }
        Optional<String> unsettled = Settling.of(now);
        Instant patience = now.state().last().plus(Settling.PATIENCE);
        if (unsettled.isPresent() && now.now().isBefore(patience)) {
            return Next.rest(unsettled.get(), Optional.of(patience));
        }
        return OfDrills.home(now, why).or(() -> Compensation.beforeNewPlan(now)).or(() -> proposed(now, why))
                .orElseGet(() -> made(now, why));
    }

    /// Whether the run was turned back, and no plan leads back yet.
    static boolean turnsBack(Situation now) {
        return now.state().rollback().isPresent() && !now.state().onWayBack();
    }

    /// The proposal is good as long as the cluster is the one that it was made for.
    private static Optional<Next> proposed(Situation now, String why) {
        Optional<RunState.Proposal> proposal = now.state().proposal();
        boolean fits = now.proposed().filter(plan -> fits(plan, now)).isPresent();
        if (proposal.isEmpty() || !fits) {
            return Optional.empty();
        }
        List<String> against = proposal.get().against();
        return Optional.of(against.isEmpty()
                ? new Next.Write(List.of(new Entry.Replanned(now.now(), proposal.get().plan(), ITSELF)))
                : Next.forPerson("you: " + (turnsBack(now) ? "plan " + proposal.get().plan().name()
                        + " leads back to where the run began; " : "the cluster has left the plan (" + why + "); plan "
                        + proposal.get().plan().name() + " leads on from here, but ") + String.join("; ", against)
                        + "; baton upgrade approve  |  abort"));
    }

    /// Returns whether the plan was made for the cluster as it is.
    static boolean fits(Plan plan, Situation now) {
        return plan.basis().differences(PlanBasis.of(now.image())).isEmpty();
    }

    private static Next made(Situation now, String why) {
        return switch (now.made().of(now)) {
            case NextPlan.Found(var plan, var against) -> new Next.Propose(plan, against);
            case NextPlan.None(var because) -> Next.forPerson((turnsBack(now)
                    ? "the cluster to be such that a plan leads back; there is none from here: "
                    : "the cluster to be such that a plan leads on from it; it has left the one before (" + why
                    + "), and there is none from here: ")
                    + because.stream().map(Reason::text).distinct().collect(Collectors.joining(" "))
                    + " Or give up:  baton upgrade abort");
        };
    }
}
