package dev.baton.cli.command;

import dev.baton.cli.membership.Guarded;
import dev.baton.cli.membership.Luggage;
import dev.baton.cli.membership.MachineFiles;
import dev.baton.cli.terminal.Exit;
import dev.baton.config.BetweenNodes;
import dev.baton.config.DaemonSettings;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `baton init`.
@Command(name = "init", description = {"Makes this machine the first of a new cluster: its batond.yaml, a secret,",
        "and a coordination engine of one voter. It starts nothing.",
        "With --certificate, --key and --authority also a first administrator, and a token for it."})
public final class InitVerb extends Verb {

    private static final int SECRET = 32;
    private static final String FIRST = "admin";

    @Mixin
    final MachineOptions machine = new MachineOptions();

    @Option(names = "--engine-port", order = 6, paramLabel = "PORT", description = "first of three ports of the "
            + "coordination engine (default: ${DEFAULT-VALUE})")
    int port = 2181;

    public InitVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        MachineFiles files = machine.files(session.directory());
        NodeId node = machine.id();
        byte[] secret = new byte[SECRET];
        new SecureRandom().nextBytes(secret);
        String token = TokenVerb.fresh();
        Optional<Guarded> access = files.identity().map(_ -> new Guarded(TokenVerb.line(FIRST, "administrator", token)
                + "\n", Optional.empty(), Optional.of(BetweenNodes.ONLY_TLS.word())));
        files.write(node, new Luggage(HexFormat.of().formatHex(secret), new TreeMap<>(Map.of(node,
                new DaemonSettings.Peer(machine.address, port, port + 1, port + 2))), LeaseTimings.PRODUCTION,
                new DaemonSettings.EngineTimings(Duration.ofMillis(500), 20, 4), access));
        terminal().line(files.settings() + " and a secret are written. Next:");
        terminal().line("  batond --config " + files.settings() + "      (as a service)");
        if (access.isPresent()) {
            terminal().line("  export BATON_API=https://" + files.apiHost() + ":" + files.apiPort());
            terminal().line("  export BATON_AUTHORITY=" + files.identity().orElseThrow().authority());
            terminal().line("  export BATON_TOKEN_FILE=" + files.writeToken(token)
                    + "      (the first administrator's, '" + FIRST + "'; more: baton token)");
        }
        terminal().line("  write a cluster.yaml that names " + node + ": " + machine.address
                + ", then: baton config apply -f cluster.yaml");
        terminal().line("  for each further machine, here: baton join-token");
        return Exit.DONE;
    }
}
