package dev.baton.server;

import dev.baton.agent.loop.AgentEffect;
import dev.baton.config.ClusterFile;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.config.Mistakes;
import dev.baton.zookeeper.PeerRefused;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The daemon's program: `batond --config FILE`.
///
/// Ends with 0 when it was asked to, 2 when it cannot start with these settings, 70 after a fault of its own, 78 when
/// the cluster speaks a level that this build does not: started again it would be refused again, so a service manager
/// must not (systemd: `RestartPreventExitStatus=78`).
public final class Batond {

    /// The settings cannot be used.
    static final int USAGE = 2;
    /// A fault of the program.
    static final int FAULT = 70;
    /// The cluster refuses this build.
    static final int REFUSED = 78;

    private Batond() {}

    /// Runs a daemon until it is told to end (SIGTERM: see [Ending]) or its agent is done.
    public static void main(String[] arguments) {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            refuse("usage: batond --config FILE");
            return;
        }
        try {
            run(settings(arguments[1]));
        } catch (Mistakes | PeerRefused refused) {
            refuse(String.valueOf(refused.getMessage()));
        } catch (NoSuchFileException absent) {
            refuse("there is no file " + absent.getFile());
        } catch (IOException broken) {
            refuse("batond cannot start: " + broken.getMessage());
        } catch (RuntimeException broken) {
            if (broken.getCause() instanceof BindException || broken.getCause() instanceof IOException) {
                refuse(String.valueOf(broken.getMessage()));
            } else {
                throw broken;
            }
        }
    }

    private static DaemonSettings settings(String file) throws IOException {
        return DaemonFile.parse(new ClusterFile.Source(file, Files.readString(Path.of(file))));
    }

    private static void run(DaemonSettings settings) throws IOException {
        Files.createDirectories(settings.directory());
        Daemon daemon = new Daemon(settings, ended -> Thread.ofPlatform().name("batond-exit")
                .start(() -> Runtime.getRuntime().exit(exit(ended))));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("batond-end").unstarted(daemon::end));
    }

    private static int exit(AgentEffect.Ended ended) {
        return switch (ended.how()) {
            case LEFT, RESTARTING, REPLACED -> 0;
            case REFUSED -> {
                System.err.println(ended.sentence());
                yield REFUSED;
            }
        };
    }

    private static void refuse(String why) {
        System.err.println(why);
        System.exit(USAGE);
    }
}
