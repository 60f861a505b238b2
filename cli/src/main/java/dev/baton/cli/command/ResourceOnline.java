package dev.baton.cli.command;

import picocli.CommandLine.Command;

/// `baton resource online`.
@Command(name = "online", description = "Brings one resource online, with all that it needs.")
public final class ResourceOnline extends ResourceOrder {

    public ResourceOnline(Session session) {
        super(session, true);
    }
}
