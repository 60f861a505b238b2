package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.StepReason;
import dev.baton.core.plan.Beside;
import dev.baton.core.plan.Durations;
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
import java.util.function.Supplier;

/// Walks every prefix of a plan with the one meaning of its steps, and judges each by every law. Bounded and complete
/// for single node failures: no sampling, no search but the matching of one lost node's groups.
public final class Prover {

    /// More groups are counted in a sentence, not named.
    private static final int NAMED = 12;

    private Prover() {}

    /// Returns whether the plan keeps every law when it is carried out from `image`.
    public static Proof prove(Plan plan, ClusterImage image) {
        return prove(plan, image, Optional.empty(), Optional.empty(), Beside.IN_TURN);
    }

    /// Returns whether the plan keeps every law, and its report says the truth about cover.
    ///
    /// @param reported what the report says: how long each group has no takeover target, others left out
    public static Proof prove(Plan plan, ClusterImage image, SortedMap<GroupId, Duration> reported) {
        return prove(plan, image, reported, Beside.IN_TURN);
    }

    /// Returns the same for one who has threads to give.
    public static Proof prove(Plan plan, ClusterImage image, SortedMap<GroupId, Duration> reported, Beside beside) {
        return prove(plan, image, Optional.empty(), Optional.of(() -> reported), beside);
    }

    /// Returns the same for one who has the history of the plan already, while the report is still being written.
    ///
    /// @param reported asked for once, when no law is broken
    public static Proof prove(Plan plan, ClusterImage image, CoverHistory history,
            Supplier<SortedMap<GroupId, Duration>> reported, Beside beside) {
        return prove(plan, image, Optional.of(history), Optional.of(reported), beside);
    }

    private static Proof prove(Plan plan, ClusterImage image, Optional<CoverHistory> history,
            Optional<Supplier<SortedMap<GroupId, Duration>>> reported, Beside beside) {
        List<PlanBasis.Difference> differences = plan.basis().differences(PlanBasis.of(image));
        if (!differences.isEmpty()) {
            return new Proof.Unproven("the plan was made for a cluster where " + differences.getFirst().planned()
                    + "; here " + differences.getFirst().now());
        }
        try {
            return walk(plan, image, history, reported, beside);
        } catch (IllegalArgumentException unknownName) {
            return new Proof.Unproven(String.valueOf(unknownName.getMessage()));
        }
    }

    private static Proof walk(Plan plan, ClusterImage image, Optional<CoverHistory> made,
            Optional<Supplier<SortedMap<GroupId, Duration>>> reported, Beside beside) {
        CoverHistory history = made.filter(known -> known.isOf(plan, image))
                .orElseGet(() -> CoverHistory.of(image, plan));
        Supplier<Checked> checked = beside.begin(() -> Checked.of(plan, history));
        Announcement announced = Announcement.of(plan, history);
        List<Trace> traces = traces(Trace.begin(plan.spec(), announced, image), history);
        Trace last = traces.getLast();
        Supplier<List<Rulebook.Broken>> end = beside.begin(() ->
                last.finalized() ? List.of() : Rulebook.brokenAtEnd(last));
        Ways ways = Ways.NONE;
        for (Supplier<Stretch> next : Stretch.of(plan, traces, history, beside)) {
            Stretch stretch = next.get();
            if (stretch.broken().isPresent()) {
                return stretch.broken().get();
            }
            ways = ways.and(stretch.retreat());
        }
        List<Rulebook.Broken> atEnd = end.get();
        if (!atEnd.isEmpty()) {
            return new Proof.Broken(atEnd.getFirst().law(), Optional.empty(), last.before(), reasons(atEnd),
                    plan.stages());
        }
        return survive(plan, announced, history, ways, reported, checked.get());
    }

    /// What happened before each step, and after the last.
    private static List<Trace> traces(Trace begin, CoverHistory history) {
        List<Trace> traces = new ArrayList<>(history.states().size());
        Trace trace = begin;
        traces.add(trace);
        for (Step step : history.steps()) {
            trace = trace.then(step, history.image(traces.size()));
            traces.add(trace);
        }
        return traces;
    }

    /// The ways back of stretches that follow each other.
    ///
    /// @param broken   one that is not legal, or does not arrive
    /// @param noReturn the first step that cannot be undone
    /// @param walked   from how many states a way back was walked
    private record Ways(Optional<Proof.Broken> broken, Optional<Proof.NoReturn> noReturn, int walked) {
        static final Ways NONE = new Ways(Optional.empty(), Optional.empty(), 0);

        Ways and(Retreat next) {
            return broken.isPresent() || noReturn.isPresent() ? this
                    : new Ways(next.broken(), next.noReturn(), walked + next.waysBack());
        }
    }

    /// What single failures would do, and what is wrong with the certificate that says so.
    private record Checked(Survival survival, List<String> faults) {
        static Checked of(Plan plan, CoverHistory history) {
            Survival survival = Survival.of(plan, history);
            return new Checked(survival, CertificateCheck.faults(history.images(), survival.certificate()));
        }
    }

    /// Every law holds; now the single failures, the figures of the report, and the ways back.
    private static Proof survive(Plan plan, Announcement announced, CoverHistory history, Ways ways,
            Optional<Supplier<SortedMap<GroupId, Duration>>> reported, Checked checked) {
        Survival survival = checked.survival();
        if (!checked.faults().isEmpty()) {
            return new Proof.Unproven("the certificate does not check: " + checked.faults().getFirst());
        }
        Optional<SortedMap<GroupId, Duration>> untrue = reported.map(Supplier::get)
                .filter(said -> !said.equals(survival.exposure()));
        if (untrue.isPresent()) {
            return new Proof.Broken(Rulebook.law(4), Optional.empty(), history.states().getLast().image(),
                    List.of(new StepReason.LawBroken(4, Rulebook.law(4).name(), "the report says "
                            + sentence(untrue.get()) + "; it is " + sentence(survival.exposure()),
                            "plan again: baton plan")), plan.stages());
        }
        if (ways.broken().isPresent()) {
            return ways.broken().get();
        }
        return new Proof.Holds(survival.certificate(), announced, survival.exposure(),
                new Proof.Figures(Rulebook.laws().size(), plan.stages().size(), history.states().size(),
                        survival.failures(), ways.walked()), ways.noReturn());
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
