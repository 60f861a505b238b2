package dev.baton.server;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentSettings;
import dev.baton.agent.linux.BootClock;
import dev.baton.agent.linux.Holding;
import dev.baton.agent.linux.LinuxHost;
import dev.baton.agent.linux.LinuxHostSettings;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.controller.Controller;
import dev.baton.cluster.controller.Event;
import dev.baton.config.DaemonSettings;
import dev.baton.config.OwnerOnly;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.ClusterLevels;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import dev.baton.server.access.Tls;
import dev.baton.server.api.Cluster;
import dev.baton.server.api.OwnCounts;
import dev.baton.server.loop.EventLoop;
import dev.baton.server.machine.MachineLook;
import dev.baton.zookeeper.ClusterSecret;
import dev.baton.zookeeper.LocalMember;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running `batond`: a coordination peer where this node has a vote, a controller, an agent, REST interface and
/// console.
///
/// Safe for threads: everything that decides runs on the one loop.
final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final DaemonSettings settings;
    private final EventLoop loop;
    private final LocalMember member;
    private final Counting counting;
    private final AgentSeat agent;
    private final ControllerSeat controller;
    private final LinuxHost host;
    private final MachineLook machine;
    private final WebServer web;

    /// Starts everything and returns when the web server answers; joining the cluster goes on by itself.
    ///
    /// @param onEnd told on the loop, once, when the agent is done
    /// @throws IOException if the secret cannot be read
    /// @throws dev.baton.zookeeper.PeerRefused if a port of the coordination peer is in use
    /// @throws io.javalin.util.JavalinBindException if the port of the web server is in use
    Daemon(DaemonSettings settings, Consumer<AgentEffect.Ended> onEnd) throws IOException {
        this.settings = settings;
        OwnerOnly.requireSecret(settings.secret(), "the cluster's secret");
        ClusterSecret secret = new ClusterSecret(Files.readString(settings.secret()).strip());
        Access access = access(settings, secret);
        String url = WebServer.url(settings.apiHost(), settings.apiPort(), access);
        BootClock clock = new BootClock();
        counting = new Counting(clock::now);
        EngineSetup engine = new EngineSetup(settings, secret);
        VotesFile file = VotesFile.in(settings.directory());
        Optional<VotesRecord> kept = engine.fixed() ? Optional.empty() : file.read();
        VotesRecord votes = kept.orElseGet(engine::first);
        loop = new EventLoop("batond", _ -> Runtime.getRuntime().halt(Batond.FAULT));
        member = LocalMember.start(engine.peer(votes, kept.isEmpty()), engine.client(votes), loop::execute);
        controller = new ControllerSeat(new Controller(new Controller.Setup(settings.node(), url,
                engine.elsewhere() || votes.counts(settings.node()), levels(), engine.founding(votes))),
                loop, clock::now, counting.over(member::connect), counting);
        if (!engine.fixed()) {
            controller.votes(new OwnVote(settings.node(), engine, member, loop, file, controller::on));
        }
        agent = new AgentSeat(new Agent(AgentSettings.of(settings.node(), settings.timings(), url)
                .speaking(levels())), clock::now, counting.over(member::connect), onEnd);
        host = LinuxHost.start(hostSettings(), clock, event -> loop.execute(() -> agent.told(event)));
        loop.execute(() -> agent.sit(host));
        machine = new MachineLook(settings.node(), settings.directory());
        web = new WebServer(settings.node(), settings.apiHost(), settings.apiPort(), new Seen(), access);
        loop.execute(controller::begin);
        if (engine.elsewhere()) {
            loop.execute(() -> controller.on(new Event.VotesSeen(0, List.of(), Instant.now())));
        }
    }

    private static Access access(DaemonSettings settings, ClusterSecret secret) throws IOException {
        if (settings.access().isEmpty()) {
            return Access.ofThisMachine();
        }
        DaemonSettings.Access wanted = settings.access().get();
        Optional<Tls> tls = Optional.empty();
        if (wanted.tls().isPresent()) {
            DaemonSettings.TlsFiles files = wanted.tls().get();
            tls = Optional.of(Tls.read(files.certificate(), files.key(), files.authority(),
                    files.callersAuthority().orElse(files.authority())));
        }
        return Access.byFile(wanted.tokens(), tls, secret.derived("one daemon of baton calls another"));
    }

    /// What this build speaks. Tests make two builds of one by the system property `baton.levels`, such as `1-1`.
    private static LevelRange levels() {
        String asked = System.getProperty("baton.levels");
        return asked == null ? ClusterLevels.BUILD : LevelRange.parse(asked);
    }

    private LinuxHostSettings hostSettings() {
        return new LinuxHostSettings(settings.directory().resolve("run"), settings.directory().resolve("agent"),
                settings.timings().margin(), Holding.detect(settings.cgroup()), settings.environment(),
                settings.restart().orElse(LinuxHostSettings.REBOOT), settings.linger(), settings.watchdog());
    }

    /// Ends as the settings say: what the node holds goes on under a longer lease, or moves away first.
    void end() {
        Ending ending = new Ending(settings.node(), loop, agent);
        settings.drain().filter(drain -> Ending.goesDown(drain.only()))
                .ifPresentOrElse(drain -> ending.drain(web.desk(), drain.within()), ending::keep);
        close();
    }

    /// Lets go of everything; what the node holds goes on under its lease.
    void close() {
        web.close();
        loop.ask(() -> {
            agent.close();
            host.close();
            controller.close();
            return true;
        }).completeOnTimeout(false, CLOSING.toMillis(), TimeUnit.MILLISECONDS).join();
        member.close();
        loop.close();
        LOG.info("batond of {} ended", settings.node());
    }

    /// This daemon as its REST interface sees it.
    private final class Seen implements Cluster {

        @Override
        public <T> CompletableFuture<T> look(Function<TreeMirror, T> question) {
            return loop.ask(() -> question.apply(controller.tree()));
        }

        @Override
        public CompletableFuture<Boolean> nextChange() {
            return controller.nextChange();
        }

        @Override
        public CompletableFuture<Answer> ask(Ask ask) {
            return controller.ask(ask);
        }

        @Override
        public Optional<Instant> cutOffSince() {
            return controller.cutOffSince();
        }

        @Override
        public Optional<LeaseMargin> leaseMargin() {
            return controller.leaseMargin();
        }

        @Override
        public OwnCounts counts() {
            return counting.counts().withHooks(controller.hooks());
        }

        @Override
        public MachineFacts machine(SortedSet<String> paths) {
            return machine.now(paths);
        }

        @Override
        public String peerMode() {
            return member.hasPeer() ? member.mode().name().toLowerCase(Locale.ROOT) : "none";
        }
    }
}
