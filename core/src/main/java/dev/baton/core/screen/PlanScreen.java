package dev.baton.core.screen;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.QuietTime;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.rehearsal.Assumptions;
import dev.baton.core.planner.PlanReport.Outlook;
import dev.baton.core.planner.Planning;
import dev.baton.core.planner.Words;
import dev.baton.core.rules.WindowFit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What `baton plan` prints: the stages with their reasons, and what the plan costs.
///
/// @param image  that the plan was made for
/// @param digest of the plan, when it has one
/// @param proof  what the prover said, when it was asked
/// @param file   of the upgrade, for the command that saves and starts; empty leaves that line out
public record PlanScreen(ClusterImage image, Optional<String> digest, Optional<Proof> proof, String file) {

    /// A prover's answer in a line.
    ///
    /// @param word `PROVED`, `BROKEN` or `UNPROVEN`
    /// @param text the rest of the line
    public record Proof(String word, String text) {}

    private static final String MARGIN = "  ";
    private static final int LABEL = 13;
    private static final int VALUE = 24;
    /// A longer plan is shown by its beginning and its end.
    private static final int MOST_STAGES = 100;
    private static final int FIRST_STAGES = 16;
    private static final int LAST_STAGES = 6;
    private static final int MOST_NUMBERS = 24;

    /// Returns the screen of a plan, or of the reasons why there is none.
    public String text(UpgradeSpec spec, Planning planning) {
        return switch (planning) {
            case Planning.Planned(var plan, var report) -> plan.stages().isEmpty() ? nothing(spec)
                    : head(spec, "") + "\n" + stages(plan, report) + "\n" + summary(plan, report) + foot();
            case Planning.Infeasible(var because, var helps) -> none(spec, because, helps);
        };
    }

    private String head(UpgradeSpec spec, String word) {
        String products = spec.products().stream().map(product -> product.product() + " " + from(product.product(),
                product.to()) + " -> " + product.to()).collect(Collectors.joining(", "));
        String size = Layout.counted(image.members().size(), "node") + ", "
                + Layout.counted(image.groups().size(), "group");
        String start = spec.name() + "   " + word;
        String head = Layout.fill(start, products + "   " + size);
        return head + digest.map(id -> " ".repeat(spec.name().length() + 3) + "plan " + id + " of revision "
                + revision() + "\n").orElse("");
    }

    /// The engine counts changes anew under each of its leaders, whose number stands in the upper half.
    private String revision() {
        long term = image.revision() >>> Integer.SIZE;
        return (term == 0 ? "" : term + ".") + (image.revision() & 0xFFFF_FFFFL);
    }

    private String from(ProductId product, Version to) {
        TreeSet<Version> versions = new TreeSet<>();
        image.nodes().values().forEach(node -> node.version(product).ifPresent(versions::add));
        versions.remove(to);
        return versions.isEmpty() ? to.value() : versions.size() == 1 ? versions.first().value()
                : versions.first() + " to " + versions.last();
    }

    private String nothing(UpgradeSpec spec) {
        return head(spec, "") + "\n" + MARGIN + "nothing to do: every node and every group's data is at its target\n";
    }

    private String none(UpgradeSpec spec, List<Reason> because, List<String> helps) {
        StringBuilder text = new StringBuilder(head(spec, "NO PLAN   ")).append('\n');
        because.forEach(reason -> {
            text.append(Layout.fill(MARGIN, reason.facts() + " (" + reason.rule() + ")"));
            text.append(reason.wayOut().isEmpty() ? "" : Layout.fill(MARGIN + "  ", reason.wayOut()));
        });
        for (int i = 0; i < helps.size(); i++) {
            text.append(i == 0 ? "\n" : "").append(Layout.fill(MARGIN + Layout.pad(i == 0 ? "would help" : "", LABEL),
                    helps.get(i)));
        }
        return text.toString();
    }

