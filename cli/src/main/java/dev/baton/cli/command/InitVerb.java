package dev.baton.cli.command;

import dev.baton.cli.membership.Guarded;
import dev.baton.cli.membership.Luggage;
import dev.baton.cli.membership.MachineFiles;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.config.BetweenNodes;
import dev.baton.config.DaemonSettings;
import dev.baton.config.ExternalEnsemble;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `baton init`.
@Command(name = "init", description = {"Makes this machine the first of a new cluster: its batond.yaml, a secret,",
        "and a coordination engine of one voter, or what an existing ensemble is used for. It starts nothing.",
        "With --certificate, --key and --authority also a first administrator, and a token for it."})
public final class InitVerb extends Verb {

    private static final int SECRET = 32;
    private static final String FIRST = "admin";
    private static final DaemonSettings.EngineTimings THEIRS = DaemonSettings.EngineTimings.EXTERNAL;

    @Mixin
    final MachineOptions machine = new MachineOptions();

    @Option(names = "--engine-port", order = 6, paramLabel = "PORT", description = "first of three ports of the "
            + "coordination engine (default: ${DEFAULT-VALUE})")
    int port = 2181;

    @Option(names = "--external-ensemble", order = 10, paramLabel = "CONNECT", description = "uses a ZooKeeper "
            + "ensemble that somebody else runs instead of an engine of its own, and of it one entry, such as "
            + "zk1:2181,zk2:2181,zk3:2181/baton")
    Optional<String> external = Optional.empty();

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
        files.write(node, luggage(node, HexFormat.of().formatHex(secret), access));
        terminal().line(files.settings() + " and a secret are written. Next:");
        if (external.isPresent()) {
            terminal().line("  look at `timings` there: the ensemble is taken to have a tick of " + THEIRS.tick()
                    .toSeconds() + " s and a sync-limit of " + THEIRS.syncLimit() + ", so the lease is "
                    + ExternalEnsemble.lease(THEIRS).lease().toSeconds() + " s");
        }
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

    private Luggage luggage(NodeId node, String secret, Optional<Guarded> access) {
        if (external.isEmpty()) {
            return new Luggage(secret, new TreeMap<>(Map.of(node, new DaemonSettings.Peer(machine.address, port,
                    port + 1, port + 2))), Optional.empty(), LeaseTimings.PRODUCTION,
                    DaemonSettings.EngineTimings.OWN, access);
        }
        try {
            return new Luggage(secret, new TreeMap<>(), Optional.of(ExternalEnsemble.parse(external.get(),
                    Optional.empty())), ExternalEnsemble.lease(THEIRS), THEIRS, access);
        } catch (IllegalArgumentException none) {
            throw Failure.usage("--external-ensemble: " + none.getMessage() + ".");
        }
    }
}
