package dev.baton.agent.resource;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.loop.Desk;
import dev.baton.core.model.Monitor;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// A resource of a type that this agent cannot run: it never starts, and says so.
///
/// @param type as configured
record UnknownTypeDriver(Desk desk, HeldKey key, String type) implements ResourceDriver {

    @Override
    public void start(SortedMap<String, String> environment, Consumer<Optional<String>> then) {
        then.accept(Optional.of("resource type " + type + " is not known here; known: process, "
                + "ocf:PROVIDER:AGENT, systemd:UNIT"));
    }

    @Override
    public void adopt(SortedMap<String, String> environment, Consumer<Optional<String>> then) {
        start(environment, then);
    }

    @Override
    public List<Monitor> monitors() {
        return List.of();
    }

    @Override
    public void monitor(Monitor monitor, Consumer<Optional<String>> then) {
        then.accept(Optional.empty());
    }

    @Override
    public void stop(Consumer<Optional<String>> then) {
        desk.clear(key, then);
    }

    @Override
    public void kill(Consumer<Optional<String>> then) {
        stop(then);
    }

    @Override
    public void probe(SortedMap<String, String> environment, Consumer<Optional<String>> then) {
        then.accept(Optional.empty());
    }

    @Override
    public void exited(int status, String output) { }
}
