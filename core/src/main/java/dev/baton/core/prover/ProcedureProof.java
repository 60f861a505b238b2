package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Procedure.Act;
import dev.baton.core.prover.ProcedurePlan.Origin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the prover says of a written procedure, in terms of its lines.
///
/// @param procedure as written
/// @param written   the plan that it writes
/// @param proof     of that plan
/// @param findings  what is left undone at the end, by line; empty unless it is the end that breaks a law
/// @param fix       the shortest change that makes it hold, when one was found
public record ProcedureProof(Procedure procedure, ProcedurePlan written, Proof proof, List<Finding> findings,
        Optional<Fix> fix) {

    public ProcedureProof {
        findings = List.copyOf(findings);
    }

    /// Something that is not as it should be at the end.
    ///
    /// @param line    after which it is so
    /// @param group   what it is about
    /// @param facts   what is so
    /// @param missing lines that would have mended it and are left out of the repetition
    public record Finding(int line, GroupId group, String facts, List<Procedure.Line> missing) {
        public Finding {
            missing = List.copyOf(missing);
        }
    }

    /// A change of the text.
    ///
    /// @param instead   what is to be written
    /// @param procedure with the change
    public record Fix(String instead, Procedure procedure) {}

    /// Proves the procedure for this cluster.
    ///
    /// @throws IllegalArgumentException if a line names something that the cluster does not have; the message names it
    public static ProcedureProof prove(Procedure procedure, UpgradeSpec spec, ClusterImage image) {
        ProcedurePlan written = ProcedurePlan.of(procedure, spec, image);
        Proof proof = Prover.prove(written.plan(), image);
        boolean holds = proof.holds();
        return new ProcedureProof(procedure, written, proof, findings(procedure, written, proof),
                holds ? Optional.empty() : fix(procedure, spec, image));
    }

    private static List<Finding> findings(Procedure procedure, ProcedurePlan written, Proof proof) {
        if (!(proof instanceof Proof.Broken(_, var at, var image, var reasons, _)) || at.isPresent()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (GroupId group : image.groups().keySet()) {
            for (Reason reason : reasons) {
                if (reason.facts().startsWith(group + " ")) {
                    Origin last = last(written, group);
                    findings.add(new Finding(last.outer(), group, reason.facts(), missing(procedure, last, group)));
                }
            }
        }
        return findings;
    }

    /// Where the group was touched last.
    private static Origin last(ProcedurePlan written, GroupId group) {
        Origin last = new Origin(procedureEnd(written), Optional.empty());
        List<Step> steps = written.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.OnGroup on && on.group().equals(group)) {
                last = written.origins().get(i);
            }
        }
        return last;
    }

    private static int procedureEnd(ProcedurePlan written) {
        return written.origins().isEmpty() ? 0 : written.origins().getLast().outer();
    }

    /// Lines about the group that follow the repeated ones, up to the first repetition.
    private static List<Procedure.Line> missing(Procedure procedure, Origin last, GroupId group) {
        if (last.repeat().isEmpty()
                || !(procedure.line(last.repeat().get()).act() instanceof Act.Repeat(_, var to, var instead))) {
            return List.of();
        }
        return procedure.lines().subList(to, firstRepeat(procedure) - 1).stream()
                .filter(line -> touches(line.act().with(instead), group)).toList();
    }

    private static boolean touches(Act act, GroupId group) {
        return switch (act) {
            case Act.ByHand _, Act.Repeat _, Act.Upgrade _ -> false;
            case Act.Move(var moved, _, _) -> moved.equals(group);
            case Act.TakeOffline(var stopped, _) -> stopped.equals(group);
            case Act.BringOnline(var started, _) -> started.equals(group);
            case Act.Backup(var saved) -> saved.equals(group);
            case Act.Convert(var converted) -> converted.equals(group);
        };
    }

    private static int firstRepeat(Procedure procedure) {
        return procedure.lines().stream().filter(line -> line.act() instanceof Act.Repeat)
                .mapToInt(Procedure.Line::number).findFirst().orElse(procedure.lines().size() + 1);
    }

    /// The fewest lines that repetitions must go on for: all that repeat the same lines are changed alike.
    private static Optional<Fix> fix(Procedure procedure, UpgradeSpec spec, ClusterImage image) {
        LinkedHashSet<List<Integer>> ranges = new LinkedHashSet<>();
        procedure.lines().forEach(line -> {
            if (line.act() instanceof Act.Repeat(var from, var to, _)) {
                ranges.add(List.of(from, to));
            }
        });
        int end = firstRepeat(procedure) - 1;
        for (int more = 1; more <= procedure.lines().size(); more++) {
            for (List<Integer> range : ranges) {
                int to = range.get(1) + more;
                if (to <= end) {
                    Procedure longer = longer(procedure, range, to);
                    if (Prover.prove(ProcedurePlan.of(longer, spec, image).plan(), image).holds()) {
                        return Optional.of(new Fix("repeat " + range.getFirst() + " through " + to, longer));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Procedure longer(Procedure procedure, List<Integer> range, int to) {
        return new Procedure(procedure.name(), procedure.lines().stream().map(line ->
                line.act() instanceof Act.Repeat repeat && repeat.from() == range.getFirst()
                        && repeat.to() == range.getLast()
                        ? new Procedure.Line(line.number(), line.text().replaceFirst("through " + repeat.to(),
                                "through " + to), repeat.until(to)) : line).toList());
    }

    /// Returns all lines that are printed.
    public List<String> text() {
        int steps = written.plan().steps().size();
        if (!(proof instanceof Proof.Broken broken)) {
            return ProofText.lines(proof);
        }
        if (broken.at().isPresent()) {
            Origin origin = written.origins().get(broken.at().get().index());
            List<String> lines = new ArrayList<>(List.of("BROKEN   law " + broken.law().number() + ", "
                    + broken.law().name() + "   (at " + where(origin) + ")", ""));
            broken.reasons().forEach(reason -> lines.add("  " + reason.facts()
                    + (reason.wayOut().isEmpty() ? "" : "; way out: " + reason.wayOut())));
            fix.ifPresent(change -> lines.add("  Shortest fix: \"" + change.instead() + "\"."));
            return lines;
        }
        List<String> lines = new ArrayList<>(List.of("BROKEN   law " + broken.law().number() + ", "
                + broken.law().name() + "   (" + steps + " steps as written; no other law is broken on the way)", ""));
        lines.addAll(table());
        return lines;
    }

    private String where(Origin origin) {
        return "step " + origin.line() + origin.repeat().map(line -> ", repeated by step " + line).orElse("") + ": "
                + procedure.line(origin.line()).text();
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            lines.add("  after step " + finding.line() + "   " + finding.facts());
            boolean same = i + 1 < findings.size() && findings.get(i + 1).missing().equals(finding.missing());
            if (!same && !finding.missing().isEmpty()) {
                lines.add("    " + left(finding));
            }
        }
        if (findings.isEmpty() && proof instanceof Proof.Broken broken) {
            broken.reasons().forEach(reason -> lines.add("  at the end   " + reason.facts()));
        }
        String groups = findings.stream().map(finding -> finding.group().value()).distinct()
                .collect(Collectors.joining(" and "));
        lines.add("  " + (groups.isEmpty() ? "" : "nothing after them mends " + groups + ".  ")
                + fix.map(change -> "Shortest fix: \"" + change.instead() + "\".").orElse("No fix was found."));
        return lines;
    }

    /// Such as `step 8 (convert evs1) and 9 (bring online evs1) are not in "repeat 1 through 7"`.
    private String left(Finding finding) {
        String missing = finding.missing().stream().map(line -> line.number() + " (" + line.text() + ")")
                .collect(Collectors.joining(" and "));
        String repeat = procedure.line(finding.line()).act() instanceof Act.Repeat(var from, var to, _)
                ? "repeat " + from + " through " + to : procedure.line(finding.line()).text();
        return "step " + missing + (finding.missing().size() == 1 ? " is" : " are") + " not in \"" + repeat + "\"";
    }
}
