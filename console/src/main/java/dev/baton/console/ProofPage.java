package dev.baton.console;

/// What the prover said of a pasted procedure.
///
/// @param picture where it is drawn; empty when it is not
public record ProofPage(Frame frame, Proved proof, String picture) {

    static ProofPage of(Known known, Proved proof, String name) {
        return new ProofPage(Frame.of(known, "Proof " + name, Paths.PROOFS + "/" + name), proof,
                proof.svg().isEmpty() ? "" : Paths.PROOFS + "/" + name + "/picture.svg");
    }
}