    private String stages(Plan plan, PlanReport report) {
        int count = plan.stages().size();
        if (count <= MOST_STAGES) {
            return stages(plan, plan.stages(), report);
        }
        List<Stage> left = plan.stages().subList(FIRST_STAGES, count - LAST_STAGES);
        Map<String, Integer> kinds = new LinkedHashMap<>();
        left.forEach(stage -> kinds.merge(kind(stage), 1, Integer::sum));
        String counted = kinds.entrySet().stream().map(entry -> Layout.counted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
        return stages(plan, plan.stages().subList(0, FIRST_STAGES), report) + "\n" + Layout.fill(MARGIN, "steps "
                + left.getFirst().number() + " to " + left.getLast().number() + " are not shown: " + counted
                + "; see all of them with --json or -o") + "\n"
                + stages(plan, plan.stages().subList(count - LAST_STAGES, count), report);
    }

    private static String kind(Stage stage) {
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode _, Stage.Subject.UpgradeNodes _ -> "upgrade";
            case Stage.Subject.MoveGroup _ -> "move";
            case Stage.Subject.Canary _ -> "canary move";
            case Stage.Subject.ConvertGroup _ -> "conversion";
            case Stage.Subject.DetachGroup _ -> "detachment";
            case Stage.Subject.SaveTogether _ -> "backup set";
            case Stage.Subject.Pause _ -> "pause";
        };
    }

    private String stages(Plan plan, List<Stage> shownStages, PlanReport report) {
        List<String> titles = shownStages.stream().map(PlanScreen::title).toList();
        List<String> outages = shownStages.stream().map(stage -> names(List.copyOf(stage.silent(image)))).toList();
        int digits = String.valueOf(plan.stages().size()).length();
        int title = Math.max(29 - digits, titles.stream().mapToInt(String::length).max().orElse(0) + 1);
        int outage = Math.max(8, outages.stream().mapToInt(String::length).max().orElse(0) + 2);
        StringBuilder text = new StringBuilder(row(" ".repeat(digits - 1) + "#", Layout.pad("step", title), "takes",
                Layout.pad("outage", outage), "if one more node fails meanwhile"));
        String previous = "";
        for (int i = 0; i < shownStages.size(); i++) {
            Stage stage = shownStages.get(i);
            Outlook outlook = report.outlooks().get(stage.number() - 1);
            String shown = String.valueOf(stage.number());
            text.append(row(" ".repeat(digits - shown.length()) + shown, Layout.pad(titles.get(i), title),
                    stage.takes().isZero() ? "-" : Durations.text(stage.takes()), Layout.pad(outages.get(i), outage),
                    outlook.sentence()));
            for (String note : notes(stage)) {
                text.append(note.equals(previous) ? "" : Layout.fill(" ".repeat(digits + 6), note));
            }
            previous = stage.because();
        }
        return text.toString();
    }

    private static String row(String number, String title, String takes, String outage, String outlook) {
        String start = MARGIN + number + "  " + title + Layout.pad(takes, 7) + outage;
        return start.length() + outlook.length() <= Layout.WIDTH ? (start + outlook).stripTrailing() + "\n"
                : start.stripTrailing() + "\n" + Layout.fill(" ".repeat(number.length() + 6), outlook);
    }

    /// A conversion has a line of its own below the stage.
    private static String title(Stage stage) {
        return switch (stage.subject()) {
            case Stage.Subject.MoveGroup(var group, var from, var to, _) ->
                new Stage(1, new Stage.Subject.MoveGroup(group, from, to, Optional.empty()), stage.steps(),
                        stage.takes(), "").title();
            case Stage.Subject.UpgradeNode _, Stage.Subject.UpgradeNodes _, Stage.Subject.Canary _,
                    Stage.Subject.ConvertGroup _, Stage.Subject.DetachGroup _,
                    Stage.Subject.SaveTogether _, Stage.Subject.Pause _ -> stage.title();
        };
    }

