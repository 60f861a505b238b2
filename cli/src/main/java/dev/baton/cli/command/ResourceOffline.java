package dev.baton.cli.command;

import picocli.CommandLine.Command;

/// `baton resource offline`.
@Command(name = "offline", description = {"Takes one resource offline, with all that need it; the others stay.",
        "It stays offline, through moves and failovers, until `baton resource online`."})
public final class ResourceOffline extends ResourceOrder {

    public ResourceOffline(Session session) {
        super(session, false);
    }
}
