package dev.baton.core.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a silent machine is made sure to be dead: a fence agent by the FenceAgentAPI
/// (github.com/ClusterLabs/fence-agents/blob/main/doc/FenceAgentAPI.md). Its options go to it on standard input; exit 0
/// of the action counts only together with a following `status` that says off.
///
/// @param agent   its program, such as `fence_ipmilan`, looked for on the machine that runs it
/// @param with    options; `{node}` stands for the name of the node that is fenced
/// @param secrets options that are read from a file on the machine that runs the agent, by name
/// @param within  after this an attempt has failed
public record FenceDevice(String agent, SortedMap<String, String> with, SortedMap<String, String> secrets,
        Duration within) {

    private static final String NODE = "{node}";

    public FenceDevice {
        with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    /// Returns the command that turns the node off, and succeeds only when it is off afterwards. The options are never
    /// arguments: those everybody can read.
    public Command off(NodeId node) {
        StringBuilder options = new StringBuilder();
        with.forEach((name, value) -> options.append("printf '%s\\n' ").append(quoted(name + "="
                + value.replace(NODE, node.value()))).append("; "));
        secrets.forEach((name, file) -> options.append("printf '%s=%s\\n' ").append(quoted(name)).append(" \"$(cat ")
                .append(quoted(file.replace(NODE, node.value()))).append(")\" || exit 1; "));
        return new Command("options() { " + options + "printf 'action=%s\\n' \"$1\"; }; "
                + "options off | " + quoted(agent) + " || { echo \"off failed, status $?\"; exit 1; }; "
                + "options status | " + quoted(agent) + "; is=$?; "
                + "[ $is -eq 2 ] || { echo \"after off the status is $is, not 2 (off)\"; exit 1; }");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
