package dev.baton.server;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentEvent;
import dev.baton.agent.host.Host;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.coordination.Coordination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where an agent sits: hands it events with the boot time, and carries out what it wants, in its order. Lives on the
/// daemon's loop.
final class AgentSeat {

    private static final Logger LOG = LoggerFactory.getLogger("agent");

    private final Agent agent;
    private final Supplier<Instant> bootTime;
    private final Coordination coordination;
    private final Consumer<AgentEffect.Ended> onEnd;
    private final List<HostEvent> early = new ArrayList<>();
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private @Nullable Host host;
    private boolean ended;

    /// @param coordination makes the agent's own connection, given its listener
    /// @param onEnd        told once, when the agent is done
    AgentSeat(Agent agent, Supplier<Instant> bootTime,
            Function<Coordination.Listener, Coordination> coordination, Consumer<AgentEffect.Ended> onEnd) {
        this.agent = agent;
        this.bootTime = bootTime;
        this.onEnd = onEnd;
        this.coordination = coordination.apply(event -> on(new AgentEvent.FromCoordination(event)));
    }

    /// Completes when the agent is done; safe for threads.
    CompletableFuture<Boolean> ended() {
        return done;
    }

    /// Gives the agent its machine; what that told before is handed over now.
    void sit(Host machine) {
        host = machine;
        early.forEach(this::told);
        early.clear();
    }

    /// Hands the agent what its machine tells.
    void told(HostEvent event) {
        if (host == null) {
            early.add(event);
        } else {
            on(new AgentEvent.FromHost(event));
        }
    }

    /// Hands the agent one event; to be called on the loop.
    void on(AgentEvent event) {
        if (ended) {
            return;
        }
        for (AgentEffect effect : agent.on(event, bootTime.get())) {
            perform(effect);
        }
    }

    private void perform(AgentEffect effect) {
        switch (effect) {
            case AgentEffect.ToCoordination(var call) -> coordination.perform(call);
            case AgentEffect.ToHost(var call) -> Objects.requireNonNull(host,
                    "an agent acts after `Began`").perform(call);
            case AgentEffect.Said(var weight, var sentence) -> {
                switch (weight) {
                    case DETAIL -> LOG.debug("{}", sentence);
                    case NOTICE -> LOG.info("{}", sentence);
                    case WARNING -> LOG.warn("{}", sentence);
                }
            }
            case AgentEffect.Ended end -> {
                ended = true;
                done.complete(true);
                onEnd.accept(end);
            }
        }
    }

    /// Lets go of the engine; what runs goes on.
    void close() {
        ended = true;
        coordination.close();
    }
}
