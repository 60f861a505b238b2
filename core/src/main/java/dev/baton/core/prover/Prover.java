package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.MajorityLoss;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;

/// Walks every prefix of a plan with the one meaning of its steps, and judges each by every law. Bounded and complete
/// for single node failures: no sampling, no search but the matching of one lost node's groups.
public final class Prover {

    /// More groups are counted in a sentence, not named.
    private static final int NAMED = 12;

    private Prover() {}

    /// Returns whether the plan keeps every law when it is carried out from `image`.
    public static Proof prove(Plan plan, ClusterImage image) {
        return prove(plan, image, Optional.empty(), Beside.IN_TURN);
    }

    /// Returns whether the plan keeps every law, and its report says the truth about cover.
    ///
    /// @param reported what the report says: how long each group has no takeover target, others left out
    public static Proof prove(Plan plan, ClusterImage image, SortedMap<GroupId, Duration> reported) {
        return prove(plan, image, reported, Beside.IN_TURN);
    }

    /// Returns the same for one who has threads to give.
    public static Proof prove(Plan plan, ClusterImage image, SortedMap<GroupId, Duration> reported, Beside beside) {
        return prove(plan, image, Optional.of(reported), beside);
    }

    private static Proof prove(Plan plan, ClusterImage image, Optional<SortedMap<GroupId, Duration>> reported,
            Beside beside) {
        List<PlanBasis.Difference> differences = plan.basis().differences(PlanBasis.of(image));
        if (!differences.isEmpty()) {
            return new Proof.Unproven("the plan was made for a cluster where " + differences.getFirst().planned()
                    + "; here " + differences.getFirst().now());
        }
        try {
            return walk(plan, image, reported, beside);
        } catch (IllegalArgumentException unknownName) {
            return new Proof.Unproven(String.valueOf(unknownName.getMessage()));
        }
    }

    private static Proof walk(Plan plan, ClusterImage image, Optional<SortedMap<GroupId, Duration>> reported,
            Beside beside) {
        CoverHistory history = CoverHistory.of(image, plan);
        Supplier<Checked> checked = beside.begin(() -> Checked.of(plan, image, history));
        Announcement announced = Announcement.of(plan, history);
        Trace trace = Trace.begin(plan.spec(), announced, image);
        Retreat retreat = new Retreat(plan);
        int index = 0;
        for (Stage stage : plan.stages()) {
            List<Trace> traces = new ArrayList<>(List.of(trace));
            for (Step step : stage.steps()) {
                ClusterImage after = history.image(index + 1);
                List<Rulebook.Broken> broken = new ArrayList<>(
                        Rulebook.broken(trace, step, after, history.lostBy(index)));
                inVain(trace.before(), step).ifPresent(broken::add);
                untrue(trace.before(), step).ifPresent(broken::add);
                if (!broken.isEmpty()) {
                    return new Proof.Broken(broken.getFirst().law(), Optional.of(new Plan.Position(index, stage, step)),
                            after, reasons(broken), prefix(plan, index));
                }
                trace = trace.then(step, after);
                traces.add(trace);
                index++;
            }
            retreat.from(stage, traces, index - stage.steps().size());
        }
        List<Rulebook.Broken> atEnd = trace.finalized() ? List.of() : Rulebook.brokenAtEnd(trace);
        if (!atEnd.isEmpty()) {
            return new Proof.Broken(atEnd.getFirst().law(), Optional.empty(), trace.before(), reasons(atEnd),
                    plan.stages());
        }
        return survive(plan, announced, history, retreat, reported, checked.get());
    }

    /// What single failures would do, and what is wrong with the certificate that says so.
    private record Checked(Survival survival, List<String> faults) {
        static Checked of(Plan plan, ClusterImage image, CoverHistory history) {
            Survival survival = Survival.of(plan, history);
            return new Checked(survival, CertificateCheck.faults(plan, image, survival.certificate()));
        }
    }

