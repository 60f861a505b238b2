package dev.baton.server;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentSettings;
import dev.baton.agent.host.HeldKey;
import dev.baton.agent.simulated.Commands;
import dev.baton.cluster.controller.Controller;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.ClusterLevels;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.server.api.OwnCounts;
import dev.baton.server.loop.EventLoop;
import dev.baton.zookeeper.ClientConfig;
import dev.baton.zookeeper.LocalMember;
import dev.baton.zookeeper.PeerConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

/// One `batond` in this process, as [Daemon] wires it: a peer where the node has a vote, a controller and an agent,
/// each with a connection of its own through a real socket. Made up are the machine ([PacedMachine]) and what runs on
/// it; the web server is left out. Safe for threads.
final class CrowdMember {

    static final LeaseTimings TIMINGS = LeaseTimings.PRODUCTION;

    private final NodeId node;
    private final EventLoop loop;
    private final Optional<InetSocketAddress> peer;
    private final LocalMember member;
    private final Controller controller;
    private final ControllerSeat controllerSeat;
    private final Agent agent;
    private final AgentSeat agentSeat;
    private final PacedMachine machine;
    private final Counting counting;
    private final LongAdder told = new LongAdder();

    /// Starts the peer, if there is one; [#begin] starts the rest.
    ///
    /// @param onFault told of what a handler throws
    CrowdMember(NodeId node, Optional<PeerConfig> peer, ClientConfig client, Consumer<Throwable> onFault) {
        this.node = node;
        this.peer = peer.map(config -> config.self().client());
        loop = new EventLoop(node.value(), onFault);
        machine = new PacedMachine(node.value(), loop, TIMINGS.margin(), (_, _) -> Commands.Course.prints("1.0"));
        counting = new Counting(machine::bootTime);
        member = LocalMember.start(peer, client, loop::execute);
        String api = "http://" + node;
        controller = new Controller(new Controller.Setup(node, api, peer.isPresent(), ClusterLevels.BUILD));
        controllerSeat = new ControllerSeat(controller, loop, machine::bootTime, counted(), counting);
        agent = new Agent(AgentSettings.of(node, TIMINGS, api).speaking(ClusterLevels.BUILD));
        agentSeat = new AgentSeat(agent, machine::bootTime, counted(), _ -> { });
    }

    private Function<Coordination.Listener, Coordination> counted() {
        return listener -> counting.over(member::connect).apply(event -> {
            told.increment();
            listener.on(event);
        });
    }

    /// Starts controller and agent.
    void begin() {
        loop.execute(() -> {
            agentSeat.sit(machine);
            machine.begin(agentSeat::told);
            controllerSeat.begin();
        });
    }

    NodeId node() {
        return node;
    }

    /// Returns where its peer serves, when it has one.
    Optional<InetSocketAddress> peer() {
        return peer;
    }

    /// Returns whether its controller leads.
    boolean leads() {
        return loop.ask(controller::leads).join();
    }

    CompletableFuture<Answer> ask(Ask ask) {
        return controllerSeat.ask(ask);
    }

    /// Returns in what its caches of the tree, the agent's and the controller's, differ from what was read before: one
    /// list each. The pages show the controller's.
    List<List<String>> differences(FreshRead fresh) {
        List<FreshRead.Seen> seen = loop.ask(() -> List.of(FreshRead.Seen.of(agent.tree()),
                FreshRead.Seen.of(controller.tree()))).join();
        return List.of(fresh.againstAgent(node, seen.getFirst()), fresh.against(seen.getLast()));
    }

    /// Returns what runs on its machine.
    List<HeldKey> alive() {
        return loop.ask(machine::alive).join();
    }

    /// Returns how its writes went.
    OwnCounts counts() {
        return counting.counts();
    }

    /// Returns how many events its two connections told so far.
    long told() {
        return told.sum();
    }

    /// The machine is gone: power, cable and all. Nobody is told.
    void lose() {
        member.cutForRehearsal();
        loop.ask(() -> {
            machine.lose();
            return true;
        }).join();
        loop.close();
    }

    /// Ends in order; what runs on the machine is forgotten.
    void close() {
        loop.ask(() -> {
            agentSeat.close();
            machine.close();
            controllerSeat.close();
            return true;
        }).join();
        member.close();
        loop.close();
    }
}
