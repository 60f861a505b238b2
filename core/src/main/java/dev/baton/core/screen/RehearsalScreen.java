package dev.baton.core.screen;

import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.rehearsal.Assumptions;
import dev.baton.core.rehearsal.Rehearsal;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `baton rehearse` prints.
///
/// @param plan      that was tried out
/// @param rehearsal what came of it
public record RehearsalScreen(Plan plan, Rehearsal rehearsal) {

    /// Returns the screen.
    public String text() {
        Assumptions given = rehearsal.assumptions();
        Duration planned = plan.stages().stream().map(Stage::takes).reduce(Duration.ZERO, Duration::plus);
        StringBuilder text = new StringBuilder(plan.spec().name() + "   rehearsed " + given.runs()
                + " times   seed " + given.seed()
                + "\n\n");
        text.append(line("takes", "half the runs " + spoken(rehearsal.half()) + ", 90 % " + spoken(rehearsal.ninety())
                + ", 99 % " + spoken(rehearsal.ninetyNine()) + "; as planned " + Layout.spoken(planned)));
        text.append(line("outages", plan.outages() + " planned"));
        text.append(line("unplanned", percent(rehearsal.uncovered()) + " (+- " + percent(rehearsal.within())
                + ") of the runs had a node fail whose groups nobody could take; by formula "
                + percent(rehearsal.closedForm())));
        text.append(line("", percent(rehearsal.covered()) + " had a failover that went well"));
        if (!rehearsal.byGroup().isEmpty()) {
            text.append(line("by group", rehearsal.byGroup().entrySet().stream().limit(12)
                    .map(entry -> entry.getKey() + " " + percent(entry.getValue()))
                    .collect(Collectors.joining(", "))));
        }
        if (!rehearsal.worst().isEmpty()) {
            Rehearsal.Share worst = rehearsal.worst().getFirst();
            text.append(line("most risk", "step " + worst.stage().number() + ", " + worst.stage().title() + ": "
                    + percent(worst.share()) + " of it"));
        }
        text.append(line("assumed", "a node fails every " + Durations.text(given.nodeFailsEvery()) + " and is back "
                + "after " + Durations.text(given.repairTakes()) + "; durations vary by "
                + percent(given.variation()) + "; " + percent(given.upgradeFails()) + " of upgrades take "
                + Durations.text(given.fixTakes()) + " longer; one fault at a time, and the run waits for the repair"));
        return text.toString();
    }

    private static String spoken(Duration time) {
        return Layout.spoken(time.toMinutes() > 0 ? Duration.ofSeconds(time.toSeconds()) : time);
    }

    private static String line(String label, String words) {
        return Layout.fill("  " + Layout.pad(label, 13), words);
    }

    private static String percent(double share) {
        double hundred = share * 100;
        String format = hundred == Math.rint(hundred) ? "%.0f %%" : hundred < 1 ? "%.2f %%" : "%.1f %%";
        return String.format(Locale.ROOT, format, hundred);
    }
}