    /// Groups whose users are silent at the same time share a line.
    private String silences(Plan plan) {
        List<QuietTime> times = new ArrayList<>(QuietTime.of(image, plan));
        StringBuilder text = new StringBuilder();
        while (!times.isEmpty()) {
            QuietTime first = times.getFirst();
            List<GroupId> together = times.stream().filter(first::isWith).map(QuietTime::group).toList();
            times.removeIf(first::isWith);
            text.append(line("silence", Layout.spoken(first.lasts()) + " for " + names(together),
                    "who uses " + (together.size() == 1 ? "it" : "them") + " is silent " + (first.from()
                            == first.until() ? "in step " + first.from() : "from step " + first.from() + " to step "
                            + first.until())));
        }
        return text.toString();
    }

    private static List<String> notes(Stage stage) {
        List<String> notes = new ArrayList<>();
        stage.steps().stream().filter(Step.Convert.class::isInstance).map(Step.Convert.class::cast)
                .forEach(convert -> notes.add("its data " + convert.from() + " -> " + convert.to()
                        + " in the same outage"
                        + (stage.because().isEmpty() ? "" : "; " + stage.because())));
        if (notes.isEmpty() && !stage.because().isEmpty()) {
            notes.add(stage.because());
        }
        return notes;
    }

    private String summary(Plan plan, PlanReport report) {
        StringBuilder text = new StringBuilder();
        text.append(line("outages", outages(report), bound(report)));
        List<String> values = noFailover(report);
        List<String> remarks = remarks(plan, report);
        for (int i = 0; i < Math.max(values.size(), remarks.size()); i++) {
            text.append(line(i == 0 ? "no failover" : "", i < values.size() ? values.get(i) : "",
                    i < remarks.size() ? remarks.get(i) : ""));
        }
        text.append(silences(plan));
        Expected expected = Expected.of(report, Assumptions.USUAL);
        text.append(line("no service", expected.figure(), expected.inputs()));
        text.append(line("takes", Layout.spoken(report.makespan()), WindowFit.of(image, plan).map(WindowFit::text)
                .orElse("")));
        text.append(Layout.fill(label("safe to rest"), rests(plan, report)));
        text.append(Layout.fill(label("way back"), wayBack(plan, report)));
        text.append(Layout.fill(label("votes"), report.votes()));
        plan.spec().gates().forEach(gate -> text.append(Layout.fill(label("gate"), switch (gate) {
            case DRILL -> "it starts only where drills have passed in the cluster as it is: baton drill";
        })));
        proof.ifPresent(said -> text.append(Layout.fill(label(said.word), said.text)));
        return text.toString();
    }

    private static String label(String word) {
        return MARGIN + Layout.pad(word, LABEL);
    }

    private static String line(String label, String value, String remark) {
        String start = label(label) + Layout.pad(value, Math.max(VALUE, value.length() + 2));
        return remark.isEmpty() ? start.stripTrailing() + "\n" : Layout.fill(start, remark);
    }

    private static String outages(PlanReport report) {
        if (report.outages() == 0) {
            return "none";
        }
        Collection<Integer> counts = report.outagesByGroup().values();
        int least = counts.stream().mapToInt(Integer::intValue).min().orElse(0);
        int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
        return report.outages() + ", " + (least == most ? Words.count(least) + " per group"
                : least + " to " + most + " per group");
    }

    private static String bound(PlanReport report) {
        int least = report.leastOutages().value();
        if (report.outages() == 0) {
            return "";
        }
        return "least possible: " + (least == report.outages() ? "" : least + "; ") + report.leastOutages().because();
    }

    private static List<String> noFailover(PlanReport report) {
        if (report.exposure().isZero()) {
            return List.of("0");
        }
        Duration least = report.exposureByGroup().values().stream().min(Duration::compareTo).orElseThrow();
        Duration most = report.worstExposure();
        String perGroup = report.exposureByGroup().size() == 1 ? " for " + report.exposureByGroup().firstKey()
                : " per group";
        String value = least.equals(most) ? Layout.spoken(most) + perGroup
                : most.toMinutes() < 2 ? least.toSeconds() + " to " + most.toSeconds() + " s" + perGroup
                : Layout.minutes(least) + " to " + Layout.minutes(most) + " min" + perGroup;
        return List.of(value, "(" + Durations.groupMinutes(report.exposure()) + ")");
    }

