package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.RequestReason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton upgrade start`.
@Command(name = "start", description = {"Carries out a saved plan; refused if the cluster has moved on since.",
        "The run goes on without this terminal. Look:  baton upgrade watch"})
public final class UpgradeStart extends Order {

    @Parameters(paramLabel = "PLAN", description = "saved with: baton plan -o")
    String file = "";

    public UpgradeStart(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        PlanDocument saved = new Documents(session.directory()).plan(file);
        List<PlanBasis.Difference> moved = saved.plan().basis().differences(PlanBasis.of(status().image()));
        if (!moved.isEmpty()) {
            throw new Failure(Exit.REFUSED, "refused: " + new RequestReason.ClusterMoved(moved.getFirst().planned(),
                    moved.getFirst().now()).text());
        }
        order(new Request.StartRun(saved.plan()), "plan " + saved.digest() + " (" + saved.plan().spec().name() + ")",
                outages(saved.plan()));
        if (!json && !consent.dryRun) {
            terminal().line("To look:  baton upgrade watch");
        }
        return Exit.DONE;
    }

    /// One line for each outage, in the order of the plan.
    private static List<String> outages(Plan plan) {
        return plan.stages().stream().flatMap(stage -> stage.outages().stream().map(group -> group + ", in step "
                + stage.number() + ": " + stage.title().replaceAll(" {2,}", " "))).toList();
    }
}
