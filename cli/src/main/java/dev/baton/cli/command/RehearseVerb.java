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
        + "wrong, nodes fail.", "Needs no cluster and changes nothing; the same seed gives the same answer."})
public final class RehearseVerb extends Verb {

    @Parameters(paramLabel = "PLAN", description = "saved with: baton plan -o")
    String file = "";

    @Option(names = "--runs", paramLabel = "N", description = "how often (default: ${DEFAULT-VALUE})")
    int runs = Assumptions.USUAL.runs();

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
            + "action fail once; a table of who takes over, who waits, and what becomes of the plan")
    boolean faults;

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
            return accidents(image, plan);
        }
        Rehearsal rehearsal = Rehearsal.of(image, plan, assumptions());
        if (json) {
            terminal().document(Json.text(rehearsal));
            return Exit.DONE;
        }
        terminal().text(new RehearsalScreen(plan, rehearsal).text());
        return Exit.DONE;
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
                    runs, seed);
        } catch (IllegalArgumentException bad) {
            throw Failure.usage(bad.getMessage() + ".");
        }
    }

    private static Duration time(@Nullable String text, Duration otherwise) {
        return text == null ? otherwise : Durations.parse(text);
    }
}
