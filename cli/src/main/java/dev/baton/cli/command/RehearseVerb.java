package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.faults.Faults;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.rehearsal.Assumptions;
import dev.baton.core.rehearsal.Rehearsal;
import dev.baton.core.screen.FaultsScreen;
import dev.baton.core.screen.RehearsalScreen;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton rehearse`: tries a saved plan out many times on paper.
@Command(name = "rehearse", description = {"Tries a saved plan out many times on paper: durations vary, upgrades go "
        + "wrong, nodes fail.", "Needs no cluster and changes nothing; the same seed gives the same answer.",
        "With --faults it plays the plan on a simulated likeness of its cluster, by the code that would carry it out: "
        + "baton rehearse plan.json --faults"})
public final class RehearseVerb extends Verb {

    @Parameters(paramLabel = "PLAN", description = "saved with: baton plan -o")
    String file = "";

    private static final int ACCIDENTS = 400;

    @Option(names = "--runs", paramLabel = "N", description = "how often (default: 20000); with --faults, how many "
            + "accidents at most (default: 400): of more, a sample is drawn by the seed")
    @Nullable Integer runs;

    @Option(names = "--seed", paramLabel = "N", description = "from which all chance follows (default: "
            + "${DEFAULT-VALUE})")
    long seed = Assumptions.USUAL.seed();

    @Option(names = "--node-fails-every", paramLabel = "TIME", description = "mean time between failures of a node "
            + "(default: 2000h)")
    @Nullable String nodeFailsEvery;

    @Option(names = "--repair-takes", paramLabel = "TIME", description = "mean time until a failed node is back "
            + "(default: 4h)")
    @Nullable String repairTakes;

    @Option(names = "--faults", description = "instead: loses every node in the middle of every step, and lets every "
            + "command fail, once and until mended, each in a simulated cluster like yours; a table of how the run "
            + "ends, and what its clients see")
    boolean faults;

    @Option(names = "--by-rules", description = "with --faults: simulates nothing; who takes over, who waits, and what "
            + "becomes of the plan, by the rules alone: fast, for large clusters too")
    boolean byRules;

    @Option(names = "--only", paramLabel = "N", description = "with --faults: plays accident N alone, and tells what "
            + "happened, line by line")
    @Nullable Integer only;

    @Option(names = "--json", description = "prints the answer as one JSON document")
    boolean json;

    public RehearseVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        PlanDocument saved = new Documents(session.directory()).plan(file);
        Plan plan = saved.plan();
        ClusterImage image = saved.image();
        if (faults) {
            return byRules ? accidents(image, plan) : played(saved);
        }
        if (byRules || only != null) {
            throw Failure.usage((byRules ? "--by-rules" : "--only") + " goes with --faults.");
        }
        Rehearsal rehearsal = Rehearsal.of(image, plan, assumptions());
        if (json) {
            terminal().document(Json.text(rehearsal));
            return Exit.DONE;
        }
        terminal().text(new RehearsalScreen(plan, rehearsal).text());
        return Exit.DONE;
    }

    private int played(PlanDocument saved) {
        if (!PlayedFaults.fits(saved)) {
            terminal().aside(PlayedFaults.tooLarge(saved));
            return accidents(saved.image(), saved.plan());
        }
        PlayedFaults played = new PlayedFaults(terminal(), file, saved, seed, json);
        int most = runs == null ? ACCIDENTS : runs;
        if (most < 1) {
            throw Failure.usage("--runs: at least one accident is played.");
        }
        return only == null ? played.all(most) : played.only(only);
    }

    private int accidents(ClusterImage image, Plan plan) {
        if (Faults.count(image, plan) > Faults.MOST) {
            throw Failure.usage("this plan and cluster have " + Faults.count(image, plan) + " accidents, more than the "
                    + Faults.MOST + " that are looked at; rehearse a part of the cluster, or without --faults.");
        }
        Faults all = Faults.of(image, plan);
        if (json) {
            terminal().document(Json.text(all));
        } else {
            terminal().text(new FaultsScreen(plan, all).text());
        }
        return Exit.DONE;
    }

    private Assumptions assumptions() {
        Assumptions usual = Assumptions.USUAL;
        try {
            return new Assumptions(time(nodeFailsEvery, usual.nodeFailsEvery()),
                    time(repairTakes, usual.repairTakes()), usual.variation(), usual.upgradeFails(), usual.fixTakes(),
                    runs == null ? usual.runs() : runs, seed);
        } catch (IllegalArgumentException bad) {
            throw Failure.usage(bad.getMessage() + ".");
        }
    }

    private static Duration time(@Nullable String text, Duration otherwise) {
        return text == null ? otherwise : Durations.parse(text);
    }
}
