package dev.baton.simulator.trouble;

import dev.baton.agent.simulated.Chance;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.trouble.Trouble.Kind;
import dev.baton.simulator.trouble.Trouble.OfCommands;
import dev.baton.simulator.trouble.Trouble.OfMachine;
import dev.baton.simulator.trouble.Trouble.OfNetwork;
import dev.baton.simulator.trouble.Trouble.OfPeople;
import dev.baton.simulator.trouble.Trouble.OfStorms;
import dev.baton.simulator.trouble.Trouble.OfUnmanaging;
import dev.baton.simulator.world.Documents;
import dev.baton.simulator.world.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Draws what goes wrong.
public final class Troubles {

    /// When the last trouble begins at the latest.
    public static final Duration SPAN = Duration.ofSeconds(45);

    /// What attacks one thing together: who owns; what cannot be stopped; who may come; what the data is; who leads.
    private static final List<List<Kind>> THEMES = List.of(
            List.of(OfPeople.ASK_MOVE, OfMachine.DAEMON_CRASH, OfMachine.DAEMON_BLINK, OfMachine.DAEMON_FREEZE,
                    OfMachine.DAEMON_RESTART, OfStorms.RETURNS_BLIND, OfNetwork.CUT, OfNetwork.LOST_ANSWERS,
                    OfNetwork.LATE_WATCHES),
            List.of(OfPeople.ASK_MOVE, OfMachine.UNKILLABLE, OfStorms.STUCK_AND_DEAD,
                    OfMachine.DAEMON_FREEZE, OfMachine.DAEMON_CRASH, OfNetwork.CUT, OfCommands.STUBBORN),
            List.of(OfPeople.ASK_MOVE, OfStorms.ASK_CLOSE, OfNetwork.SLOW_LINK, OfMachine.DAEMON_CRASH,
                    OfPeople.ASK_DRAIN, OfStorms.UNHEARD_HEIR, OfStorms.UNHEARD_HEIR, OfNetwork.CUT_UP),
            List.of(OfPeople.ASK_CONVERT, OfPeople.ASK_OFFLINE, OfPeople.ASK_MOVE, OfMachine.DAEMON_CRASH,
                    OfMachine.MACHINE_REBOOT, OfCommands.CHANGE_HALF, OfCommands.CHANGE_FAILS,
                    OfCommands.CHANGE_REBOOTS),
            List.of(OfPeople.ASK_CONVERT, OfStorms.CONVERTS_AND_DIES, OfPeople.ASK_MOVE, OfMachine.DAEMON_BLINK,
                    OfCommands.PROBE_FAILS),
            List.of(OfNetwork.LEADER_DEPOSED, OfNetwork.LEADER_DEPOSED, OfNetwork.CUT, OfNetwork.CUT,
                    OfNetwork.ENGINE_ELECTION, OfNetwork.SLOW_LINK, OfNetwork.LATE_WATCHES, OfMachine.DAEMON_FREEZE,
                    OfMachine.DAEMON_BLINK, OfPeople.ASK_REST, OfPeople.ASK_MOVE));

    private Troubles() {}

    /// Returns the troubles of one seed, in the order of their times. Few of them in most seeds, many in some; in half
    /// of the seeds only a handful of kinds, so that each kind also comes without all others.
    public static List<Trouble> draw(Chance chance, Options options) {
        int count = chance.oneIn(6) ? (int) chance.between(15, 30) : (int) chance.between(1, 9);
        List<Kind> kinds = chance.oneIn(2) ? Kind.all() : few(chance);
        List<Trouble> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(one(chance, options, chance.oneOf(kinds)));
        }
        return numbered(drawn);
    }

    /// Returns many troubles of few kinds, which attack one thing.
    public static List<Trouble> storm(Chance chance, Options options) {
        List<Kind> theme = chance.oneOf(THEMES);
        List<Trouble> drawn = new ArrayList<>();
        for (long i = chance.between(20, 50); i > 0; i--) {
            drawn.add(one(chance, options, chance.oneOf(theme)));
        }
        return numbered(drawn);
    }

    /// Returns troubles of every kind, also of those that only storms bring; some with a person who aborts the run.
    public static List<Trouble> ofAll(Chance chance, Options options) {
        List<Kind> kinds = new ArrayList<>(Kind.all());
        kinds.addAll(List.of(OfStorms.values()));
        List<Trouble> drawn = new ArrayList<>();
        for (long i = chance.between(12, 22); i > 0; i--) {
            drawn.add(one(chance, options, chance.oneOf(kinds)));
        }
        if (chance.oneIn(3)) {
            drawn.add(one(chance, options, OfPeople.ASK_ABORT));
        }
        return numbered(drawn);
    }

    private static List<Trouble> numbered(List<Trouble> drawn) {
        drawn.sort(Comparator.comparing(Trouble::at));
        List<Trouble> numbered = new ArrayList<>();
        drawn.forEach(t -> numbered.add(t.numbered(numbered.size())));
        return List.copyOf(numbered);
    }

    /// Returns the same troubles, each to come in the middle of some kind of step: most steps are so short that what
    /// comes at its time hardly ever meets them.
    ///
    /// @param steps kinds of steps
    public static List<Trouble> aimed(List<Trouble> troubles, List<String> steps, Chance chance) {
        return troubles.stream().map(t -> new Trouble(t.number(), t.at().dividedBy(4),
                Optional.of(chance.oneOf(steps)), t.kind(), t.node(), t.lasts(), t.detail())).toList();
    }

    /// Returns what a person does who has groups only observed, for up to two minutes each.
    public static List<Trouble> unmanaging(Chance chance, Options options) {
        List<Trouble> drawn = new ArrayList<>();
        for (long i = chance.between(1, 4); i > 0; i--) {
            drawn.add(one(chance, options, OfUnmanaging.ASK_UNMANAGE));
        }
        return drawn;
    }

    private static List<Kind> few(Chance chance) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            kinds.add(chance.oneOf(Kind.all()));
        }
        return kinds;
    }

    private static Trouble one(Chance chance, Options options, Kind kind) {
        NodeId node = options.witness() && chance.oneIn(8) ? new NodeId("witness")
                : Documents.node((int) chance.between(1, options.nodes()));
        Duration at = Duration.ofMillis(chance.between(0, SPAN.toMillis()));
        long longest = longest(kind);
        // Most accidents are about as long as a lease: there it is decided.
        long lasts = chance.oneIn(2) ? chance.between(1, longest) : chance.between(1, Math.min(longest, 9_000));
        return new Trouble(0, at, Optional.empty(), kind, node, Duration.ofMillis(lasts), chance.below(1_000));
    }

    /// In milliseconds.
    private static long longest(Kind kind) {
        return switch (kind) {
            case OfMachine.DAEMON_BLINK -> 2_000;
            case OfNetwork.ENGINE_ELECTION -> 2_500;
            case OfMachine _, OfNetwork _, OfPeople _, OfStorms _ -> 16_000;
            case OfCommands _ -> 30_000;
            case OfUnmanaging _ -> 120_000;
        };
    }
}
