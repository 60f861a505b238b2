package dev.baton.core.screen;

import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.rehearsal.Assumptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A plan and its report as programs read them: `baton plan --json`. Units are in the names; groups go by their names.
///
/// @param verdict       what the prover said: `PROVED`, `BROKEN` or `UNPROVEN`
/// @param verdictText   the prover's sentence
/// @param lowerBound    no plan has fewer outages
/// @param minutesWithoutService what to expect, planned and by failures, with what was taken for granted
/// @param howKnown      how optimality is known, or what is known instead
/// @param safeRests     after which stages every group is covered; 0 is before the first
/// @param steps         the stages, as screens number them
public record PlanView(String upgrade, String preset, String verdict, String verdictText, int outages, int lowerBound,
        boolean optimal, String howKnown, double exposureGroupMinutes, double leastExposureGroupMinutes,
        double makespanMinutes, Expected minutesWithoutService, int waves, Optional<Integer> pointOfNoReturn,
        List<Integer> safeRests, String votes, SortedMap<String, Integer> outagesByGroup,
        SortedMap<String, Double> exposureByGroup, List<Line> steps) {

    public PlanView {
        safeRests = List.copyOf(safeRests);
        steps = List.copyOf(steps);
    }

    /// One stage.
    ///
    /// @param kind      `upgrade`, `move`, `convert`, `detach` or `pause`
    /// @param outages   groups whose clients notice something
    /// @param uncovered groups that nobody could take meanwhile
    /// @param actions   the steps in it, in order, such as `install evs 2.0 on node4 (expects 1.0)`
    public record Line(int n, String kind, String title, double takesMinutes, List<String> outages,
            List<String> uncovered, String ifOneMoreFails, String because, List<String> actions) {}

    /// Returns the view of a plan.
    public static PlanView of(Plan plan, PlanReport report, String verdict, String verdictText) {
        TreeMap<String, Integer> outages = new TreeMap<>();
        report.outagesByGroup().forEach((group, count) -> outages.put(group.value(), count));
        TreeMap<String, Double> exposure = new TreeMap<>();
        report.exposureByGroup().forEach((group, time) -> exposure.put(group.value(), minutes(time)));
        List<Line> lines = plan.stages().stream().map(stage -> line(stage, report)).toList();
        return new PlanView(plan.spec().name(), report.preset().word(), verdict, verdictText, report.outages(),
                report.leastOutages().value(), report.optimal(), report.howKnown(), minutes(report.exposure()),
                minutes(report.leastExposure().value()), minutes(report.makespan()),
                Expected.of(report, Assumptions.USUAL),
                report.waves(),
                report.pointOfNoReturn().stream().boxed().findFirst(), report.safeRests(), report.votes(), outages,
                exposure, lines);
    }

    private static Line line(Stage stage, PlanReport report) {
        PlanReport.Outlook outlook = report.outlooks().get(stage.number() - 1);
        return new Line(stage.number(), kind(stage), stage.title(), minutes(stage.takes()),
                stage.outages().stream().map(GroupId::value).toList(),
                outlook.uncovered().stream().map(GroupId::value).toList(), outlook.sentence(), stage.because(),
                stage.steps().stream().map(Step::describe).toList());
    }

    private static String kind(Stage stage) {
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode _, Stage.Subject.UpgradeNodes _ -> "upgrade";
            case Stage.Subject.MoveGroup _ -> "move";
            case Stage.Subject.ConvertGroup _ -> "convert";
            case Stage.Subject.DetachGroup _ -> "detach";
            case Stage.Subject.Pause _ -> "pause";
        };
    }

    private static double minutes(Duration time) {
        return time.toMillis() / 60_000.0;
    }
}
