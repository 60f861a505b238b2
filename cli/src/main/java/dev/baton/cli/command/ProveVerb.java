package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton prove`: judges a saved plan by every law, without the planner.
@Command(name = "prove", description = {"Proves a saved plan: every law, in every state, whatever single node fails.",
        "Needs no cluster: the plan says for which cluster it was made. --against-now proves it for the running one."})
public final class ProveVerb extends Verb {

    @Parameters(paramLabel = "PLAN", description = "saved with: baton plan -o")
    String file = "";

    @Option(names = "--against-now", description = "for the cluster as it is now")
    boolean now;

    @Option(names = "--json", description = "prints the answer as one JSON document")
    boolean json;

    public ProveVerb(Session session) {
        super(session);
    }

    private record Result(String plan, String proof, String text) {}

    @Override
    public Integer call() {
        PlanDocument saved = new Documents(session.directory()).plan(file);
        var image = now ? status().image() : saved.image();
        Proof proof = Prover.prove(saved.plan(), image);
        if (json) {
            terminal().document(Json.text(new Result(saved.digest(), Proofs.word(proof), Proofs.line(proof))));
        } else {
            Proofs.page(saved.digest(), proof).forEach(terminal()::line);
            List<PlanBasis.Difference> moved = saved.plan().basis().differences(PlanBasis.of(image));
            moved.forEach(difference -> terminal().line("  then: " + difference.planned() + "\n  now:  "
                    + difference.now()));
        }
        return proof.holds() ? Exit.DONE : Exit.REFUSED;
    }
}
