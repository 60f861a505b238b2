package dev.baton.cli.command;

import dev.baton.coordination.request.Waiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the verbs share that change the configuration.
abstract class ConfigOrder extends Order {

    @Option(names = "--delete", paramLabel = "NAME", description = "a group or node that is meant to go; may be said "
            + "several times. A group must be Offline, a node down.")
    List<String> delete = new ArrayList<>();

    @Option(names = "--override", paramLabel = "RULE", description = "`frozen`: also while a run is on; needs --reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    ConfigOrder(Session session) {
        super(session);
    }

    final Optional<Waiver> waiver() {
        return GroupMove.waiver(override, reason);
    }

    final SortedSet<String> deletions() {
        return new TreeSet<>(delete);
    }
}
