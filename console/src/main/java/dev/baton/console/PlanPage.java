package dev.baton.console;

import dev.baton.core.plan.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A plan that was made here.
///
/// @param result what came of planning
/// @param start  starts it; empty when that is refused
public record PlanPage(Frame frame, Planned result, List<Menu.Item> start, List<Fact> facts) {

    static PlanPage of(Known known, Planned result) {
        return switch (result) {
            case Planned.Shown shown -> new PlanPage(Frame.of(known, "Plan " + shown.document().digest(),
                    Paths.plan(shown.document().digest())), shown, shown.startable() ? List.of(Menu.item(
                    Verb.START_RUN, Map.of("plan", shown.document().digest()), "\u2026")) : List.of(), facts(shown));
            case Planned.None _, Planned.Mistaken _ -> new PlanPage(Frame.of(known, "Plan", Paths.UPGRADES), result,
                    List.of(), List.of());
        };
    }

    private static List<Fact> facts(Planned.Shown shown) {
        var view = shown.view();
        return List.of(new Fact("Outages", view.outages() + (view.outages() == view.lowerBound()
                        ? ", fewer is impossible" : ", at least " + view.lowerBound()), ""),
                new Fact("No failover", minutes(view.exposureGroupMinutes()) + " over all groups, at least "
                        + minutes(view.leastExposureGroupMinutes()), ""),
                new Fact("Takes", minutes(view.makespanMinutes()), ""),
                new Fact("No return", view.pointOfNoReturn().map(step -> "after step " + step)
                        .orElse("none: it can be undone from every step"), ""),
                new Fact("Safe to rest", rests(view.safeRests()), ""),
                new Fact("Votes", view.votes(), ""),
                new Fact("Preset", view.preset(), ""),
                new Fact("Expected", view.minutesWithoutService().figure() + " without service", ""));
    }

    private static String rests(List<Integer> stages) {
        return stages.isEmpty() ? "nowhere" : stages.size() > 12 ? "after " + stages.size() + " of the steps"
                : "after steps " + String.join(", ", stages.stream().map(String::valueOf).toList());
    }

    private static String minutes(double minutes) {
        return Durations.text(Duration.ofMillis((long) (minutes * 60_000)));
    }

    /// Returns how long a step takes, as the command line says it.
    public String takes(double minutes) {
        return minutes(minutes);
    }

    /// Returns where the picture is.
    public String picture() {
        return frame.path() + "/picture.svg";
    }

    /// Returns where the plan is rehearsed.
    public String rehearsal() {
        return frame.path() + "/rehearsal";
    }

    /// Returns where it is said whether the plan can be started now.
    public String checks() {
        return frame.path() + "/checks";
    }

    /// Returns where the document is.
    public String document() {
        return frame.path() + "/plan.json";
    }
}
