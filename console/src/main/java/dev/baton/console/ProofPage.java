package dev.baton.console;

/// What the prover said of a pasted procedure.
///
/// @param picture where it is drawn; empty when it is not
public record ProofPage(Frame frame, Proved proof, String picture) {

    /// Returns the first line of what `baton prove` prints.
    public String headline() {
        return proof.lines().getFirst().replaceAll(" {2,}", "  ");
    }

    /// Returns the other lines.
    public String rest() {
        return String.join("\n", proof.lines().subList(1, proof.lines().size())).strip().indent(0).stripTrailing();
    }

    static ProofPage of(Known known, Proved proof, String name) {
        return new ProofPage(Frame.of(known, "Proof " + name, Paths.PROOFS + "/" + name), proof,
                proof.svg().isEmpty() ? "" : Paths.PROOFS + "/" + name + "/picture.svg");
    }
}