    /// A self-test that expects what the plan does not install can only fail: the run would stop there (law 12).
    private static Optional<Rulebook.Broken> inVain(ClusterImage before, Step step) {
        return step instanceof Step.SelfTest(var node, var product, var expected)
                && !before.node(node).version(product).equals(Optional.of(expected))
                ? Optional.of(new Rulebook.Broken(Rulebook.law(12), List.of(new StepReason.LawBroken(12,
                        Rulebook.law(12).name(), "the self-test of " + product + " on " + node + " expects " + expected
                        + ", and the plan leaves it at " + before.node(node).version(product).map(Version::value)
                                .orElse("an unknown version"), "plan again: baton plan")))) : Optional.empty();
    }

    /// A restart that is said to silence groups which it does not silence: the outages of the plan are no longer those
    /// that clients see (law 5). Those that it silences without saying so are the law's own business.
    private static Optional<Rulebook.Broken> untrue(ClusterImage before, Step step) {
        if (!(step instanceof Step.Restart(var node, _, var said)) || said.isEmpty()) {
            return Optional.empty();
        }
        SortedSet<GroupId> silent = MajorityLoss.of(before, node);
        List<String> wrong = said.stream().map(Step.GivenUp::group).filter(group -> !silent.contains(group))
                .map(GroupId::value).toList();
        return wrong.isEmpty() ? Optional.empty() : Optional.of(new Rulebook.Broken(Rulebook.law(5), List.of(
                new StepReason.LawBroken(5, Rulebook.law(5).name(), "the plan says that " + String.join(" ", wrong)
                        + " would fall silent while " + node + " restarts, and the votes that are left keep "
                        + (wrong.size() == 1 ? "it" : "them") + " running", "plan again: baton plan"))));
    }

    /// Every law holds; now the single failures, the figures of the report, and the ways back.
    private static Proof survive(Plan plan, Announcement announced, CoverHistory history, Retreat retreat,
            Optional<SortedMap<GroupId, Duration>> reported, Checked checked) {
        Survival survival = checked.survival();
        if (!checked.faults().isEmpty()) {
            return new Proof.Unproven("the certificate does not check: " + checked.faults().getFirst());
        }
        Optional<SortedMap<GroupId, Duration>> untrue = reported.filter(said -> !said.equals(survival.exposure()));
        if (untrue.isPresent()) {
            return new Proof.Broken(Rulebook.law(4), Optional.empty(), history.states().getLast().image(),
                    List.of(new StepReason.LawBroken(4, Rulebook.law(4).name(), "the report says "
                            + sentence(untrue.get()) + "; it is " + sentence(survival.exposure()),
                            "plan again: baton plan")), plan.stages());
        }
        if (retreat.broken().isPresent()) {
            return retreat.broken().get();
        }
        return new Proof.Holds(survival.certificate(), announced, survival.exposure(),
                new Proof.Figures(Rulebook.laws().size(), plan.stages().size(), history.states().size(),
                        survival.failures(), retreat.waysBack()), retreat.noReturn());
    }

    static List<Reason> reasons(List<Rulebook.Broken> broken) {
        return broken.stream().flatMap(law -> law.reasons().stream()).toList();
    }

    private static String sentence(SortedMap<GroupId, Duration> exposure) {
        List<String> words = new ArrayList<>();
        exposure.forEach((group, time) -> words.add(group + " " + Durations.text(time)));
        String more = words.size() > NAMED ? " and " + (words.size() - NAMED) + " more groups" : "";
        return words.isEmpty() ? "that every group is always covered"
                : String.join(", ", words.subList(0, Math.min(NAMED, words.size()))) + more + " without cover";
    }

    /// The stages to the step of that index, the last one cut after it.
    static List<Stage> prefix(Plan plan, int index) {
        List<Stage> stages = new ArrayList<>();
        int left = index + 1;
        for (Stage stage : plan.stages()) {
            if (left <= 0) {
                break;
            }
            stages.add(new Stage(stage.number(), stage.subject(),
                    stage.steps().subList(0, Math.min(left, stage.steps().size())), stage.takes(), stage.because()));
            left -= stage.steps().size();
        }
        return stages;
    }
}
