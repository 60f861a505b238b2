package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton maintenance on`.
@Command(name = "on", description = {"Closes nodes, or the whole cluster: nothing starts there, not even in an",
        "emergency; what runs goes on. It ends by itself after the time you say."})
public final class MaintenanceOn extends Order {

    @Parameters(paramLabel = "NODE", arity = "0..*", description = "which nodes (default: all)")
    List<String> nodes = new ArrayList<>();

    @Option(names = "--for", required = true, paramLabel = "TIME", description = "for how long, such as 2h")
    Duration lasting = Duration.ZERO;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever asks `baton why`")
    String reason = "maintenance";

    public MaintenanceOn(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.BeginMaintenance(named(status().image(), nodes), reason, lasting), Notice.NONE);
        return Exit.DONE;
    }

    static SortedSet<NodeId> named(ClusterImage image, List<String> names) {
        TreeSet<NodeId> known = new TreeSet<>();
        names.forEach(name -> known.add(node(image, name).id()));
        return known;
    }
}
