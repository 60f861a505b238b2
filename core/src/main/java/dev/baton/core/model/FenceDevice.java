package dev.baton.core.model;

import static dev.baton.core.model.Command.quoted;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a silent machine is made sure to be dead: a fence agent by the FenceAgentAPI
/// (github.com/ClusterLabs/fence-agents/blob/main/doc/FenceAgentAPI.md). Its options go to it on standard input; exit 0
/// of the action counts only together with a following `status` that says off; after a reboot, which may end with the
/// machine on, also with the machine's next boot, which whoever asked for it waits for.
///
/// @param agent   its program, such as `fence_ipmilan`, looked for on the machine that runs it
/// @param with    options; `{node}` stands for the name of the node that is fenced
/// @param secrets options that are read from a file on the machine that runs the agent, by name
/// @param within  after this an attempt has failed
/// @param action  what the agent is asked to do; empty: to turn the machine off, also when an older build wrote it
/// @param nodes   options that are a node's own, such as the address of its service processor
public record FenceDevice(String agent, SortedMap<String, String> with, SortedMap<String, String> secrets,
        Duration within, Optional<Action> action, SortedMap<NodeId, Options> nodes) {

    /// Options of an agent: as they are, and by the files that they are read from.
    public record Options(SortedMap<String, String> with, SortedMap<String, String> secrets) {

        public Options {
            with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
            secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        }

        /// Returns these options with others before them: of each name what the others say, where they say it.
        private Options under(Options others) {
            TreeMap<String, String> plain = new TreeMap<>(with);
            TreeMap<String, String> read = new TreeMap<>(secrets);
            plain.keySet().removeAll(others.secrets.keySet());
            read.keySet().removeAll(others.with.keySet());
            plain.putAll(others.with);
            read.putAll(others.secrets);
            return new Options(plain, read);
        }
    }

    /// What an agent is asked to do with a machine.
    public enum Action {
        /// Turn it off; a person turns it on again.
        OFF,
        /// Turn it off and on.
        REBOOT;

        /// Returns the action as a fence agent and a cluster file name it.
        public String word() {
            return this == OFF ? "off" : "reboot";
        }
    }

    private static final String NODE = "{node}";

    /// The beginning of the last line that the command prints when the agent says that it rebooted the machine, and the
    /// status after that is not off.
    private static final String REBOOTED = "rebooted: ";

    public FenceDevice {
        with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        action = action.filter(said -> said != Action.OFF);
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    /// One that turns machines off.
    public FenceDevice(String agent, SortedMap<String, String> with, SortedMap<String, String> secrets,
            Duration within) {
        this(agent, with, secrets, within, Optional.empty(), Collections.emptySortedMap());
    }

    /// Returns what the agent is asked to do.
    public Action does() {
        return action.orElse(Action.OFF);
    }

    /// Returns the command that has the action done, and succeeds only when the node is off afterwards. The options are
    /// never arguments: those everybody can read.
    public Command command(NodeId node) {
        Options all = new Options(with, secrets);
        Options own = nodes.containsKey(node) ? all.under(nodes.get(node)) : all;
        StringBuilder options = new StringBuilder();
        own.with().forEach((name, value) -> options.append("printf '%s\\n' ").append(quoted(name + "="
                + value.replace(NODE, node.value()))).append("; "));
        own.secrets().forEach((name, file) -> options.append("printf '%s=%s\\n' ").append(quoted(name))
                .append(" \"$(cat ").append(quoted(file.replace(NODE, node.value()))).append(")\" || exit 1; "));
        String act = does().word();
        String on = does() == Action.REBOOT ? REBOOTED : "";
        return new Command("options() { " + options + "printf 'action=%s\\n' \"$1\"; }; "
                + "options " + act + " | " + quoted(agent) + " || { echo \"" + act + " failed, status $?\"; exit 1; }; "
                + "options status | " + quoted(agent) + "; is=$?; "
                + "[ $is -eq 2 ] || { echo \"" + on + "after " + act + " the status is $is, not 2 (off)\"; exit 1; }");
    }

    /// Returns whether a command that failed has rebooted the machine, going by what it printed: its next boot, which
    /// may be under way, will show that what ran on it is over, and would be cut off by another attempt.
    public boolean awaitsBoot(String output) {
        return does() == Action.REBOOT && output.lines().filter(line -> !line.isBlank()).reduce((_, line) -> line)
                .filter(line -> line.startsWith(REBOOTED)).isPresent();
    }
}
