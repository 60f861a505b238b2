package dev.baton.cli.command;

import dev.baton.cli.membership.MachineFiles;
import dev.baton.cli.terminal.Failure;
import dev.baton.core.model.NodeId;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// What has to be said of a machine that becomes a node.
final class MachineOptions {

    @Option(names = "--node", required = true, order = 1, paramLabel = "NAME", description = "its name in the cluster")
    String node = "";

    @Option(names = "--address", required = true, order = 2, paramLabel = "ADDRESS",
            description = "where the other nodes reach it")
    String address = "";

    @Option(names = "--files", order = 3, paramLabel = "DIR", description = "where batond.yaml and the secret are "
            + "written (default: ${DEFAULT-VALUE})")
    String directory = "/etc/baton";

    @Option(names = "--state", order = 4, paramLabel = "DIR", description = "where its batond keeps its state "
            + "(default: ${DEFAULT-VALUE})")
    String state = "/var/lib/baton";

    @Option(names = "--api-port", order = 5, paramLabel = "PORT", description = "where its REST interface answers, on "
            + "this machine (default: ${DEFAULT-VALUE})")
    int port = 8420;

    NodeId id() {
        try {
            return new NodeId(node);
        } catch (IllegalArgumentException none) {
            throw Failure.usage(none.getMessage() + ".");
        }
    }

    MachineFiles files(Path around) {
        return new MachineFiles(around.resolve(directory), around.resolve(state), "127.0.0.1", port);
    }
}
