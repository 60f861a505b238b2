package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton maintenance off`.
@Command(name = "off", description = "Ends the maintenance that you began, on nodes or on all of them.")
public final class MaintenanceOff extends Order {

    @Parameters(paramLabel = "NODE", arity = "0..*", description = "which nodes (default: all)")
    List<String> nodes = new ArrayList<>();

    @Option(names = "--override", paramLabel = "RULE", description = "`hold`: also what other people began; needs "
            + "--reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    public MaintenanceOff(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.EndMaintenance(MaintenanceOn.named(status().image(), nodes),
                GroupMove.waiver(override, reason)), Notice.NONE);
        return Exit.DONE;
    }
}
