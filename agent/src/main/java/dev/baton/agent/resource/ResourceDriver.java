package dev.baton.agent.resource;

import dev.baton.core.model.Monitor;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// One resource of one group on this machine. Each call replaces the one before it: what was asked earlier and is not
/// answered yet is never answered.
public interface ResourceDriver {

    /// Starts the resource; `then` learns why it is not online, or nothing when it is.
    ///
    /// @param environment for every command of the resource, until the next start
    void start(SortedMap<String, String> environment, Consumer<Optional<String>> then);

    /// Takes over what an earlier life of the agent started; otherwise as [#start].
    void adopt(SortedMap<String, String> environment, Consumer<Optional<String>> then);

    /// Returns the ways in which the resource is looked at while it is online.
    List<Monitor> monitors();

    /// Looks at the resource, which is online, in one of these ways; `then` learns what is wrong, or nothing when it is
    /// well.
    void monitor(Monitor monitor, Consumer<Optional<String>> then);

    /// Stops the resource, gently first, and looks that it is stopped; `then` learns what is left, or nothing when it
    /// is stopped. Also right when it never ran.
    void stop(Consumer<Optional<String>> then);

    /// Stops the resource at once; otherwise as [#stop].
    void kill(Consumer<Optional<String>> then);

    /// Looks whether the resource runs here although nothing is held for it, and stops it if it does; `then` learns
    /// what is left, or nothing when it does not run.
    void probe(SortedMap<String, String> environment, Consumer<Optional<String>> then);

    /// The main process of what is held for the resource ended.
    ///
    /// @param status exit status; 128 + n after signal n; -1 when unknown
    /// @param output the last that it printed
    void exited(int status, String output);
}
