package dev.baton.core.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the leader's daemon does beside the cluster's work when something happened that people want to be told of.
///
/// @param on     kinds of events; empty means every kind
/// @param action what is done
/// @param within after this an attempt has failed; positive
public record Hook(SortedSet<EventKind> on, Action action, Duration within) {

    /// When nothing is said.
    public static final Duration WITHIN = Duration.ofSeconds(30);

    public Hook {
        on = Collections.unmodifiableSortedSet(new TreeSet<>(on));
    }

    /// What a hook does with an event.
    public sealed interface Action {}

    /// Runs a command of the leader's node, with the event in its environment and on its standard input.
    public record Run(Command command) implements Action {}

    /// Sends the event to an address over HTTP.
    ///
    /// @param address   `http://` or `https://`; or, where it is itself a secret, the file that holds it
    /// @param inFile    whether `address` names that file
    /// @param tokenFile holds the token that is sent along as `Authorization: Bearer`
    public record Post(String address, boolean inFile, Optional<String> tokenFile) implements Action {}

    /// Returns whether the hook is for events of that kind. What a build does not know is only for those that are for
    /// all.
    public boolean wants(EventKind kind) {
        return on.isEmpty() || (kind != EventKind.OTHER && on.contains(kind));
    }
}
