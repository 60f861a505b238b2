package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.QuietTime;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// How a plan fits the upgrade's windows. It rests where every group is covered that was covered at the start, and
/// where nobody's users are silenced and no canary is out; between two such places nothing is interrupted, so that the
/// longest of these stretches must fit into a window.
///
/// @param windows of the upgrade
/// @param longest from this stage to that one nothing may rest, and that takes longest
/// @param rests   after which stages it rests when every window is as long as the longest one, and begun at its
///                beginning
public record WindowFit(Windows windows, Stretch longest, List<Integer> rests) {

    public WindowFit {
        rests = List.copyOf(rests);
    }

    /// Stages that follow each other at once, both included.
    public record Stretch(int from, int to, Duration takes) {}

    /// Returns how a plan fits that begins at `image`; empty where its upgrade has no windows, and where nothing is to
    /// be done.
    public static Optional<WindowFit> of(ClusterImage image, Plan plan) {
        if (plan.spec().windows().isEmpty() || plan.stages().isEmpty()) {
            return Optional.empty();
        }
        Windows windows = plan.spec().windows().get();
        CoverHistory history = CoverHistory.of(image, plan);
        List<Stretch> stretches = stretches(history, plan.stages(), history.uncovered(0), QuietTime.of(image, plan));
        Stretch longest = stretches.getFirst();
        List<Integer> rests = new ArrayList<>();
        Duration used = Duration.ZERO;
        for (Stretch stretch : stretches) {
            longest = stretch.takes().compareTo(longest.takes()) > 0 ? stretch : longest;
            if (!used.isZero() && used.plus(stretch.takes()).compareTo(windows.longest()) > 0) {
                rests.add(stretch.from() - 1);
                used = Duration.ZERO;
            }
            used = used.plus(stretch.takes());
        }
        return Optional.of(new WindowFit(windows, longest, rests));
    }

    /// Returns the stages between one place to rest and the next.
    ///
    /// @param history of these stages
    /// @param bare    groups that may be without cover where it rests
    /// @param quiet   when users are silenced, by the numbers of the stages
    public static List<Stretch> stretches(CoverHistory history, List<Stage> stages, SortedSet<GroupId> bare,
            List<QuietTime> quiet) {
        List<Stretch> stretches = new ArrayList<>();
        int from = stages.getFirst().number();
        Duration takes = Duration.ZERO;
        int steps = 0;
        for (Stage stage : stages) {
            takes = takes.plus(stage.takes());
            steps += stage.steps().size();
            boolean rests = mayRest(history.uncovered(steps), bare, quiet, stage.number()) && !stage.goesOn();
            if (rests || stage.equals(stages.getLast())) {
                stretches.add(new Stretch(from, stage.number(), takes));
                from = stage.number() + 1;
                takes = Duration.ZERO;
            }
        }
        return stretches;
    }

    /// Returns whether a run may rest after the stage of that number.
    ///
    /// @param uncovered groups that nobody could take over then
    /// @param bare      groups that may be without cover
    public static boolean mayRest(SortedSet<GroupId> uncovered, SortedSet<GroupId> bare, List<QuietTime> quiet,
            int after) {
        return bare.containsAll(uncovered) && quiet.stream().noneMatch(time -> time.goesOnAfter(after));
    }

    /// Returns whether every stretch fits into a window.
    public boolean fits() {
        return longest.takes().compareTo(windows.longest()) <= 0;
    }

    /// Returns it in words, such as `fits Sat 22:00-02:00 Europe/Berlin`.
    public String text() {
        if (!fits()) {
            return "DOES NOT FIT " + windows + ": " + tooLong();
        }
        return rests.isEmpty() ? "fits " + windows : (rests.size() + 1) + " windows at least (" + windows
                + "): it rests after " + String.join(" ", rests.stream().map(String::valueOf).toList());
    }

    /// Returns what is too long, as a fact.
    public String tooLong() {
        return (longest.from() == longest.to() ? "step " + longest.from() + " takes "
                : "steps " + longest.from() + " to " + longest.to() + " follow each other at once and take ")
                + Durations.text(longest.takes()) + ", and the longest window is " + Durations.text(windows.longest());
    }
}
