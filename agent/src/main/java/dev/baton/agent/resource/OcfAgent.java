package dev.baton.agent.resource;

import dev.baton.core.model.Command;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.Resource;
import java.time.Duration;
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
record OcfAgent(String provider, String name) implements Actions {

    private static final String ROOT = "/usr/lib/ocf";
    private static final Pattern TYPE = Pattern.compile("ocf:([A-Za-z0-9._-]+):([A-Za-z0-9._-]+)");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// Returns the agent that a resource type names; empty when the type is no OCF type.
    static Optional<OcfAgent> of(String type) {
        Matcher matcher = TYPE.matcher(type);
        return matcher.matches() ? Optional.of(new OcfAgent(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    @Override
    public Command command(String action, SortedMap<String, String> parameters) {
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

    @Override
    public Command release(SortedMap<String, String> parameters) {
        return new Command(secrets(parameters) + path() + " stop || (($? == " + NOT_INSTALLED + "))");
    }

    private String path() {
        return ROOT + "/resource.d/" + provider + "/" + name;
    }

    @Override
    public SortedMap<String, String> environment(String instance, SortedMap<String, String> parameters,
            Monitor monitor) {
        SortedMap<String, String> all = Actions.super.environment(instance, parameters, monitor);
        all.put("OCF_CHECK_LEVEL", Integer.toString(monitor.depth()));
        return all;
    }

    /// Returns it; names of parameters that no shell variable can have are left out.
    @Override
    public SortedMap<String, String> environment(String instance, SortedMap<String, String> parameters, String action,
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
        all.putAll(Actions.PLAIN);
        return all;
    }
}
