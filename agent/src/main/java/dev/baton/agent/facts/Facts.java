package dev.baton.agent.facts;

import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Written;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Command;
import dev.baton.core.model.Kind;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.model.WatchdogDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads the versions of every kind's product on this node, and keeps the node's facts in the tree as read.
public final class Facts {

    private static final Duration PROBE_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /// A product that could not be read is looked for again: it was busy, or somebody installs it by hand.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private record Probe(ProductId product, Command command) {}

    private final Desk desk;
    private final TreeMirror mirror;
    private final Standing standing;
    private final LevelRange levels;
    private final String api;
    private final String protection;
    private final Runnable changed;
    private final TreeMap<ProductId, Version> versions = new TreeMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private Set<Probe> read = Set.of();
    private Optional<WatchdogDevice> watchdog = Optional.empty();
    private int reading;
    private boolean again;
    private boolean writing;

    /// @param changed told after every reading
    public Facts(Desk desk, TreeMirror mirror, Standing standing, LevelRange levels, String api, String protection,
            Runnable changed) {
        this.desk = desk;
        this.mirror = mirror;
        this.standing = standing;
        this.levels = levels;
        this.api = api;
        this.protection = protection;
        this.changed = changed;
    }

    /// Returns what this node says about itself.
    public NodeFacts now() {
        return new NodeFacts(versions, levels, protection, api, watchdog);
    }

    /// The device that resets this machine is armed, or none is any more.
    public void watchdog(Optional<WatchdogDevice> armed) {
        watchdog = armed;
        review();
    }

    /// Returns whether the product of the kind has been looked for, since the kind was defined so.
    public boolean known(Kind kind) {
        return kind.version().map(command -> read.contains(new Probe(kind.product(), command))).orElse(true);
    }

    /// Returns the version of a product here; empty when it is not installed or cannot be read.
    public Optional<Version> version(ProductId product) {
        return Optional.ofNullable(versions.get(product));
    }

    /// Reads all versions anew; `then` comes when a reading that began after this call has ended.
    public void probe(Runnable then) {
        waiting.add(then);
        again = reading > 0;
        if (reading == 0) {
            readAll();
        }
    }

    /// Reads what is not read yet, and brings the tree up to what was read. To be called when something changed.
    public void review() {
        if (!standing.member()) {
            return;
        }
        if (reading == 0 && !read.equals(probes())) {
            readAll();
        }
        NodePath path = Paths.facts(standing.node());
        boolean stands = mirror.value(path, NodeFacts.class).filter(now()::equals).isPresent();
        if (!stands && !writing && reading == 0 && standing.beaten()) {
            writing = true;
            Op op = mirror.version(path) == TreeMirror.ABSENT ? new Op.Create(path, Json.write(now()))
                    : new Op.SetData(path, Json.write(now()), Op.ANY_VERSION);
            // Only of the life that takes part: a later one may be another build.
            Op alive = new Op.Check(Paths.heartbeat(standing.node()), standing.heartbeat());
            desk.submit("facts", new Transaction(List.of(alive, op)), written -> {
                if (written instanceof Written.Committed) {
                    writing = false;
                    review();
                } else {
                    desk.timer("facts", PAUSE, () -> {
                        writing = false;
                        review();
                    });
                }
            });
        } else if (!stands && !writing && reading == 0) {
            standing.onceBeaten(this::review);
        }
    }

    private Set<Probe> probes() {
        return mirror.image().kinds().values().stream()
                .flatMap(kind -> kind.version().map(command -> new Probe(kind.product(), command)).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void readAll() {
        again = false;
        Set<Probe> probes = probes();
        SortedMap<ProductId, Version> found = new TreeMap<>();
        reading = probes.size();
        if (probes.isEmpty()) {
            ended(probes, found);
        }
        for (Probe probe : probes) {
            TreeMap<String, String> environment = new TreeMap<>();
            environment.put("BATON_NODE", standing.node().value());
            desk.run("version of " + probe.product(), probe.command(), environment, PROBE_WITHIN, answer -> {
                Printed.version(answer).ifPresent(version -> found.put(probe.product(), version));
                if (--reading == 0) {
                    ended(probes, found);
                }
            });
        }
    }

    private void ended(Set<Probe> probes, SortedMap<ProductId, Version> found) {
        read = probes;
        versions.clear();
        versions.putAll(found);
        if (again) {
            readAll();
            return;
        }
        if (probes.stream().anyMatch(probe -> !found.containsKey(probe.product()))) {
            desk.timer("versions", LOOK_AGAIN, () -> {
                if (reading == 0) {
                    readAll();
                }
            });
        }
        List<Runnable> answered = List.copyOf(waiting);
        waiting.clear();
        review();
        answered.forEach(Runnable::run);
        changed.run();
    }
}