    private List<String> remarks(Plan plan, PlanReport report) {
        List<String> remarks = new ArrayList<>();
        if (report.exposure().isZero()) {
            remarks.add("every group can fail over at every step");
        } else {
            String more = report.oneMoreNode().map(time -> "; with a " + Words.place(image.members().size() + 1L)
                    + " node: " + (time.isZero() ? "0" : Durations.groupMinutes(time))).orElse("");
            remarks.add(report.leastExposure().because() + more);
        }
        plan.spec().acceptedExposure().ifPresent(accepted -> remarks.add(
                report.worstExposure().compareTo(accepted) <= 0
                        ? "you accepted " + Layout.spoken(accepted) + " per group"
                        : "MORE THAN the " + Layout.spoken(accepted) + " per group that you accepted"));
        return remarks;
    }

    private String rests(Plan plan, PlanReport report) {
        List<QuietTime> quiet = QuietTime.of(image, plan);
        int last = plan.stages().size();
        if (report.safeRests().size() == last + 1) {
            return "before 1, after each step";
        }
        List<Integer> after = report.safeRests().stream().filter(stage -> stage > 0 && stage < last).toList();
        String safe = (report.safeRests().contains(0) ? "before 1" : "")
                + (after.isEmpty() ? "" : (report.safeRests().contains(0) ? ", " : "") + "after " + numbers(after));
        List<Outlook> between = report.outlooks().stream().filter(outlook -> outlook.stage() < last
                && !outlook.resting().isEmpty() && quiet.stream().noneMatch(time ->
                        time.goesOnAfter(outlook.stage()))).toList();
        int least = between.stream().mapToInt(outlook -> outlook.resting().size()).min().orElse(0);
        List<Integer> best = between.stream().filter(outlook -> outlook.resting().size() == least)
                .map(Outlook::stage).toList();
        String otherwise = !after.isEmpty() || best.isEmpty() ? ""
                : "; otherwise best after " + numbers(best) + " (" + Layout.counted(least, "group")
                        + " without failover)";
        return (safe.isEmpty() ? "nowhere" : safe) + otherwise;
    }

    private static String numbers(List<Integer> stages) {
        String first = stages.stream().limit(MOST_NUMBERS).map(String::valueOf).collect(Collectors.joining(" "));
        return stages.size() <= MOST_NUMBERS ? first : first + " and " + (stages.size() - MOST_NUMBERS) + " more";
    }

    private static String wayBack(Plan plan, PlanReport report) {
        String byHand = plan.spec().products().stream().filter(product -> product.undo().isEmpty())
                .map(product -> product.product().value()).collect(Collectors.joining(", "));
        String how = byHand.isEmpty() ? "" : "; by hand for " + byHand + " (no `undo`)";
        if (report.pointOfNoReturn().isEmpty()) {
            return "rollback from every step; no point of no return (data format does not change)" + how;
        }
        int point = report.pointOfNoReturn().getAsInt();
        List<GroupId> converted = plan.stages().stream().flatMap(stage -> stage.steps().stream())
                .filter(Step.Convert.class::isInstance).map(step -> ((Step.Convert) step).group()).distinct().toList();
        return "rollback before step " + point + "; point of no return: step " + point + " (data format of "
                + converted.getFirst() + ")" + how;
    }

    private String foot() {
        return file.isEmpty() ? "" : "\n" + MARGIN + "save and start:  baton plan -f " + file + " -o plan.json\n"
                + MARGIN + "                 baton upgrade start plan.json\n";
    }

    private static String names(Collection<GroupId> groups) {
        return groups.isEmpty() ? "-" : groups.stream().map(GroupId::value).collect(Collectors.joining(" "));
    }
}
