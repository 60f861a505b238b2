package dev.baton.cli.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Draft;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProofText;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.screen.CompareScreen;
import dev.baton.core.screen.PlanScreen;
import dev.baton.core.screen.PlanSvg;
import dev.baton.core.screen.PlanView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton plan`: plans an upgrade, proves the plan, shows and saves it.
@Command(name = "plan", description = {"Plans an upgrade of the cluster as it is now, proves the plan and shows it.",
        "Nothing is changed. What was saved is what `baton upgrade start` carries out."})
public final class PlanVerb extends Verb {
    /// Options that need no library to be read.
    private static final Set<String> PLAIN = Set.of("-f", "-o", "--preset", "--cluster-file", "--json");

    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "upgrade.yaml")
    String file = "";

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "saves the plan there")
    @Nullable String output;

    @Option(names = "--preset", paramLabel = "NAME", description = "what the plan prefers: fewest-outages, "
            + "least-exposure, documented, fastest (default: what the file says)")
    @Nullable String preset;

    @Option(names = "--cluster-file", paramLabel = "FILE", description = "plans for a cluster.yaml instead of the "
            + "running cluster: every node up and at the source version, groups at home")
    @Nullable String clusterFile;

    @Option(names = "--compare", description = "shows what every preset would come to, side by side")
    boolean compare;

    @Option(names = "--what-if", arity = "0..1", fallbackValue = "all", paramLabel = "+node|-NODE", description =
            "plans for one node more, or without one; alone: shows all of these side by side")
    @Nullable String whatIf;

    @Option(names = "--as-if", paramLabel = "SENTENCE", description = "supposes something of the cluster, such as "
            + "\"node2 down\"; may be given several times. What is supposed cannot be started")
    List<String> asIf = new ArrayList<>();

    @Option(names = "--svg", paramLabel = "FILE", description = "draws the plan there: nodes over time, red where "
            + "nobody could take a group over")
    @Nullable String svg;

    @Option(names = "--json", description = "prints plan, report and proof as one JSON document")
    boolean json;

    public PlanVerb(Session session) {
        super(session);
    }

    /// What `--json` prints.
    private record Result(@JsonUnwrapped PlanView plan, PlanDocument saved) {}

    /// What `--json` prints when there is no plan.
    private record NoPlan(Planning.Infeasible infeasible) {}

    @Override
    public boolean takes(List<String> words) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i);
            String value = name.equals("--json") ? "" : i + 1 < words.size() ? words.get(++i) : "-";
            if (!PLAIN.contains(name) || value.startsWith("-") || given.put(name, value) != null) {
                return false;
            }
        }
        if (!given.containsKey("-f")) {
            return false;
        }
        file = given.getOrDefault("-f", "");
        output = given.get("-o");
        preset = given.get("--preset");
        clusterFile = given.get("--cluster-file");
        json = given.containsKey("--json");
        return true;
    }

    @Override
    public Integer call() {
        Documents documents = new Documents(session.directory());
        Supplier<UpgradeSpec> upgrade = AtTheSameTime.INSTANCE.begin(() -> {
            UpgradeSpec read = documents.upgrade(file);
            // What a digest needs is loaded while the cluster is read and planned.
            AtTheSameTime.INSTANCE.begin(() -> PlanDocument.digest(new Plan(read, 0,
                    PlanBasis.of(ClusterImage.EMPTY), List.of())));
            return read;
        });
        Optional<ClusterDocument> defined;
        UpgradeSpec spec;
        try {
            defined = Optional.ofNullable(clusterFile).map(documents::cluster);
        } finally {
            // Of two files that are malformed this one is named.
            spec = withPreset(upgrade.get());
        }
        ClusterImage image = defined.map(document -> Definition.atRest(document, spec))
                .orElseGet(() -> status().image());
        boolean supposed = !asIf.isEmpty() || (whatIf != null && !whatIf.equals("all"));
        if (supposed && output != null && clusterFile == null) {
            throw Failure.usage("what is only supposed of the running cluster cannot be saved to be started.");
        }
        image = AsIf.of(image, asIf);
        if (supposed && whatIf != null && !whatIf.equals("all")) {
            image = AsIf.of(image, List.of(whatIf));
        }
        return plan(documents, spec, image);
    }

    private int plan(Documents documents, UpgradeSpec spec, ClusterImage image) {
        if (compare || "all".equals(whatIf)) {
            terminal().text((compare ? CompareScreen.presets(image, spec) : CompareScreen.nodes(image, spec)).text());
            return Exit.DONE;
        }
        return switch (Planner.draft(image, spec, AtTheSameTime.INSTANCE)) {
            case Draft draft -> show(documents, image, spec, draft);
            case Planning.Infeasible infeasible -> {
                if (json) {
                    terminal().document(Json.text(new NoPlan(infeasible)));
                } else {
                    terminal().text(new PlanScreen(image, Optional.empty(), Optional.empty(), "")
                            .text(spec, infeasible));
                }
                yield Exit.REFUSED;
            }
        };
    }

    private UpgradeSpec withPreset(UpgradeSpec spec) {
        try {
            return preset == null ? spec : spec.withPreset(Preset.parse(preset));
        } catch (IllegalArgumentException none) {
            throw Failure.usage("--preset: " + none.getMessage() + ".");
        }
    }

    private int show(Documents documents, ClusterImage image, UpgradeSpec spec, Draft draft) {
        Plan plan = draft.plan();
        CoverHistory history = draft.history();
        Supplier<PlanDocument> document = AtTheSameTime.INSTANCE.begin(() -> PlanDocument.of(plan, image));
        Supplier<PlanReport> written = AtTheSameTime.INSTANCE.begin(() -> draft.report(history));
        Proof proof = Prover.prove(plan, image, history, () -> written.get().exposureByGroup(), AtTheSameTime.INSTANCE);
        PlanReport report = written.get();
        PlanDocument saved = document.get();
        boolean fit = proof.holds();
        boolean startable = fit && !plan.stages().isEmpty();
        if (output != null && startable) {
            documents.write(output, Json.text(saved) + "\n");
        }
        if (svg != null) {
            documents.write(svg, new PlanSvg(image, plan).text());
        }
        if (json) {
            terminal().document(Json.text(new Result(PlanView.of(image, plan, report,
                    ProofText.word(proof), ProofText.sentence(proof)), saved)));
        } else {
            terminal().text(new PlanScreen(image, Optional.of(saved.digest()),
                    Optional.of(new PlanScreen.Proof(ProofText.word(proof), ProofText.sentence(proof))),
                    output == null && startable ? file : "").text(spec, new Planning.Planned(plan, report)));
            if (output != null && startable) {
                terminal().line("\n  saved as " + output + "; to start it:  baton upgrade start " + output);
            }
        }
        if (!fit) {
            terminal().aside("baton: refused: " + because(proof) + (output == null ? "" : "\nbaton: nothing was saved: "
                    + "a plan that is not proved cannot be started."));
        }
        return fit ? Exit.DONE : Exit.REFUSED;
    }

    private static String because(Proof proof) {
        return switch (proof) {
            case Proof.Holds _ -> "";
            case Proof.Broken broken -> broken.reasons().stream().map(Reason::text)
                    .collect(Collectors.joining("\nbaton: refused: "));
            case Proof.Unproven(var what) -> what;
        };
    }
}
