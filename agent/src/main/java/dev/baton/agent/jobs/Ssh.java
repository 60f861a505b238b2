package dev.baton.agent.jobs;

import static dev.baton.core.model.Command.quoted;

import dev.baton.core.model.Command;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Commands on machines outside the cluster, by the machine's own ssh client with its user's configuration and keys. It
/// never asks anybody anything (ssh_config(5), `BatchMode`), and it notices a machine that is silent.
final class Ssh {

    private static final String CLIENT = "exec ssh -n -T -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5"
            + " -o ServerAliveCountMax=3 -- ";

    private Ssh() {}

    /// Returns the command that runs `command` there, with the same environment; its status is the command's, or 255.
    ///
    /// @param host a host, or `user@host`
    static Command on(String host, Command command, SortedMap<String, String> environment) {
        String exports = environment.entrySet().stream().map(Ssh::export).collect(Collectors.joining());
        return new Command(CLIENT + quoted(host) + " " + quoted(exports + command.line()));
    }

    /// Returns the command that runs `command` on this host, or here where none is named.
    static Command at(Optional<String> host, Command command, SortedMap<String, String> environment) {
        return host.map(machine -> on(machine, command, environment)).orElse(command);
    }

    private static String export(Map.Entry<String, String> variable) {
        return "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "; ";
    }
}
