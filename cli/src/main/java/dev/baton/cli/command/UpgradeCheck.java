package dev.baton.cli.command;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.terminal.Exit;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.screen.Readiness;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton upgrade check`.
@Command(name = "check", description = {"Looks at all that an upgrade needs before it starts, each with a way out.",
        "Of an upgrade.yaml a plan is made for this, and not saved. Nothing is changed;",
        "the leader is asked whether it would start. Ends with 1 when a check failed."})
public final class UpgradeCheck extends Verb {

    @Parameters(paramLabel = "PLAN|FILE", description = "a saved plan, or an upgrade.yaml")
    String file = "";

    @Option(names = "--json", description = "prints the checks as one JSON document")
    boolean json;

    public UpgradeCheck(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        StatusView status = status();
        Documents documents = new Documents(session.directory());
        Readiness readiness = documents.holdsJson(file) ? ofPlan(documents.plan(file), status)
                : ofUpgrade(documents.upgrade(file), status);
        if (json) {
            terminal().document(Json.text(readiness));
        } else {
            terminal().text(readiness.text());
        }
        return readiness.ready() ? Exit.DONE : Exit.REFUSED;
    }

    private Readiness ofPlan(PlanDocument saved, StatusView status) {
        ClusterImage image = status.image();
        List<RequestReason> moved = saved.plan().basis().differences(PlanBasis.of(image)).stream()
                .<RequestReason>map(one -> new RequestReason.ClusterMoved(one.planned(), one.now())).toList();
        return asked(saved.plan(), Readiness.of(image, saved.plan().spec(), Optional.of(saved.plan()), moved,
                saved.digest(), run(status), cluster().machines()));
    }

    private Readiness ofUpgrade(UpgradeSpec spec, StatusView status) {
        ClusterImage image = status.image();
        return switch (Planner.plan(image, spec)) {
            case Planning.Planned(var plan, _) -> asked(plan, Readiness.of(image, spec, Optional.of(plan), List.of(),
                    PlanDocument.digest(plan), run(status), cluster().machines()));
            case Planning.Infeasible(var because, _) -> Readiness.of(image, spec, Optional.empty(), because, "",
                    run(status), cluster().machines());
        };
    }

    private static Optional<RunId> run(StatusView status) {
        return status.run().filter(run -> run.ended().isEmpty()).map(RunView::run);
    }

    /// The leader judges by all that only it knows: jobs of earlier runs, drills that have passed.
    private Readiness asked(Plan plan, Readiness readiness) {
        ApiClient.Reply reply = cluster().ask(new Request.StartRun(plan), UUID.randomUUID().toString(), true);
        return readiness.with(Readiness.asked(switch (reply) {
            case ApiClient.Reply.Accepted _ -> List.of();
            case ApiClient.Reply.Refused(var problem) -> List.of(problem.detail());
        }));
    }
}
