package dev.baton.simulator.world;

import dev.baton.agent.AgentSettings;
import dev.baton.agent.host.HeldKey;
import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.MachineObserver;
import dev.baton.agent.simulated.SimulatedHost;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One machine of the cluster: its host, and the daemon on it, when one lives.
public final class Machine {

    private static final long SECOND = 1_000_000_000L;

    private final Cluster cluster;
    private final NodeId id;
    private final SimulatedHost host;
    private AgentSettings settings;
    private LevelRange runs = new LevelRange(1, 1);
    private Optional<Daemon> daemon = Optional.empty();
    private boolean frozen;
    private boolean off;
    private boolean keptOff;
    private long freezes;

    Machine(Cluster cluster, NodeId id, double rate) {
        LeaseTimings timings = cluster.scene().timings();
        this.cluster = cluster;
        this.id = id;
        this.settings = AgentSettings.of(id, timings, "http://" + id);
        Chance chance = cluster.chance().of("host " + id);
        this.host = new SimulatedHost(cluster.time(), chance, timings.margin(), rate,
                (line, environment) -> cluster.workshop().course(line, environment), new Observer());
    }

    private final class Observer implements MachineObserver {

        @Override
        public void started(HeldKey key, SortedMap<String, String> environment) {
            cluster.trace().on(id.value(), () -> "+ " + key);
            cluster.watchers().forEach(watcher -> watcher.started(id, key, environment));
        }

        @Override
        public void ended(HeldKey key) {
            cluster.trace().on(id.value(), () -> "- " + key);
            cluster.watchers().forEach(watcher -> watcher.ended(id, key));
        }

        @Override
        public void outlived(HeldKey key) {
            cluster.watchers().forEach(watcher -> watcher.outlived(id, key));
        }

        @Override
        public void died() {
            off = true;
            frozen = false;
            cluster.trace().on(id.value(), () -> "the machine is down");
            daemon.ifPresent(Daemon::die);
            daemon = Optional.empty();
            cluster.poweredAnew();
            // Where nothing fails by itself a boot takes longer than a lease, as it does in the world.
            long lease = cluster.scene().steady() ? cluster.scene().timings().lease().toNanos() : 0;
            cluster.time().afterNanos(cluster.chance().between(4 * SECOND, 10 * SECOND) + lease, Machine.this::start);
        }
    }

    /// Returns its name.
    public NodeId id() {
        return id;
    }

    /// Returns the host.
    public SimulatedHost host() {
        return host;
    }

    Optional<Daemon> daemon() {
        return daemon;
    }

    /// Returns whether its daemon lives and is not frozen.
    public boolean works() {
        return daemon.filter(living -> !living.frozen()).isPresent();
    }

    /// Returns whether its controller leads, as far as it knows.
    public boolean leads() {
        return daemon.filter(Daemon::leads).isPresent();
    }

    /// Returns whether it has a vote.
    boolean votes() {
        return Optional.ofNullable(cluster.document().nodes().get(id)).filter(NodeDefinition::voter).isPresent();
    }

    /// Returns whether it is switched off.
    public boolean off() {
        return off;
    }

    /// Returns the connections of its daemon.
    public List<Wire> wires() {
        return daemon.map(Daemon::wires).orElse(List.of());
    }

    /// Returns the connection of its controller.
    public Optional<Wire> controllerWire() {
        return daemon.map(Daemon::controllerWire);
    }

    /// Starts its daemon, if none lives; boots the machine first. Without effect while it is kept off.
    public void start() {
        if (keptOff) {
            return;
        }
        off = false;
        cluster.poweredAnew();
        if (daemon.isEmpty()) {
            cluster.trace().on(id.value(), () -> "its daemon starts");
            runs = settings.levels();
            Daemon fresh = new Daemon(cluster, id, host, settings);
            daemon = Optional.of(fresh);
            fresh.begin();
        }
    }

    /// Kills its daemon at once.
    public void kill() {
        cluster.trace().on(id.value(), () -> "its daemon is dead");
        host.daemonDies();
        daemon.ifPresent(Daemon::die);
        daemon = Optional.empty();
    }

    /// Kills its daemon after so many more acts, in the middle of what it is doing.
    public void killAfter(int acts) {
        daemon.ifPresent(living -> living.dieAfter(acts, this::kill));
    }

    /// Freezes its daemon after so many more acts; the guard goes on.
    public void freezeAfter(int acts) {
        daemon.ifPresent(living -> living.freezeAfter(acts, () -> freeze(living)));
    }

    private void freeze(Daemon living) {
        cluster.trace().on(id.value(), () -> "its daemon freezes");
        living.freeze();
        long mine = ++freezes;
        // Its own part of the engine sends no sign of life either.
        cluster.time().afterNanos(cluster.chance().between(3 * SECOND, 7 * SECOND), () -> {
            if (mine == freezes && living.frozen()) {
                living.wires().forEach(Wire::expire);
            }
        });
    }

    /// Freezes the whole machine.
    public void freezeWhole() {
        if (!off) {
            cluster.trace().on(id.value(), () -> "the whole machine freezes");
            frozen = true;
            host.freeze();
            daemon.ifPresent(this::freeze);
        }
    }

    /// Ends every freeze.
    public void thaw() {
        if (frozen) {
            frozen = false;
            host.thaw();
        }
        daemon.filter(living -> !living.dead()).ifPresent(living -> {
            boolean stood = living.frozen();
            living.thaw();
            if (stood) {
                freezes++;
                cluster.trace().on(id.value(), () -> "thaws");
                cluster.time().afterNanos(cluster.chance().between(SECOND / 100, SECOND / 3),
                        () -> living.wires().forEach(Wire::restore));
            }
        });
    }

    /// The machine dies with everything on it, and boots again after a while, unless it is kept off.
    public void lose() {
        host.machineDies();
    }

    /// Whether the machine stays off once it is.
    public void keepOff(boolean now) {
        keptOff = now;
        off |= now && daemon.isEmpty();
    }

    /// The agent is asked to restart its daemon as planned.
    public void restartDaemon() {
        daemon.ifPresent(Daemon::restart);
    }

    /// Installs a build of Baton that speaks these levels; its daemon is the next that starts.
    public void install(LevelRange build) {
        settings = settings.speaking(build);
    }

    /// Returns what the build speaks that is installed.
    public LevelRange levels() {
        return settings.levels();
    }

    /// Returns what the daemon speaks that was started last.
    public LevelRange runs() {
        return runs;
    }

    /// The cluster does not take this build: its daemon stays out until somebody starts it again.
    void refused() {
        kill();
    }

    void ended() {
        kill();
        cluster.time().after(Duration.ofMillis(500), this::start);
    }

    @Override
    public String toString() {
        return id.value();
    }
}
