package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Wrap;
import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.placement.Why;
import dev.baton.core.screen.FailureScreen;
import dev.baton.core.screen.ReportScreen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton why`.
@Command(name = "why", description = {"Says why a group, a node or the run is as it is.",
        "A group: why here, why not elsewhere. A node: who holds it. `run`: what it waits for."})
public final class WhyVerb extends Verb {

    private static final String RUN = "run";

    @Parameters(paramLabel = "NAME", description = "a group, a node, or `run`")
    String name = "";

    @Option(names = "--json", description = "prints headline, lines and outlook as one JSON document")
    boolean json;

    public WhyVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        StatusView status = status();
        var image = status.image();
        if (name.equals(RUN) || status.run().filter(run -> run.run().value().equals(name)).isPresent()) {
            return run(status);
        }
        Optional<GroupId> group = image.groups().keySet().stream().filter(id -> id.value().equals(name)).findFirst();
        Optional<NodeId> node = image.nodes().keySet().stream().filter(id -> id.value().equals(name)).findFirst();
        if (group.isEmpty() && node.isEmpty()) {
            List<String> known = new ArrayList<>();
            image.groups().keySet().forEach(id -> known.add(id.value()));
            image.nodes().keySet().forEach(id -> known.add(id.value()));
            known.add(RUN);
            throw unknown("group, node or run", name, known);
        }
        Why why = group.map(id -> Why.group(image, id))
                .orElseGet(() -> Why.node(image, node.orElseThrow()));
        if (json) {
            terminal().document(Json.text(why));
        } else {
            why.text().forEach(line -> terminal().line(Wrap.at(terminal().columns(), line)));
            group.ifPresent(id -> new FailureScreen(image.group(id), status.failuresOf(id), status.now()).lines()
                    .forEach(line -> terminal().line(Wrap.at(terminal().columns(), line))));
        }
        return Exit.DONE;
    }

    private Integer run(StatusView status) {
        Optional<RunView> run = status.run().or(() -> cluster().run(Api.LATEST));
        if (run.isEmpty()) {
            throw Failure.usage("there is no run; start one with: baton upgrade start plan.json.");
        }
        terminal().text(new ReportScreen(run.get(), status.now()).why());
        return Exit.DONE;
    }
}
