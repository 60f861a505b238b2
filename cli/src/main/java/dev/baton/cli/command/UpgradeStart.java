package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.RequestReason;
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
        ClusterImage image = status().image();
        List<PlanBasis.Difference> moved = saved.plan().basis().differences(PlanBasis.of(image));
        if (!moved.isEmpty()) {
            throw new Failure(Exit.REFUSED, "refused: " + new RequestReason.ClusterMoved(moved.getFirst().planned(),
                    moved.getFirst().now()).text());
        }
        Request start = new Request.StartRun(saved.plan());
        order(start, Notice.of(start, image));
        if (!json && !consent.dryRun) {
            terminal().line("To look:  baton upgrade watch");
        }
        return Exit.DONE;
    }
}
