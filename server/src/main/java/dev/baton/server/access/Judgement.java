package dev.baton.server.access;

import java.util.Optional;

/// What comes of what a caller shows.
public sealed interface Judgement {

    /// It is known.
    record Known(Caller caller) implements Judgement {}

    /// It is not.
    ///
    /// @param why with the way out
    record Unknown(String why) implements Judgement {}

    /// Returns the caller, when it is known.
    default Optional<Caller> found() {
        return switch (this) {
            case Known(var caller) -> Optional.of(caller);
            case Unknown _ -> Optional.empty();
        };
    }
}
