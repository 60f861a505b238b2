package dev.baton.agent.resource;

import dev.baton.agent.facts.Printed;
import dev.baton.agent.host.HostEvent;
import dev.baton.core.model.Command;
import dev.baton.core.model.Monitor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The actions by which a resource is run from outside: `start`, `monitor` and `stop`, each a command that ends with a
/// status of the OCF Resource Agent API, version 1.1
/// (github.com/ClusterLabs/OCF-spec/blob/main/ra/1.1/resource-agent-api.md).
interface Actions {

    /// The exit status that says, to a monitor, that the resource is cleanly stopped.
    int NOT_RUNNING = 7;
    /// What is needed is not on this machine, so nothing can have been started here.
    int NOT_INSTALLED = 5;
    /// What the operator has to change first.
    int NOT_CONFIGURED = 6;

    /// What every action finds in its environment.
    Map<String, String> PLAIN = Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL", "C");

    /// Returns the command for an action.
    Command command(String action, SortedMap<String, String> parameters);

    /// Returns the command that stops whatever runs, and is right also where nothing can.
    Command release(SortedMap<String, String> parameters);

    /// Returns what a monitor finds in its environment when it looks in this way.
    ///
    /// @param instance   the name of the resource, unique in the cluster
    /// @param parameters of the resource
    default SortedMap<String, String> environment(String instance, SortedMap<String, String> parameters,
            Monitor monitor) {
        return environment(instance, parameters, "monitor", monitor.timeout(), monitor.every());
    }

    /// Returns what an action finds in its environment; a monitor looks at depth 0.
    ///
    /// @param instance   the name of the resource, unique in the cluster
    /// @param parameters of the resource
    /// @param within     how long the action may take
    /// @param every      how often the resource is monitored
    SortedMap<String, String> environment(String instance, SortedMap<String, String> parameters, String action,
            Duration within, Duration every);

    /// Returns whether a stop succeeded.
    static boolean stopped(HostEvent.RunEnded ended) {
        return ended.succeeded() || (!ended.timedOut() && ended.status() == NOT_INSTALLED);
    }

    /// Returns whether a monitor said that the resource is stopped.
    static boolean notRunning(HostEvent.RunEnded looked) {
        return !looked.timedOut() && (looked.status() == NOT_RUNNING || looked.status() == NOT_INSTALLED);
    }

    /// Returns how an action ended, for people: its status in the standard's words, and the last that it printed.
    static String said(HostEvent.RunEnded ended) {
        if (ended.timedOut()) {
            return "it took too long" + Printed.lastLine(ended.output()).map(line -> ": " + line).orElse("");
        }
        return "status " + ended.status() + word(ended.status()).map(word -> ", " + word).orElse("")
                + Printed.lastLine(ended.output()).map(line -> ": " + line).orElse("");
    }

    private static Optional<String> word(int status) {
        return switch (status) {
            case 1 -> Optional.of("error");
            case 2 -> Optional.of("wrong arguments");
            case 3 -> Optional.of("not implemented");
            case 4 -> Optional.of("insufficient privileges");
            case NOT_INSTALLED -> Optional.of("not installed");
            case NOT_CONFIGURED -> Optional.of("not configured");
            case NOT_RUNNING -> Optional.of("not running");
            case 8 -> Optional.of("running as promoted");
            case 9 -> Optional.of("failed as promoted");
            default -> Optional.empty();
        };
    }
}
