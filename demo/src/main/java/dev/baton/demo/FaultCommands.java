package dev.baton.demo;

import dev.baton.cli.terminal.Exit;
import dev.baton.demo.local.LocalNode;
import dev.baton.demo.local.RunningCluster;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The accidents that a user may cause in a running demo.
final class FaultCommands {

    private FaultCommands() {}

    /// What every accident has: a node of this user's running demo.
    abstract static class Fault implements Callable<Integer> {

        @Parameters(paramLabel = "NODE", description = "such as node2, or witness")
        private String name = "";

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "shows this")
        boolean help;

        /// Does it, and returns what was done as a sentence.
        abstract String happen(RunningCluster cluster, LocalNode node) throws IOException;

        @Override
        public Integer call() {
            try {
                RunningCluster cluster = RunningCluster.announced().orElse(null);
                if (cluster == null) {
                    System.err.println("baton: no demo of this user is running; start one with ./baton demo.");
                    return Exit.UNREACHABLE;
                }
                System.out.println(happen(cluster, cluster.node(name)));
                return Exit.DONE;
            } catch (IllegalArgumentException unknown) {
                System.err.println("baton: " + unknown.getMessage() + ".");
                return Exit.USAGE;
            } catch (IOException | IllegalStateException failed) {
                System.err.println("baton: " + failed.getMessage());
                return Exit.REFUSED;
            }
        }
    }

    /// `kill -9`.
    @Command(name = "kill", description = "kills the daemon of a node; its guard ends what it holds, in time")
    static final class Kill extends Fault {
        @Option(names = "--whole", description = "everything of the node at once, as a power cut would")
        private boolean whole;

        @Override
        String happen(RunningCluster cluster, LocalNode node) throws IOException {
            node.kill(whole);
            return whole ? "killed everything of " + node.name() : "killed batond of " + node.name();
        }
    }

    /// SIGSTOP.
    @Command(name = "freeze", description = "stops the daemon of a node where it stands; thaw lets it go on")
    static final class Freeze extends Fault {
        @Option(names = "--whole", description = "everything of the node; no fencing here, so its groups stay frozen "
                + "with it and are taken over beside it: two owners, which is what fencing is for")
        private boolean whole;

        @Override
        String happen(RunningCluster cluster, LocalNode node) throws IOException {
            node.freeze(whole);
            return whole ? "froze everything of " + node.name() : "froze batond of " + node.name();
        }
    }

    /// A pulled cable.
    @Command(name = "cut", description = "cuts a node off from the other nodes; clients still reach it; thaw ends it")
    static final class Cut extends Fault {
        @Override
        String happen(RunningCluster cluster, LocalNode node) throws IOException {
            cluster.cut(node.name());
            return "cut " + node.name() + " off";
        }
    }

    /// The end of a freeze or a cut.
    @Command(name = "thaw", description = "ends a freeze or a cut")
    static final class Thaw extends Fault {
        @Override
        String happen(RunningCluster cluster, LocalNode node) throws IOException {
            cluster.restore(node.name());
            node.thaw();
            return node.name() + " goes on";
        }
    }

    /// A machine that comes back.
    @Command(name = "start", description = "starts the daemon of a node that has none")
    static final class Start extends Fault {
        @Override
        String happen(RunningCluster cluster, LocalNode node) throws IOException {
            if (node.daemon().isPresent()) {
                throw new IllegalStateException("batond of " + node.name() + " is running already.");
            }
            node.start();
            return "started batond of " + node.name();
        }
    }
}
