package dev.baton.simulator.world;

import dev.baton.agent.simulated.Chance;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a simulated cluster is like, before anything goes wrong.
///
/// @param nodes        members without the witness
/// @param witness      whether there is a machine with a vote and no groups
/// @param groups       at most one per node
/// @param timings      of the single-owner protocol
/// @param data         which formats a version opens
/// @param upgrade      how the upgrade is to be done
/// @param extras       which optional commands the product has
/// @param latency      the longest way of one message, usually
/// @param clockBeyond  whether one machine's clock runs faster or slower than is assumed of clocks
/// @param special      what most clusters have alike
public record Options(int nodes, boolean witness, int groups, LeaseTimings timings, DataMode data, Upgrade upgrade,
        Set<Extra> extras, Duration latency, boolean clockBeyond, Special special) {

    /// @param restart  whether each node restarts
    /// @param stops    where the run waits for a person
    /// @param windows  when the run may work; absent means always
    public record Upgrade(Preset preset, UpgradeSpec.ConvertWhen convert, UpgradeSpec.Failback failback,
            UpgradeSpec.Restart restart, Set<UpgradeSpec.StopPoint> stops, UpgradeSpec.OnFailure onFailure,
            Optional<Windows> windows) {

        Upgrade withStops(Set<UpgradeSpec.StopPoint> other) {
            return new Upgrade(preset, convert, failback, restart, other, onFailure, windows);
        }

        Upgrade withWindows(Windows other) {
            return new Upgrade(preset, convert, failback, restart, stops, onFailure, Optional.of(other));
        }
    }

    /// @param soak        how long a run waits after each node
    /// @param restartable whether data is whole while it is converted; else a conversion that is cut off leaves data
    ///                    that nothing opens and whose probe fails
    /// @param inPlace     how many of the groups, the first ones, are of a kind that is changed in place, offline
    /// @param detached    how many of the groups, the first ones, are of a kind that leaves the cluster's control
    /// @param together    whether the first two groups are saved as one consistent set
    /// @param ordered     whether every group starts after the first one
    public record Special(Duration soak, boolean restartable, int inPlace, int detached, boolean together,
            boolean ordered) {

        Special(Duration soak, boolean restartable, int inPlace, int detached) {
            this(soak, restartable, inPlace, detached, false, false);
        }

        /// What most clusters have.
        public static final Special NONE = new Special(Duration.ZERO, true, 0, 0);

        static Special draw(Chance chance) {
            return new Special(Duration.ofSeconds(chance.below(6)), chance.oneIn(2), 0, 0);
        }
    }

    /// An optional command of the product.
    public enum Extra { PREPARE, SELF_TEST, UNDO, BACKUP }

    public Options {
        extras = Set.copyOf(extras);
    }

    /// Returns the options that this chance gives.
    public static Options draw(Chance chance) {
        int nodes = (int) chance.between(3, 5);
        boolean witness = nodes % 2 == 0 && chance.oneIn(2);
        int groups = (int) chance.between(1, Math.min(3, nodes - 1));
        LeaseTimings timings = chance.oneIn(2) ? LeaseTimings.QUICK : LeaseTimings.PRODUCTION;
        DataMode data = chance.oneOf(List.of(DataMode.STRICT, DataMode.STRICT, DataMode.BACKWARD,
                DataMode.COMPATIBLE));
        return new Options(nodes, witness, groups, timings, data, upgrade(chance, data),
                some(chance, List.of(Extra.values())), Duration.ofNanos(chance.between(500_000, 8_000_000)),
                chance.oneIn(20), Special.NONE);
    }

    /// Returns the same cluster with something special, as this chance gives it: more often with every kind of step,
    /// too.
    public Options special(Chance chance) {
        Special special = Special.draw(chance);
        Set<Extra> more = new TreeSet<>(extras);
        List.of(Extra.values()).stream().filter(_ -> !chance.oneIn(3)).forEach(more::add);
        Set<UpgradeSpec.StopPoint> stops = chance.oneIn(2) ? Set.of(UpgradeSpec.StopPoint.values()) : Set.of();
        return new Options(nodes, witness, groups, timings, data, upgrade.withStops(stops), more, latency, clockBeyond,
                special);
    }

    /// Returns the same cluster; in half of the cases a conversion that is cut off spoils its data.
    public Options tearing(Chance chance) {
        return new Options(nodes, witness, groups, timings, data, upgrade, extras, latency, clockBeyond,
                new Special(Duration.ZERO, chance.oneIn(2), 0, 0));
    }

    /// Returns the same cluster, some groups of which are changed in place.
    public Options changingInPlace(Chance chance) {
        return new Options(nodes, witness, groups, timings, data, upgrade, extras, latency, clockBeyond,
                new Special(Duration.ZERO, true, (int) chance.between(1, groups), 0));
    }

    /// Returns the same cluster, some groups of which leave the cluster's control while it is upgraded. Nobody converts
    /// their data then, so every version opens it.
    public Options detaching(Chance chance) {
        return new Options(nodes, witness, groups, timings, DataMode.COMPATIBLE, upgrade, extras, latency, clockBeyond,
                new Special(Duration.ZERO, true, 0, (int) chance.between(1, Math.min(2, groups))));
    }

    /// Returns the same cluster; where it has several groups they start in order, or two of them are saved together, or
    /// both.
    public Options inCompany(Chance chance) {
        boolean together = chance.oneIn(2);
        return groups < 2 ? this : new Options(nodes, witness, groups, timings, data, upgrade, extras, latency,
                clockBeyond, new Special(Duration.ZERO, true, 0, 0, together, !together || chance.oneIn(2)));
    }

    /// Returns the same cluster, whose run may work in a minute or two, and then again after one or two: whatever its
    /// clocks say, it never rests longer than a few minutes.
    public Options withWindows(Chance chance) {
        // Simulated time begins at 13:46:40.
        long opens = chance.between(46, 48);
        long closes = opens + chance.between(1, 2);
        Windows windows = Windows.parse(String.format(Locale.ROOT, "daily 13:%d-13:%d UTC; daily 13:%d-13:30 UTC",
                opens, closes, closes + chance.between(1, 2)));
        return new Options(nodes, witness, groups, timings, data, upgrade.withWindows(windows), extras, latency,
                clockBeyond, special);
    }

    private static Upgrade upgrade(Chance chance, DataMode data) {
        Preset preset = chance.oneIn(2) ? Preset.FEWEST_OUTAGES : chance.oneOf(List.of(Preset.values()));
        UpgradeSpec.ConvertWhen convert = data == DataMode.STRICT || chance.oneIn(2)
                ? UpgradeSpec.ConvertWhen.WITH_MOVE : UpgradeSpec.ConvertWhen.AT_END;
        UpgradeSpec.Failback failback = chance.oneIn(3) ? chance.oneOf(List.of(UpgradeSpec.Failback.values()))
                : UpgradeSpec.Failback.NEVER;
        return new Upgrade(preset, convert, failback, chance.oneOf(List.of(UpgradeSpec.Restart.values())),
                chance.oneIn(3) ? some(chance, List.of(UpgradeSpec.StopPoint.values())) : Set.of(),
                chance.oneOf(List.of(UpgradeSpec.OnFailure.values())), Optional.empty());
    }

    private static <T extends Comparable<T>> Set<T> some(Chance chance, List<T> all) {
        return new TreeSet<>(all.stream().filter(_ -> chance.oneIn(3)).toList());
    }

    /// Returns them as they are printed before anything happens.
    public String text() {
        List<String> words = new ArrayList<>(List.of(nodes + " nodes" + (witness ? " and a witness" : ""),
                groups + " groups", data.name().toLowerCase(Locale.ROOT) + " data",
                "H " + timings.heartbeat() + " T " + timings.lease() + " K " + timings.margin(),
                upgrade.preset().word(), "convert " + upgrade.convert(), "failback " + upgrade.failback(),
                "restart " + upgrade.restart(), "stops " + new TreeSet<>(upgrade.stops()),
                "on failure " + upgrade.onFailure(), "extras " + new TreeSet<>(extras),
                "latency up to " + latency.toNanos() / 1000 + " us"));
        if (!special.soak().isZero()) {
            words.add("soak " + special.soak());
        }
        if (!special.restartable()) {
            words.add("a conversion that is cut off spoils its data");
        }
        if (clockBeyond) {
            words.add("a clock beyond what is assumed");
        }
        if (special.detached() > 0) {
            words.add(special.detached() + " detached");
        }
        if (special.together()) {
            words.add("two saved together");
        }
        if (special.ordered()) {
            words.add("started in order");
        }
        upgrade.windows().ifPresent(windows -> words.add("works " + windows));
        if (special.inPlace() > 0) {
            words.add(special.inPlace() + " changed in place");
        }
        return String.join(", ", words);
    }
}
