package dev.baton.console;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Procedure;
import dev.baton.core.prover.ProcedureProof;
import dev.baton.core.prover.ProcedureReader;
import dev.baton.core.prover.ProofText;
import dev.baton.core.screen.PlanSvg;
import java.util.ArrayList;
import java.util.List;

/// What the prover says of a pasted procedure, for the cluster as it is.
///
/// @param word  `PROVED`, `BROKEN` or `UNPROVEN`; `MALFORMED` when it could not be read
/// @param lines what `baton prove` prints
/// @param svg   the procedure as a picture; empty when it could not be read
public record Proved(String word, List<String> lines, String svg) {

    private static final String NAME = "procedure";

    public Proved {
        lines = List.copyOf(lines);
    }

    /// Proves the steps, one a line, as carrying out the upgrade in the text of its file.
    public static Proved of(String steps, String file, ClusterImage image) {
        return switch (Planned.read(file, "")) {
            case Planned.Read.Spec(var spec) -> of(steps, spec, image);
            case Planned.Read.Wrong(var lines) -> new Proved("MALFORMED", lines, "");
        };
    }

    private static Proved of(String steps, UpgradeSpec spec, ClusterImage image) {
        try {
            Procedure procedure = ProcedureReader.read(NAME, steps.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty()).toList());
            ProcedureProof proof = ProcedureProof.prove(procedure, spec, image);
            return new Proved(ProofText.word(proof.proof()), proof.text(), new PlanSvg(image,
                    proof.written().plan()).text());
        } catch (IllegalArgumentException wrong) {
            List<String> lines = new ArrayList<>(List.of(wrong.getMessage() + ".", "A step is written as one of:"));
            ProcedureReader.GRAMMAR.lines().forEach(line -> lines.add("  " + line));
            return new Proved("MALFORMED", lines, "");
        }
    }
}
