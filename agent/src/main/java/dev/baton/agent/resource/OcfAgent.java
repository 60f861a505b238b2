package dev.baton.agent.resource;

import dev.baton.agent.facts.Printed;
import dev.baton.agent.host.HostEvent;
import dev.baton.core.model.Command;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A resource agent by the OCF Resource Agent API, version 1.1
/// (github.com/ClusterLabs/OCF-spec/blob/main/ra/1.1/resource-agent-api.md).
///
/// @param provider whose agent, such as `heartbeat`
/// @param name     of the agent, such as `IPaddr2`
record OcfAgent(String provider, String name) {

    /// The exit status that says, to a monitor, that the resource is cleanly stopped.
    private static final int NOT_RUNNING = 7;
    /// What the agent needs is not on this machine, so it cannot have started anything here.
    private static final int NOT_INSTALLED = 5;

    private static final String ROOT = "/usr/lib/ocf";
    private static final Pattern TYPE = Pattern.compile("ocf:([A-Za-z0-9._-]+):([A-Za-z0-9._-]+)");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Map<Integer, String> WORDS = Map.of(1, "error", 2, "wrong arguments", 3, "not implemented",
            4, "insufficient privileges", NOT_INSTALLED, "not installed", 6, "not configured",
            NOT_RUNNING, "not running", 8, "running as promoted", 9, "failed as promoted");

    /// Returns the agent that a resource type names; empty when the type is no OCF type.
    static Optional<OcfAgent> of(String type) {
        Matcher matcher = TYPE.matcher(type);
        return matcher.matches() ? Optional.of(new OcfAgent(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /// Returns the command for an action.
    Command command(String action, SortedMap<String, String> parameters) {
        return new Command(secrets(parameters) + "exec " + path() + " " + action);
    }

    /// Reads the parameters that stand in files; an agent whose secret cannot be read is not run.
    private static String secrets(SortedMap<String, String> parameters) {
        StringBuilder read = new StringBuilder();
        parameters.forEach((name, file) -> {
            String plain = name.endsWith(Resource.FROM_FILE)
                    ? name.substring(0, name.length() - Resource.FROM_FILE.length()) : "";
            if (PARAMETER.matcher(plain).matches()) {
                read.append("OCF_RESKEY_").append(plain).append("=\"$(cat '").append(file.replace("'", "'\\''"))
                        .append("')\" || exit 1; export OCF_RESKEY_").append(plain).append("; ");
            }
        });
        return read.toString();
    }

    /// Returns the command that stops whatever runs, and is right also where nothing can.
    Command release(SortedMap<String, String> parameters) {
        return new Command(secrets(parameters) + path() + " stop || (($? == " + NOT_INSTALLED + "))");
    }

    private String path() {
        return ROOT + "/resource.d/" + provider + "/" + name;
    }

    /// Returns what the agent finds in its environment when it looks in this way.
    ///
    /// @param instance   the name of the resource, unique in the cluster
    /// @param parameters of the resource; names that no shell variable can have are left out
    SortedMap<String, String> environment(String instance, SortedMap<String, String> parameters, Monitor monitor) {
        SortedMap<String, String> all = environment(instance, parameters, "monitor", monitor.timeout(),
                monitor.every());
        all.put("OCF_CHECK_LEVEL", Integer.toString(monitor.depth()));
        return all;
    }

    /// Returns what the agent finds in its environment; a monitor looks at depth 0.
    ///
    /// @param instance   the name of the resource, unique in the cluster
    /// @param parameters of the resource; names that no shell variable can have are left out
    /// @param within     how long the action may take
    /// @param every      how often the resource is monitored
    SortedMap<String, String> environment(String instance, SortedMap<String, String> parameters, String action,
            Duration within, Duration every) {
        TreeMap<String, String> all = new TreeMap<>();
        parameters.forEach((parameter, value) -> {
            if (PARAMETER.matcher(parameter).matches()) {
                all.put("OCF_RESKEY_" + parameter, value);
            }
        });
        all.put("OCF_ROOT", ROOT);
        all.put("OCF_RA_VERSION_MAJOR", "1");
        all.put("OCF_RA_VERSION_MINOR", "1");
        all.put("OCF_RESOURCE_INSTANCE", instance);
        all.put("OCF_RESOURCE_PROVIDER", provider);
        all.put("OCF_RESOURCE_TYPE", name);
        all.put("OCF_RESKEY_CRM_meta_name", action);
        all.put("OCF_RESKEY_CRM_meta_timeout", Long.toString(within.toMillis()));
        if (action.equals("monitor")) {
            all.put("OCF_CHECK_LEVEL", "0");
            all.put("OCF_RESKEY_CRM_meta_interval", Long.toString(every.toMillis()));
        }
        all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all.put("LC_ALL", "C");
        return all;
    }

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
        return "status " + ended.status() + Optional.ofNullable(WORDS.get(ended.status())).map(word -> ", " + word)
                .orElse("") + Printed.lastLine(ended.output()).map(line -> ": " + line).orElse("");
    }
}
