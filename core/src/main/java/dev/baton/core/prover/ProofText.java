package dev.baton.core.prover;

import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;

/// A proof as it is printed.
public final class ProofText {

    private ProofText() {}

    /// Returns `PROVED`, `BROKEN` or `UNPROVEN`.
    public static String word(Proof proof) {
        return switch (proof) {
            case Proof.Holds _ -> "PROVED";
            case Proof.Broken _ -> "BROKEN";
            case Proof.Unproven _ -> "UNPROVEN";
        };
    }

    /// Returns the one sentence that goes with the word, without it.
    public static String sentence(Proof proof) {
        return switch (proof) {
            case Proof.Holds(_, _, _, var figures, _) -> figures.laws() + " laws, " + figures.states()
                    + " states, every single node failure at each   (assumes: docs/proof.md)";
            case Proof.Broken(var law, var at, _, _, _) -> "law " + law.number() + ", " + law.name()
                    + at.map(position -> "   at step " + (position.index() + 1) + ": " + position.step().describe())
                            .orElse("   at the end");
            case Proof.Unproven(var what) -> what;
        };
    }

    /// Returns the way back in one sentence.
    public static String wayBack(Proof.Holds proof) {
        return proof.noReturn().map(end -> (proof.figures().waysBack() == 0 ? "none from step 1 on"
                : "rollback from every step before " + end.stage()) + ": " + end.why())
                .orElse("rollback from every step; no point of no return");
    }

    /// Returns all lines of a proof.
    public static List<String> lines(Proof proof) {
        List<String> lines = new ArrayList<>();
        lines.add(word(proof) + "   " + sentence(proof));
        switch (proof) {
            case Proof.Holds holds -> {
                lines.add("  way back   " + wayBack(holds));
                Proof.ASSUMPTIONS.forEach(assumption -> lines.add("  assumes    " + assumption));
            }
            case Proof.Broken broken -> {
                lines.add("");
                broken.reasons().forEach(reason -> lines.addAll(lines(reason)));
                lines.add("");
                lines.add("  the shortest beginning that breaks it:");
                broken.prefix().forEach(stage -> lines.addAll(lines(stage, broken)));
            }
            case Proof.Unproven _ -> { }
        }
        return lines;
    }

    private static List<String> lines(Reason reason) {
        List<String> lines = new ArrayList<>(List.of("  " + reason.facts()));
        if (!reason.wayOut().isEmpty()) {
            lines.add("    way out: " + reason.wayOut());
        }
        return lines;
    }

    /// The last stage with its steps, the others by their title.
    private static List<String> lines(Stage stage, Proof.Broken broken) {
        List<String> lines = new ArrayList<>(List.of("    " + stage.number() + "  " + stage.title()));
        if (broken.at().isPresent() && stage.equals(broken.prefix().getLast())) {
            for (Step step : stage.steps()) {
                boolean last = broken.at().map(Plan.Position::step).filter(step::equals).isPresent();
                lines.add("       " + (last ? "x" : "|") + "  " + step.describe());
            }
        }
        return lines;
    }
}
