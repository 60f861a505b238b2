package dev.baton.server;

import dev.baton.agent.AgentEvent;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.Command;
import dev.baton.core.model.NodeId;
import dev.baton.server.api.Desk;
import dev.baton.server.loop.EventLoop;
import dev.baton.server.shell.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a daemon ends when it is told to (SIGTERM): it takes a longer lease, and nothing stops, so that a restart
/// touches no service; or, where that is asked for, it is drained first, for as long as that may take, and leaves.
///
/// Its methods wait, and are called from the thread that ends the program.
final class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /// A longer lease is one committed write; without a majority there is none to be had.
    private static final Duration LEASE = Duration.ofSeconds(3);
    /// What is left after a drain is stopped in order; longer than that, and the guard ends it with the lease.
    private static final Duration LEAVING = Duration.ofSeconds(30);
    /// Whether the machine goes down is known at once; who does not answer says no.
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /// A machine that is shut down is up again within minutes; until then it is not to be given anything by plan.
    private static final Duration HELD_AFTER = Duration.ofMinutes(2);

    private final NodeId node;
    private final EventLoop loop;
    private final AgentSeat agent;

    Ending(NodeId node, EventLoop loop, AgentSeat agent) {
        this.node = node;
        this.loop = loop;
        this.agent = agent;
    }

    /// Returns whether there is nothing to ask, or the command says that the machine goes down.
    static boolean goesDown(Optional<Command> asked) {
        if (asked.isEmpty()) {
            return true;
        }
        try {
            OptionalInt status = Shell.run(asked.get(), Map.of(), _ -> { }, ANSWER);
            LOG.info("{}: {}", asked.get().line(), status.isEmpty() ? "no answer" : status.getAsInt());
            return status.equals(OptionalInt.of(0));
        } catch (IOException broken) {
            LOG.warn("{} cannot be started: {}", asked.get().line(), broken.getMessage());
            return false;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What the node holds goes on, for the longer lease at least.
    void keep() {
        tell(new AgentEvent.Restart(), LEASE);
    }

    /// Everything moves away that can within that time; what cannot is stopped here.
    void drain(Desk desk, Duration within) {
        if (agent.ended().isDone()) {
            return;
        }
        long until = System.nanoTime() + within.toNanos();
        try {
            Desk.Reply reply = desk.putOwn(new Ask("batond at " + node, UUID.randomUUID().toString(), false,
                    new Request.DrainNode(node, "its batond ends", Optional.of(within.plus(HELD_AFTER)),
                            Request.Leftover.STAY)));
            LOG.info("{} is drained before it ends: {}", node, reply.body());
            while (reply.accepted().isPresent() && owns(desk) && System.nanoTime() < until) {
                desk.nextChange().completeOnTimeout(false, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS).join();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException silent) {
            LOG.warn("{} ends without a drain: {}", node, silent.getMessage());
        }
        tell(new AgentEvent.Leave(), LEAVING);
    }

    /// What is unmanaged goes nowhere, so nobody waits for it: the guard ends it with the lease.
    private boolean owns(Desk desk) {
        return desk.look(tree -> tree.image().ownedBy(node).stream()
                .anyMatch(group -> group.placement().managed()));
    }

    private void tell(AgentEvent event, Duration atMost) {
        CompletableFuture<Boolean> ended = agent.ended();
        loop.execute(() -> agent.on(event));
        ended.copy().completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS).join();
    }
}
