package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Api;
import dev.baton.core.journal.RunView;
import dev.baton.core.report.RunReport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the verbs that look at one run share.
abstract class RunVerb extends Verb {

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "its name (default: the newest)")
    @Nullable String run;

    @Option(names = "--json", description = "prints the run as one JSON document")
    boolean json;

    RunVerb(Session session) {
        super(session);
    }

    @Override
    public final boolean standsAlone() {
        return true;
    }

    /// @throws Failure if there is no such run
    final RunView view() {
        return cluster().run(name()).orElseThrow(this::missing);
    }

    /// @throws Failure if there is no such run
    final RunReport report() {
        return cluster().report(name()).orElseThrow(this::missing);
    }

    private String name() {
        return run == null ? Api.LATEST : run;
    }

    private Failure missing() {
        List<String> known = cluster().runs().stream().map(started -> started.run().value()).toList();
        return run == null || known.isEmpty()
                ? Failure.usage("there is no run; start one with: baton upgrade start plan.json.")
                : unknown("run", run, known);
    }

    /// Returns how the verb ends: a run that waits for a person or failed is not done.
    static int exit(RunView view) {
        return switch (view.status()) {
            case "waiting", "paused", "stopped", "aborting", "aborted" -> Exit.RUN_WAITS;
            default -> Exit.DONE;
        };
    }
}
