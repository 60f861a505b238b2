package dev.baton.cluster.controller;

import dev.baton.cluster.hooks.Attempt;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.Token;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.tree.EventRecord;
import java.time.Instant;

/// What a controller wants done, in this order.
public sealed interface Effect {

    /// Hand the call to the engine.
    record Call(CoordinationCall call) implements Effect {}

    /// Answer whoever asked.
    record Reply(Token token, Answer answer) implements Effect {}

    /// Tell whoever asked that the request failed by an error of the program itself: nothing of it was done.
    record Fail(Token token, RuntimeException error) implements Effect {

        /// Returns what whoever asked is told.
        public Answer answer() {
            return Refusal.notSo("every request has an answer", "this one met an error of the program itself: " + error,
                    "nothing was changed; the leader's log says more, please report it");
        }
    }

    /// Fire once, no earlier than `at` on the boot-time clock; replaces the controller's earlier timer.
    record SetTimer(Instant at) implements Effect {}

    /// Something happened that people may want to read: for the daemon's own log. It is in the tree already.
    record Tell(EventRecord event) implements Effect {}

    /// Hand an event to a hook, beside everything else; answered by one `Attempted`, whatever becomes of it.
    record Try(Attempt attempt) implements Effect {}

    /// For the daemon's own log only.
    record Say(String sentence) implements Effect {}
}
