package dev.baton.core.screen;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.Windows;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.rehearsal.Assumptions;
import dev.baton.core.rules.WindowFit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A plan and its report as programs read them: `baton plan --json`. Units are in the names; groups go by their names.
///
/// @param verdict       what the prover said: `PROVED`, `BROKEN` or `UNPROVEN`
/// @param verdictText   the prover's sentence
/// @param lowerBound    no plan has fewer outages
/// @param minutesWithoutService what to expect, planned and by failures, with what was taken for granted
/// @param howKnown      how optimality is known, or what is known instead
/// @param safeRests     after which stages every group is covered; 0 is before the first
/// @param windowHours   when the run may work, as the upgrade's file says; none means always
/// @param windows       what each window is used for, as long as every one is as long as the longest and the run begins
///                      with one; none where the upgrade names none
/// @param steps         the stages, as screens number them
public record PlanView(String upgrade, String preset, String verdict, String verdictText, int outages, int lowerBound,
        boolean optimal, String howKnown, double exposureGroupMinutes, double leastExposureGroupMinutes,
        double makespanMinutes, Expected minutesWithoutService, int waves, Optional<Integer> pointOfNoReturn,
        List<Integer> safeRests, String votes, SortedMap<String, Integer> outagesByGroup,
        SortedMap<String, Double> exposureByGroup, List<String> windowHours, List<Window> windows, List<Line> steps) {

    public PlanView {
        safeRests = List.copyOf(safeRests);
        windowHours = List.copyOf(windowHours);
        windows = List.copyOf(windows);
        steps = List.copyOf(steps);
    }

    /// What is done in one window, without a rest in between; then the run rests until the next one opens.
    ///
    /// @param n               from 1
    /// @param fromStep        its first step
    /// @param toStep          its last
    /// @param takesMinutes    how long these take together
    /// @param longestMinutes  how long the longest window is
    /// @param fits            whether that is enough: a plan with one that is not is refused by `start`
    public record Window(int n, int fromStep, int toStep, double takesMinutes, double longestMinutes, boolean fits) {}

    /// One stage.
    ///
    /// @param kind      `upgrade`, `move`, `convert`, `detach` or `pause`
    /// @param window    in which it is done; absent where the upgrade has no windows
    /// @param startsAfterMinutes how long after the beginning of its window, or of the run, it begins as planned;
    ///                  waits for people are not counted
    /// @param outages   groups whose clients notice something
    /// @param uncovered groups that nobody could take meanwhile
    /// @param actions   the steps in it, in order, such as `install evs 2.0 on node4 (expects 1.0)`
    public record Line(int n, String kind, String title, Optional<Integer> window, double startsAfterMinutes,
            double takesMinutes, List<String> outages, List<String> uncovered, String ifOneMoreFails, String because,
            List<String> actions) {}

    /// Returns the view of a plan.
    ///
    /// @param image that the plan was made for
    public static PlanView of(ClusterImage image, Plan plan, PlanReport report, String verdict, String verdictText) {
        TreeMap<String, Integer> outages = new TreeMap<>();
        report.outagesByGroup().forEach((group, count) -> outages.put(group.value(), count));
        TreeMap<String, Double> exposure = new TreeMap<>();
        report.exposureByGroup().forEach((group, time) -> exposure.put(group.value(), minutes(time)));
        List<Window> windows = windows(image, plan);
        return new PlanView(plan.spec().name(), report.preset().word(), verdict, verdictText, report.outages(),
                report.leastOutages().value(), report.optimal(), report.howKnown(), minutes(report.exposure()),
                minutes(report.leastExposure().value()), minutes(report.makespan()),
                Expected.of(report, Assumptions.USUAL),
                report.waves(),
                report.pointOfNoReturn().stream().boxed().findFirst(), report.safeRests(), report.votes(), outages,
                exposure, plan.spec().windows().map(hours -> hours.all().stream().map(Windows.Window::text).toList())
                        .orElse(List.of()), windows, lines(plan, report, windows));
    }

    private static List<Window> windows(ClusterImage image, Plan plan) {
        List<Window> windows = new ArrayList<>();
        WindowFit.of(image, plan).ifPresent(fit -> {
            Duration longest = fit.windows().longest();
            int from = 1;
            for (int last : Stream.concat(fit.rests().stream(), Stream.of(plan.stages().size())).toList()) {
                Duration takes = plan.stages().subList(from - 1, last).stream().map(Stage::takes)
                        .reduce(Duration.ZERO, Duration::plus);
                windows.add(new Window(windows.size() + 1, from, last, minutes(takes), minutes(longest),
                        takes.compareTo(longest) <= 0));
                from = last + 1;
            }
        });
        return windows;
    }

    private static List<Line> lines(Plan plan, PlanReport report, List<Window> windows) {
        List<Line> lines = new ArrayList<>();
        Duration since = Duration.ZERO;
        for (Stage stage : plan.stages()) {
            Optional<Window> window = windows.stream().filter(one -> one.fromStep() <= stage.number()
                    && stage.number() <= one.toStep()).findFirst();
            since = window.filter(one -> one.fromStep() == stage.number()).isPresent() ? Duration.ZERO : since;
            lines.add(line(stage, report, window.map(Window::n), since));
            since = since.plus(stage.takes());
        }
        return lines;
    }

    private static Line line(Stage stage, PlanReport report, Optional<Integer> window, Duration since) {
        PlanReport.Outlook outlook = report.outlooks().get(stage.number() - 1);
        return new Line(stage.number(), kind(stage), stage.title(), window, minutes(since), minutes(stage.takes()),
                stage.outages().stream().map(GroupId::value).toList(),
                outlook.uncovered().stream().map(GroupId::value).toList(), outlook.sentence(), stage.because(),
                stage.steps().stream().map(Step::describe).toList());
    }

    private static String kind(Stage stage) {
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode _, Stage.Subject.UpgradeNodes _ -> "upgrade";
            case Stage.Subject.MoveGroup _ -> "move";
            case Stage.Subject.Canary _ -> "canary";
            case Stage.Subject.ConvertGroup _ -> "convert";
            case Stage.Subject.DetachGroup _ -> "detach";
            case Stage.Subject.SaveTogether _ -> "save";
            case Stage.Subject.Pause _ -> "pause";
        };
    }

    private static double minutes(Duration time) {
        return time.toMillis() / 60_000.0;
    }
}
