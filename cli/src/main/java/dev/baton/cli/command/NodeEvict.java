package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node evict`.
@Command(name = "evict", description = {"Makes a node that is down, and owns nothing, a member no more.",
        "It counts for nothing from then on; started again it waits outside until a",
        "configuration names it. Take it out of cluster.yaml as well."})
public final class NodeEvict extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
    String reason = "";

    public NodeEvict(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.EvictNode(node(status().image(), node).id(), reason), Notice.NONE);
        return Exit.DONE;
    }
}
