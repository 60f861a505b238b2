package dev.baton.agent.resource;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.loop.Desk;
import dev.baton.core.model.Resource;
import java.util.function.Consumer;

/// Which driver runs which resource type.
public final class Drivers {

    private Drivers() {}

    /// Returns a driver for the resource.
    ///
    /// @param key    what is held for it
    /// @param failed told why, when the resource fails by itself while it is online
    public static ResourceDriver of(Desk desk, Resource resource, HeldKey key, Consumer<String> failed) {
        if (resource.type().equals("process")) {
            return new ProcessDriver(desk, resource, key, failed);
        }
        return OcfAgent.of(resource.type()).<Actions>map(agent -> agent)
                .or(() -> SystemdUnit.of(resource.type()))
                .<ResourceDriver>map(actions -> new ActionsDriver(desk, resource, key, actions))
                .orElseGet(() -> new UnknownTypeDriver(desk, key, resource.type()));
    }
}
