package dev.baton.cli.command;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Credentials;
import dev.baton.cli.membership.JoinToken;
import dev.baton.cli.membership.Luggage;
import dev.baton.cli.membership.MachineFiles;
import dev.baton.cli.membership.NodeIdentity;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `baton join`.
@Command(name = "join", description = {"Makes this machine a node of a cluster, by a token from a member: the cluster",
        "defines it, and batond.yaml and the secret are written here. It starts nothing.",
        "A machine that was rebuilt takes the place of the node of its name."})
public final class JoinVerb extends Verb {

    @Parameters(paramLabel = "TOKEN", description = "what `baton join-token` printed")
    String token = "";

    @Mixin
    final MachineOptions machine = new MachineOptions();

    private Credentials shown;

    public JoinVerb(Session session) {
        super(session);
        shown = Credentials.NONE;
    }

    @Override
    Credentials credentials() {
        return shown;
    }

    /// The token carries the fingerprint of the cluster's authority: so this machine, which nobody has told anything
    /// yet, believes no other cluster, and the token goes to no other.
    private static void requireSameAuthority(JoinToken carried, Optional<NodeIdentity> identity) {
        if (carried.authority().isEmpty() && identity.isPresent()) {
            throw Failure.usage("the nodes of this cluster have no certificates; join without --certificate, --key and "
                    + "--authority.");
        }
        if (carried.authority().isPresent() && identity.isEmpty()) {
            throw Failure.usage("the nodes of this cluster know each other by certificates; name this machine's: "
                    + "--certificate, --key and --authority.");
        }
        if (!carried.authority().equals(identity.map(NodeIdentity::authorityPrint))) {
            throw Failure.usage(identity.orElseThrow().authority() + " is not the authority of this cluster: its "
                    + "SHA-256 is " + identity.orElseThrow().authorityPrint() + ", and the token says "
                    + carried.authority().orElseThrow() + ".");
        }
    }

    @Override
    public Integer call() {
        JoinToken carried;
        try {
            carried = JoinToken.parse(token);
        } catch (IllegalArgumentException none) {
            throw Failure.usage(none.getMessage() + ".");
        }
        shown = Credentials.find(session.environment());
        MachineFiles files = machine.files(session.directory());
        files.mustBeNew();
        requireSameAuthority(carried, files.identity());
        shown = shown.joining(carried.name());
        if (files.identity().isPresent()) {
            shown = shown.trusting(files.identity().get().authority());
        }
        if (api.isEmpty()) {
            api = carried.apis();
        }
        Request join = new Request.Join(carried.name(), machine.id(), machine.address);
        Answer.Accepted answer = switch (cluster().ask(join, UUID.randomUUID().toString(), false)) {
            case ApiClient.Reply.Accepted(var accepted) -> accepted;
            case ApiClient.Reply.Refused(var problem) -> throw new Failure(Exit.REFUSED, "refused: "
                    + problem.detail());
        };
        String sealed = Optional.ofNullable(answer.ids().get("sealed")).orElseThrow(() -> new Failure(Exit.REFUSED,
                "the cluster has let this machine in, and its answer was lost; make another token and join again."));
        try {
            files.write(machine.id(), Json.read(carried.open(sealed), Luggage.class).forNewcomer(machine.id()));
        } catch (IllegalArgumentException foreign) {
            throw new Failure(Exit.REFUSED, foreign.getMessage() + ".");
        }
        answer.lines().forEach(terminal()::line);
        terminal().line(files.settings() + " and the secret are written. Next:");
        terminal().line("  batond --config " + files.settings() + "      (as a service)");
        return Exit.DONE;
    }
}
