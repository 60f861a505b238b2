package dev.baton.demo;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.tree.Json;
import dev.baton.core.plan.Preset;
import dev.baton.demo.h2.H2Fetch;
import dev.baton.demo.h2.H2Workload;
import dev.baton.demo.local.LocalCluster;
import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton demo`: builds a cluster on this machine, upgrades it while clients write, shows what it cost, and leaves it
/// running until Ctrl-C.
@Command(name = "demo", description = "upgrades a cluster of H2 database servers on this machine while clients write",
        sortOptions = false,
        footer = {"", "While it runs: baton demo kill|freeze|cut|thaw|start <node>, baton status, baton events -f.",
                "The end of this command, in whatever way, ends and removes everything it made."},
        subcommands = {FaultCommands.Kill.class, FaultCommands.Freeze.class, FaultCommands.Cut.class,
                FaultCommands.Thaw.class, FaultCommands.Start.class})
public final class DemoCommand implements Callable<Integer> {

    private static final Duration START = Duration.ofSeconds(90);

    @Option(names = "--once", description = "ends after the table")
    private boolean once;

    @Option(names = "--json", description = "prints the result as one JSON document; progress goes to standard error")
    private boolean json;

    @Option(names = "--preset", paramLabel = "NAME", defaultValue = "fewest-outages",
            description = "what the plan prefers: fewest-outages (default), least-exposure, documented, fastest")
    private String preset = "fewest-outages";

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "4", description = "nodes that run groups (default: 4)")
    private int nodes = 4;

    @Option(names = "--servers", paramLabel = "M", defaultValue = "-1",
            description = "virtual servers, fewer than nodes (default: one fewer)")
    private int servers = -1;

    @Option(names = "--keep", paramLabel = "DIR", description = "copies every log there at the end")
    private @Nullable Path keep;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "shows this")
    boolean help;

    private final PrintStream out;
    private final PrintStream err;

    /// Prints to the process's own streams.
    public DemoCommand() {
        this(System.out, System.err);
    }

    DemoCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// @return one of [Exit]
    @Override
    public Integer call() {
        DemoOptions options;
        try {
            options = new DemoOptions(new Shape(nodes, servers < 0 ? nodes - 1 : servers), Preset.parse(preset), once,
                    json);
        } catch (IllegalArgumentException wrong) {
            err.println("baton: " + wrong.getMessage() + ".");
            return Exit.USAGE;
        }
        try {
            return run(options);
        } catch (Failure failure) {
            err.println("baton: " + failure.text());
            return failure.exit();
        } catch (IOException | SQLException | IllegalStateException failed) {
            err.println("baton: the demo cannot go on: " + failed.getMessage());
            return Exit.RUN_WAITS;
        }
    }

    private int run(DemoOptions options) throws IOException, SQLException {
        Progress progress = new Progress(err);
        AtomicBoolean ended = new AtomicBoolean();
        try (LocalCluster cluster = LocalCluster.create(options.shape(),
                directory -> new H2Workload(directory, new H2Fetch(H2Fetch.defaultStore(), progress)), progress)) {
            Runnable end = cluster::close;
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                if (!ended.get()) {
                    err.println("baton: ending the demo");
                    copyLogs(cluster);
                    end.run();
                }
            }));
            try {
                return tell(options, cluster, progress);
            } finally {
                ended.set(true);
                copyLogs(cluster);
            }
        }
    }

    private void copyLogs(LocalCluster cluster) {
        if (keep != null) {
            try {
                cluster.copyLogs(keep);
            } catch (IOException e) {
                err.println("baton: not every log could be kept: " + e.getMessage());
            }
        }
    }

    private int tell(DemoOptions options, LocalCluster cluster, Progress progress) throws IOException, SQLException {
        progress.accept("starting " + options.shape().nodes() + " nodes"
                + (options.shape().hasWitness() ? " and a witness" : "") + ", each its own batond");
        cluster.start(START);
        cluster.announce();
        Setting setting = Setting.of(cluster);
        progress.accept("bringing " + options.shape().servers() + " virtual servers online");
        setting.configure();
        DemoResult result = new Demo(setting, options.preset(), progress,
                plan -> (options.json() ? err : out).println("\n" + plan)).tell();
        if (options.json()) {
            out.println(Json.text(result));
        } else {
            out.println("\n" + new DemoTable(result).text());
        }
        out.flush();
        if (!options.once()) {
            (options.json() ? err : out).println(invitation(cluster, result));
            out.flush();
            new AfterwardsWatch(setting, progress).watch();
        }
        return result.failures().isEmpty() ? Exit.DONE : Exit.RUN_WAITS;
    }

    private static String invitation(LocalCluster cluster, DemoResult result) {
        DemoResult.ServerLine victim = result.servers().getLast();
        List<String> nodes = cluster.shape().nodeNames().stream().map(cluster::api).map(Object::toString).toList();
        return """
                The cluster is still running.  Look:  %s   in a browser (or at another node: %s)
                                               ./baton status   ./baton upgrade report   ./baton events -f
                Break it:  ./baton demo kill %s --whole     (its daemon, its database, everything; watch %s move)
                           ./baton demo start %s            (and it comes back)
                Ctrl-C ends it and leaves nothing behind."""
                .formatted(nodes.getFirst(), String.join("  ", nodes.subList(1, nodes.size())), victim.owner(),
                        victim.name(), victim.owner());
    }
}
