package dev.baton.cli.command;

import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.prover.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Proofs in words.
final class Proofs {

    private Proofs() {}

    static String word(Proof proof) {
        return switch (proof) {
            case Proof.Holds _ -> "PROVED";
            case Proof.Broken _ -> "BROKEN";
            case Proof.Unproven _ -> "UNPROVEN";
        };
    }

    /// Returns what follows the word, in a line or two.
    static String line(Proof proof) {
        return switch (proof) {
            case Proof.Holds(_, _, _, var figures, _) -> figures.laws() + " laws, " + figures.states()
                    + " states, every single node failure at each: " + figures.failures();
            case Proof.Broken broken -> "law " + broken.law().number() + ", " + broken.law().name() + ": "
                    + broken.reasons().getFirst().facts();
            case Proof.Unproven(var what) -> what;
        };
    }

    /// Returns the page of `baton prove`, a line each.
    static List<String> page(String digest, Proof proof) {
        List<String> lines = new ArrayList<>();
        switch (proof) {
            case Proof.Holds(_, var announced, _, var figures, var noReturn) -> {
                lines.add("PROVED   plan " + digest + ": " + line(proof));
                lines.add("  way back    " + noReturn.map(point -> "from every state before step " + point.stage() + " ("
                        + point.step().describe() + "): " + figures.waysBack() + " walked; then none: " + point.why())
                        .orElse("from every state: " + figures.waysBack() + " walked"));
                lines.add("  announced   " + (announced.exposure().isEmpty() ? "every group can always fail over"
                        : "no failover for a while: " + announced.exposure().keySet().stream().map(Object::toString)
                                .collect(Collectors.joining(", "))));
                lines.add("  assumed");
                Proof.ASSUMPTIONS.forEach(assumption -> lines.add("    " + assumption));
            }
            case Proof.Broken broken -> {
                lines.add("BROKEN   law " + broken.law().number() + ", " + broken.law().name()
                        + broken.at().map(at -> "   at step " + at.stage().number() + ": " + at.step().describe())
                                .orElse("   at the end"));
                broken.reasons().stream().map(Reason::text).forEach(text -> lines.add("  " + text));
                lines.add("  the shortest beginning that breaks it:");
                broken.prefix().forEach(stage -> lines.add("    " + stage.number() + "  " + squeezed(stage)));
            }
            case Proof.Unproven(var what) -> lines.add("UNPROVEN   " + what);
        }
        return lines;
    }

    private static String squeezed(Stage stage) {
        return stage.title().replaceAll(" {2,}", " ");
    }

    /// Returns the groups that have an outage and how many, for the question before a start.
    static List<String> outages(Plan plan) {
        return plan.stages().stream().flatMap(stage -> stage.outages().stream().map(group -> group + ": "
                + squeezed(stage))).toList();
    }
}
