package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Wrap;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Pairs;
import dev.baton.core.prover.Procedure;
import dev.baton.core.prover.ProcedureProof;
import dev.baton.core.prover.ProcedureReader;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProofText;
import dev.baton.core.prover.Prover;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton prove`: judges a saved plan, or a written procedure, by every law, without the planner.
@Command(name = "prove", description = {"Proves a saved plan: every law, in every state, whatever single node fails.",
        "Needs no cluster: the plan says for which one it was made; --now takes the running one.",
        "With -f it proves a procedure as people write it, one step a line."})
public final class ProveVerb extends Verb {

    @Parameters(paramLabel = "PLAN", description = "saved with: baton plan -o; or, with -f, a written procedure")
    String file = "";

    @Option(names = "--now", description = "for the cluster as it is now")
    boolean now;

    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "upgrade.yaml that the written procedure "
            + "carries out")
    @Nullable String upgrade;

    @Option(names = "--cluster-file", paramLabel = "FILE", description = "proves the written procedure for a "
            + "cluster.yaml instead of the running cluster")
    @Nullable String clusterFile;

    @Option(names = "--as-if", paramLabel = "SENTENCE", description = "supposes something of the cluster that the "
            + "written procedure is proved for, such as \"node2 down\"")
    List<String> asIf = new ArrayList<>();

    @Option(names = "--pairs", description = "says too what every pair of nodes that fail together would do in every "
            + "state; a plan promises nothing about pairs")
    boolean pairs;

    @Option(names = "--json", description = "prints the answer as one JSON document")
    boolean json;

    public ProveVerb(Session session) {
        super(session);
    }

    private record Result(String plan, String proof, String text, Optional<Pairs> pairs) {}

    @Override
    public Integer call() {
        Documents documents = new Documents(session.directory());
        if (upgrade != null) {
            return written(documents, documents.upgrade(upgrade));
        }
        PlanDocument saved = documents.plan(file);
        ClusterImage image = now ? status().image() : saved.image();
        Proof proof = Prover.prove(saved.plan(), image);
        return show(saved.digest(), proof, ProofText.lines(proof), saved.plan().basis()
                .differences(PlanBasis.of(image)), pairs && proof.holds() ? pairs(saved, image) : Optional.empty());
    }

    private static Optional<Pairs> pairs(PlanDocument saved, ClusterImage image) {
        return Optional.of(Pairs.of(saved.plan(), image).orElseThrow(() -> Failure.usage("--pairs: there are more than "
                + Pairs.MOST + " pairs in all states together. Leave it out for a cluster of this size.")));
    }

    private int show(String name, Proof proof, List<String> lines, List<PlanBasis.Difference> moved,
            Optional<Pairs> ofTwo) {
        if (json) {
            terminal().document(Json.text(new Result(name, ProofText.word(proof), ProofText.sentence(proof), ofTwo)));
        } else {
            lines.forEach(this::line);
            moved.forEach(difference -> {
                line("  then:  " + difference.planned());
                line("  now:   " + difference.now());
            });
            ofTwo.ifPresent(looked -> looked.lines().forEach(this::line));
        }
        return proof.holds() ? Exit.DONE : Exit.REFUSED;
    }

    private void line(String text) {
        terminal().line(Wrap.at(terminal().columns(), text));
    }

    private int written(Documents documents, UpgradeSpec spec) {
        ClusterImage image = Optional.ofNullable(clusterFile)
                .map(name -> Definition.atRest(documents.cluster(name), spec)).orElseGet(() -> status().image());
        image = AsIf.of(image, asIf);
        try {
            Procedure procedure = ProcedureReader.read(file, documents.lines(file));
            ProcedureProof proof = ProcedureProof.prove(procedure, spec, image);
            return show(file, proof.proof(), proof.text(), List.of(), Optional.empty());
        } catch (IllegalArgumentException wrong) {
            throw Failure.usage(file + ": " + wrong.getMessage() + ".\nA step is written as one of:\n"
                    + ProcedureReader.GRAMMAR.indent(2).stripTrailing());
        }
    }
}
