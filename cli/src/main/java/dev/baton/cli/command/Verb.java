package dev.baton.cli.command;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Credentials;
import dev.baton.cli.api.Endpoints;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Terminal;
import dev.baton.cluster.api.StatusView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.RequestReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every verb has: help, and a way to the cluster.
public abstract class Verb implements Callable<Integer> {

    @Option(names = "--api", paramLabel = "URL", split = ",", hideParamSyntax = true, order = 90,
            description = "where a node answers; several are tried in order (default: BATON_API, a running demo, "
                    + "this machine)")
    List<String> api = new ArrayList<>();

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 99, description = "shows this")
    boolean help;

    final Session session;
    private @Nullable ApiClient client;

    Verb(Session session) {
        this.session = session;
    }

    /// Returns whether it means something without any option or name.
    public boolean standsAlone() {
        return false;
    }

    /// Takes the words that follow the verb if they are options of the plainest form: each once, by its usual name,
    /// each value a word of its own. What they say is what the library for options would say.
    ///
    /// @return whether it did; else nothing has changed
    public boolean takes(List<String> words) {
        return words.isEmpty() && standsAlone();
    }

    final Terminal terminal() {
        return session.terminal();
    }

    /// Opened at the first use: a verb that needs no cluster opens nothing.
    final ApiClient cluster() {
        if (client == null) {
            client = new ApiClient(Endpoints.find(api, session.environment()), by(),
                    credentials(), session.election());
        }
        return client;
    }

    /// Returns how this verb shows who asks.
    Credentials credentials() {
        return Credentials.find(session.environment());
    }

    final StatusView status() {
        return cluster().status();
    }

    private String by() {
        String user = System.getProperty("user.name", "unknown");
        try {
            return user + " at " + Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException nameless) {
            return user;
        }
    }

    /// @throws Failure if the cluster has no group of that name
    static GroupImage group(ClusterImage image, String name) {
        return image.groups().values().stream().filter(group -> group.id().value().equals(name)).findFirst()
                .orElseThrow(() -> unknown("group", name,
                        image.groups().keySet().stream().map(GroupId::value).toList()));
    }

    /// @throws Failure if the cluster has no node of that name
    static NodeImage node(ClusterImage image, String name) {
        return image.nodes().values().stream().filter(node -> node.id().value().equals(name)).findFirst()
                .orElseThrow(() -> unknown("node", name,
                        image.nodes().keySet().stream().map(NodeId::value).toList()));
    }

    /// Returns the failure for a name that nothing has.
    static Failure unknown(String what, String name, Collection<String> known) {
        RequestReason reason = new RequestReason.Unknown(what, name, known);
        return Failure.usage(reason.facts() + "; " + reason.wayOut() + ".");
    }
}
