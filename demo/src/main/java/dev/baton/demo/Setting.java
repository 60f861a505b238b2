package dev.baton.demo;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Endpoints;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.config.ClusterFile;
import dev.baton.config.Mistakes;
import dev.baton.config.UpgradeFile;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.demo.local.LocalCluster;
import dev.baton.demo.local.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// A local cluster whose groups are online, and the client to talk with it: where any demo and any test begins.
///
/// @param cluster runs
/// @param api     asks any of its nodes
public record Setting(LocalCluster cluster, ApiClient api) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Returns a client for all machines of a cluster, the witness among them: it may lead.
    public static Setting of(LocalCluster cluster) {
        return new Setting(cluster, new ApiClient(new Endpoints(
                cluster.shape().machines().stream().map(cluster::api).toList(), "the demo"), "the demo"));
    }

    /// Gives the cluster its configuration and returns when every node reads its version and every group is online.
    ///
    /// @throws Failure     if the cluster refuses the configuration or does not come to that
    /// @throws IOException if the files cannot be read
    public void configure() throws IOException {
        switch (api.ask(new Request.ApplyConfiguration(document(cluster.clusterFile()), Optional.empty()),
                UUID.randomUUID().toString(), false)) {
            case ApiClient.Reply.Accepted _ -> { }
            case ApiClient.Reply.Refused(var problem) -> throw new Failure(Exit.REFUSED, problem.detail());
        }
        awaitReady();
    }

    /// Returns when every node is up and reads its version, and every group is online with its format read.
    ///
    /// @throws Failure naming what is not, if it does not come to that within a minute
    public void awaitReady() {
        if (!Waiting.until(PATIENCE, () -> notReady().isEmpty())) {
            throw new Failure(Exit.RUN_WAITS, "after " + PATIENCE.toSeconds() + " s the cluster is not ready: "
                    + notReady());
        }
    }

    /// Returns what keeps the cluster from being ready; empty when nothing does.
    private String notReady() {
        ClusterImage image = image();
        String nodes = image.members().stream().filter(node -> !node.up() || version(node).isEmpty())
                .map(node -> node.id() + (node.up() ? " has not read its version" : " is not up"))
                .collect(Collectors.joining(", "));
        String groups = image.groups().values().stream().filter(group -> !isReady(group))
                .map(group -> group.id() + " is " + group.state().word()
                        + (group.state() instanceof GroupState.Failed(var why) ? " (" + why + ")" : ""))
                .collect(Collectors.joining(", "));
        return image.groups().size() < cluster.shape().servers() ? "the configuration is not there yet"
                : nodes + (nodes.isEmpty() || groups.isEmpty() ? "" : ", ") + groups;
    }

    private static boolean isReady(GroupImage group) {
        return group.state() instanceof GroupState.Online && group.format() instanceof Format.At;
    }

    /// Returns the cluster as it is now.
    public ClusterImage image() {
        return api.status().image();
    }

    /// Returns the version of the groups' product that a node reads; empty text when it has read none.
    String version(NodeImage node) {
        return node.version(cluster.workload().product()).map(Object::toString).orElse("");
    }

    /// Returns what the upgrade file of the cluster says.
    ///
    /// @throws IOException if it cannot be read
    public UpgradeSpec upgrade() throws IOException {
        return UpgradeFile.parse(source(cluster.upgradeFile()));
    }

    private static ClusterDocument document(Path file) throws IOException {
        try {
            return ClusterFile.parse(source(file), kind -> {
                Path kinds = file.resolveSibling("kinds").resolve(kind + ".yaml");
                try {
                    return Files.exists(kinds) ? Optional.of(source(kinds)) : Optional.empty();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (Mistakes mistakes) {
            throw Failure.usage(String.valueOf(mistakes.getMessage()));
        }
    }

    private static ClusterFile.Source source(Path file) throws IOException {
        return new ClusterFile.Source(file.toString(), Files.readString(file));
    }
}
