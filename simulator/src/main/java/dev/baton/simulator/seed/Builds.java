package dev.baton.simulator.seed;

import dev.baton.agent.simulated.Chance;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Two builds of Baton in some seeds: all nodes begin with one that speaks level 1, and are replaced one after the
/// other by one that speaks 1 and 2, some of them back and forth; meanwhile an operator finalizes, again and again.
/// Aimed at what goes wrong there: an older build that comes back beside a finalize, and one that is away meanwhile.
final class Builds {

    static final LevelRange OLD = new LevelRange(1, 1);
    static final LevelRange NEW = new LevelRange(1, 2);

    private static final Duration END = Duration.ofSeconds(75);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// What the seed is aimed at.
    enum Aim {
        /// One build only.
        NONE,
        /// Whatever comes.
        FREE,
        /// An older build joins beside a finalize.
        RACE,
        /// The last older build is away.
        AWAY
    }

    private final Cluster cluster;
    private final Chance chance;
    private final Aim aim;
    private final boolean beside;
    private boolean over;

    Builds(Cluster cluster, Chance chance) {
        this.cluster = cluster;
        this.chance = chance;
        this.aim = chance.oneIn(8) ? chance.oneOf(List.of(Aim.FREE, Aim.RACE, Aim.RACE, Aim.AWAY)) : Aim.NONE;
        this.beside = aim == Aim.FREE && chance.oneIn(2);
    }

    /// Returns whether there is anything to do but the upgrade of the product.
    boolean drawn() {
        return aim != Aim.NONE;
    }

    /// Returns whether the product is not upgraded: while a run is on, nothing is finalized.
    boolean instead() {
        return drawn() && !beside;
    }

    /// Returns for how long it goes on.
    Duration lasts() {
        return drawn() ? END : Duration.ZERO;
    }

    /// Lets everything come, counted from now.
    void begin() {
        if (!drawn()) {
            return;
        }
        cluster.trace().elsewhere(() -> "two builds: " + aim);
        List<Machine> order = new ArrayList<>(cluster.machines().values());
        Machine last = order.remove(chance.below(order.size()));
        for (int i = 0; i < order.size(); i++) {
            Machine machine = order.get(i);
            at(1_000L + i * chance.between(500, 2_500), () -> replace(machine, NEW));
        }
        switch (aim) {
            case NONE -> { }
            case FREE -> free(order, last);
            case RACE -> race(order, last);
            case AWAY -> away(last);
        }
    }

    private void free(List<Machine> order, Machine last) {
        at(chance.between(5_000, 30_000), () -> replace(last, NEW));
        for (int i = 0; i < 6; i++) {
            Machine machine = chance.oneOf(order);
            boolean back = chance.oneIn(2);
            at(chance.between(12_000, 60_000), () -> replace(machine, back ? OLD : NEW));
            at(chance.between(5_000, 70_000), this::finalizes);
        }
    }

    private void race(List<Machine> order, Machine last) {
        at(12_000, () -> replace(last, NEW));
        for (int round = 0; round < 5; round++) {
            Machine machine = chance.oneOf(order);
            long when = 20_000L + round * 10_000L;
            // Between its look at the level and its join the older build writes to its disk: where that is slow, there
            // is time for the level to rise meanwhile.
            boolean slowly = round % 2 == 0;
            at(when, () -> {
                machine.host().disk().slow(slowly);
                replace(machine, OLD);
            });
            at(when + chance.between(0, 120) * (slowly ? 20 : 1), this::finalizes);
            at(when + 5_000, () -> {
                machine.host().disk().slow(false);
                replace(machine, NEW);
            });
        }
    }

    private void away(Machine last) {
        at(3_000, () -> {
            last.keepOff(true);
            last.lose();
        });
        for (int i = 0; i < 6; i++) {
            at(10_000L + i * 7_000L, this::finalizes);
        }
        at(55_000, () -> last.keepOff(false));
        at(55_000, last::start);
    }

    private void at(long millis, Runnable what) {
        cluster.time().after(Duration.ofMillis(millis), () -> {
            if (!over) {
                what.run();
            }
        });
    }

    /// A machine that is switched off gets its build when it is on again.
    private void replace(Machine machine, LevelRange build) {
        machine.install(build);
        if (machine.off()) {
            return;
        }
        if (chance.oneIn(3)) {
            machine.restartDaemon();
        } else {
            machine.kill();
            machine.start();
        }
    }

    private void finalizes() {
        cluster.front().ask(new Request.FinalizeLevel(2), (Answer _) -> { });
    }

    /// Nothing goes wrong any more: every machine has the newer build, and is on.
    void heal() {
        over = true;
        if (!drawn()) {
            return;
        }
        for (Machine machine : cluster.machines().values()) {
            machine.keepOff(false);
            machine.install(NEW);
            // One that was asked to restart in a bad moment may not have done so.
            if (!machine.off() && !machine.runs().equals(NEW)) {
                machine.kill();
            }
            machine.start();
        }
    }

    /// Once everything is at rest, the level rises when it is asked for.
    ///
    /// @return what has not come to be
    List<String> finish() {
        if (!drawn()) {
            return List.of();
        }
        long[] asked = {Long.MIN_VALUE};
        boolean risen = cluster.until(PATIENCE, () -> {
            long second = cluster.time().elapsed() / 1_000_000_000L;
            if (second > asked[0] + 10 && cluster.image().level() == 1) {
                asked[0] = second;
                finalizes();
            }
            return cluster.image().level() == 2;
        });
        cluster.run(Duration.ofSeconds(20));
        List<NodeId> out = cluster.image().nodes().values().stream().filter(node -> !node.up()).map(node -> node.id())
                .toList();
        return risen && out.isEmpty() ? List.of() : List.of("the cluster is at level " + cluster.image().level()
                + ", down are " + out);
    }
}
