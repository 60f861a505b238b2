package dev.baton.agent.loop;

import dev.baton.agent.host.HostCall;
import dev.baton.coordination.CoordinationCall;

/// What an agent wants done. To be carried out in the order of the list: a deadline given to the guard must be written
/// before the coordination call that follows it is made.
public sealed interface AgentEffect {

    /// For the agent's own connection to the coordination engine.
    record ToCoordination(CoordinationCall call) implements AgentEffect {}

    /// For the agent's machine.
    record ToHost(HostCall call) implements AgentEffect {}

    /// A sentence for people: the log, and above [Weight#DETAIL] also the cluster's events.
    record Said(Weight weight, String sentence) implements AgentEffect {}

    /// The agent is done and ignores every further event; the daemon may exit.
    record Ended(End how, String sentence) implements AgentEffect {}

    /// How much a sentence matters.
    enum Weight {
        /// For whoever looks for a fault.
        DETAIL,
        /// Something changed.
        NOTICE,
        /// Somebody should look.
        WARNING
    }

    /// Why an agent ended.
    enum End {
        /// It was asked to leave: nothing runs here any more.
        LEFT,
        /// It was asked to restart: what runs here goes on under a longer lease.
        RESTARTING,
        /// Another daemon of this node has taken over: what runs here belongs to that one.
        REPLACED,
        /// The cluster speaks a level that this build does not: it stays out, and nothing was touched. To be started
        /// again only as another build.
        REFUSED
    }
}
