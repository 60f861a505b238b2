package dev.baton.cli.command;

import dev.baton.cli.membership.MachineFiles;
import dev.baton.cli.membership.NodeIdentity;
import dev.baton.cli.terminal.Failure;
import dev.baton.core.model.NodeId;
import java.nio.file.Path;
import java.util.Optional;
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

    @Option(names = "--certificate", order = 7, paramLabel = "FILE", description = "PEM: this machine's certificate, "
            + "which names ADDRESS; with it other machines may call, over TLS")
    Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", order = 8, paramLabel = "FILE", description = "PEM: its key, PKCS #8")
    Optional<Path> key = Optional.empty();

    @Option(names = "--authority", order = 9, paramLabel = "FILE", description = "PEM: who signs the certificates of "
            + "the cluster's nodes")
    Optional<Path> authority = Optional.empty();

    NodeId id() {
        try {
            return new NodeId(node);
        } catch (IllegalArgumentException none) {
            throw Failure.usage(none.getMessage() + ".");
        }
    }

    MachineFiles files(Path around) {
        Optional<NodeIdentity> identity = identity(around);
        return new MachineFiles(around.resolve(directory), around.resolve(state), identity.isPresent() ? address
                : "127.0.0.1", port, identity);
    }

    /// Returns by what the other nodes will know this machine; empty when it is not said.
    ///
    /// @throws Failure if it is said by halves, or no node would believe it
    Optional<NodeIdentity> identity(Path around) {
        if (certificate.isEmpty() && key.isEmpty() && authority.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty() || authority.isEmpty()) {
            throw Failure.usage("--certificate, --key and --authority go together.");
        }
        NodeIdentity identity = new NodeIdentity(around.resolve(certificate.get()).toAbsolutePath().normalize(),
                around.resolve(key.get()).toAbsolutePath().normalize(),
                around.resolve(authority.get()).toAbsolutePath().normalize());
        identity.requireUsable(address);
        return Optional.of(identity);
    }
}
