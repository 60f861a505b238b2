package dev.baton.cluster.controller;

import dev.baton.cluster.hooks.Outcome;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Token;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.EnginePeer;
import java.time.Instant;
import java.util.List;

/// What a controller is told. Every event carries the wall-clock time, which is for people and records only; durations
/// are measured on the boot time that comes beside the event.
public sealed interface Event {

    /// Returns the wall-clock time at which it was taken from the loop.
    Instant wallTime();

    /// The first event of a controller's life.
    record Began(Instant wallTime) implements Event {}

    /// The engine said something.
    record Told(CoordinationEvent event, Instant wallTime) implements Event {}

    /// Somebody asks something; answered by exactly one `Reply` with this token.
    record Asked(Token token, Ask ask, Instant wallTime) implements Event {}

    /// What became of an attempt to hand an event to a hook.
    record Attempted(long attempt, Outcome outcome, Instant wallTime) implements Event {}

    /// Who has a vote in the coordination engine, as a majority of it has just said.
    ///
    /// @param version counts what the engine decided of itself
    /// @param voters  their peers
    record VotesSeen(long version, List<EnginePeer> voters, Instant wallTime) implements Event {

        public VotesSeen {
            voters = List.copyOf(voters);
        }
    }

    /// The time asked for with `SetTimer` has come.
    record TimerFired(Instant wallTime) implements Event {}
}
