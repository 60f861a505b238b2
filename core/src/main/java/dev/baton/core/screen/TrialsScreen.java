package dev.baton.core.screen;

import dev.baton.core.faults.Ending;
import dev.baton.core.faults.Mishap;
import dev.baton.core.faults.Trial;
import dev.baton.core.faults.Trials;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// What `baton rehearse --faults` prints: how the plan went undisturbed, and a row for each step, accident and ending.
///
/// @param plan   that was played
/// @param trials what came of it
/// @param played how, as a sentence without a full stop
/// @param again  the command that plays one accident again, up to its number
public record TrialsScreen(Plan plan, Trials trials, String played, String again) {

    /// So many different questions and mistakes are written out.
    private static final int TOLD = 8;

    /// Trials that are one row: the same accident to the same stage with the same ending.
    private record Row(int stage, boolean loss, String accident, String then) {}

    /// Returns the screen.
    public String text() {
        StringBuilder text = new StringBuilder(plan.spec().name() + "   played " + Layout.counted(
                trials.trials().size() + 1, "time") + " on a likeness of the cluster, seed " + trials.seed() + "\n\n");
        text.append(Layout.fill("  undisturbed  ", calm()));
        text.append('\n').append(table()).append(Layout.fill("       ", "x: so many accidents; outages and time: what "
                + "clients saw beyond the undisturbed run; N: the worst of them")).append('\n');
        told(text);
        text.append(Layout.fill("  ended        ", endings()));
        text.append(Layout.fill("  accidents    ", sampled()));
        text.append(Layout.fill("  played       ", played));
        text.append(Layout.fill("  again        ", again + " N plays accident N, and tells what happened"));
        return text.toString();
    }

    private String calm() {
        Trial calm = trials.calm();
        String seen = outages(calm.outages());
        return calm.ending().text() + "; clients saw " + seen + (calm.outages().equals(trials.planned())
                ? ", as planned" : "; NOT AS PLANNED: " + outages(trials.planned()))
                + detail(calm.ending());
    }

    private static String outages(SortedMap<GroupId, Integer> by) {
        int all = by.values().stream().mapToInt(Integer::intValue).sum();
        return Layout.counted(all, "outage") + (all == 0 ? "" : " (" + by.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue()).collect(Collectors.joining(", ")) + ")");
    }

    private String table() {
        Map<Row, List<Trial>> rows = new LinkedHashMap<>();
        trials.trials().stream().sorted(Comparator.comparingInt(trial -> trial.mishap().at())).forEach(trial ->
                rows.computeIfAbsent(row(trial), _ -> new ArrayList<>()).add(trial));
        Table table = new Table("  #", "accident", "x", "then", "outages", "time", "N");
        rows.entrySet().stream().sorted(Map.Entry.comparingByKey(Comparator.comparingInt(Row::stage)
                .thenComparing(row -> !row.loss()).thenComparing(Row::accident))).forEach(entry -> {
            List<Trial> same = entry.getValue();
            table.row("%3d".formatted(entry.getKey().stage()), entry.getKey().accident(), "" + same.size(),
                    entry.getKey().then(), span(same.stream().map(trial -> trial.all() - trials.calm().all()).toList()),
                    longest(same), "" + same.stream().max(Comparator.comparing(Trial::without)).orElseThrow().number());
        });
        return table.text();
    }

    private static Row row(Trial trial) {
        return new Row(trial.mishap().at(), trial.mishap() instanceof Mishap.Loss, trial.mishap().text(),
                trial.ending().text());
    }

    private static String span(Collection<Integer> numbers) {
        int least = numbers.stream().mapToInt(Integer::intValue).min().orElse(0);
        int most = numbers.stream().mapToInt(Integer::intValue).max().orElse(0);
        return least == most ? signed(least) : signed(least) + " to " + signed(most);
    }

    private static String signed(int number) {
        return number == 0 ? "-" : "%+d".formatted(number);
    }

    private String longest(List<Trial> same) {
        long more = same.stream().mapToLong(trial -> trial.without().minus(trials.calm().without()).toSeconds()).max()
                .orElse(0);
        return more <= 0 ? "-" : more + " s";
    }

    /// What was asked, and what was wrong, each once.
    private void told(StringBuilder text) {
        Map<String, Trial> said = new LinkedHashMap<>();
        trials.trials().stream().sorted(Comparator.comparing(trial -> trial.ending().well())).forEach(trial -> {
            if (!detail(trial.ending()).isEmpty()) {
                said.putIfAbsent(sort(trial), trial);
            }
        });
        said.values().stream().limit(TOLD).forEach(trial -> text.append(Layout.fill("  N %-10d ".formatted(
                trial.number()), (trial.ending().well() ? "asked" : trial.ending().text()) + detail(trial.ending()))));
        if (said.size() > TOLD) {
            text.append("               and ").append(said.size() - TOLD).append(" others (--json has all)\n");
        }
        text.append(said.isEmpty() ? "" : "\n");
    }

    /// What differs only in a name is told once.
    private static String sort(Trial trial) {
        String ending = trial.ending().well() ? "asked" : trial.ending().text();
        return ending + switch (trial.mishap()) {
            case Mishap.None _ -> "";
            case Mishap.Loss _ -> detail(trial.ending());
            case Mishap.Failure(_, _, var what, _) -> " " + what.split(" ", 2)[0];
        };
    }

    private static String detail(Ending ending) {
        return switch (ending) {
            case Ending.Finished _, Ending.Anew _ -> "";
            case Ending.Asked(var what, _) -> ": " + what;
            case Ending.Unsafe(_, var what) -> ": " + what;
            case Ending.Endless(var what) -> ": " + what;
        };
    }

    private String endings() {
        int finished = 0;
        int anew = 0;
        int asked = 0;
        int bad = 0;
        for (Trial trial : trials.trials()) {
            switch (trial.ending()) {
                case Ending.Finished _ -> finished++;
                case Ending.Anew _ -> anew++;
                case Ending.Asked _ -> asked++;
                case Ending.Unsafe _, Ending.Endless _ -> bad++;
            }
        }
        return finished + " finished, " + anew + " replanned and finished, " + asked + " asked a person; "
                + (bad == 0 ? "none unsafe, none without end" : bad + " UNSAFE or without end");
    }

    private String sampled() {
        boolean all = trials.trials().size() == trials.accidents();
        return all ? "all " + trials.accidents() + ": every machine lost in the middle of every step, every command "
                + "failed once, and until mended"
                : "a sample of " + trials.trials().size() + " of " + trials.accidents()
                        + ", drawn by the seed (more: --runs)";
    }
}
