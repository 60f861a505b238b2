package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;

/// What the verbs about the run that is on share: one request, nothing asked.
abstract class RunOrder extends Order {

    private final Request request;

    RunOrder(Session session, Request request) {
        super(session);
        this.request = request;
    }

    @Override
    public Integer call() {
        order(request, Notice.NONE);
        return Exit.DONE;
    }
}
