package dev.baton.cluster.controller;

import dev.baton.coordination.Token;
import dev.baton.coordination.request.Ask;

/// A request that is not answered yet.
///
/// @param again whether its writes were refused or lost once, so that the log may know it already
record Waiting(Token token, Ask ask, boolean again) {

    Waiting asAgain() {
        return new Waiting(token, ask, true);
    }
}
