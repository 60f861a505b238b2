package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Holds of people on nodes. Each belongs to whoever asked for it: nobody else releases it without saying so, for the
/// record. A run's holds are the run's (law 9): nobody releases them.
final class Pauses {

    /// So much of a person's name is in the name of a hold, which has 63 characters at most.
    private static final int NAME = 32;

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Turn turn;
    private final Ask ask;

    Pauses(Turn turn, Ask ask) {
        this.turn = turn;
        this.ask = ask;
    }

    /// Removes holds whose time is over.
    static void lapse(Turn turn) {
        for (NodeImage node : List.copyOf(turn.image().nodes().values())) {
            for (Hold hold : List.copyOf(node.holds().values())) {
                if (hold.expires().filter(end -> !turn.wallTime().isBefore(end)).isPresent()) {
                    write(turn, turn.image().node(node.id()).withoutHold(hold.id()), Note.of(EventKind.HOLD_EXPIRED,
                            node.id(), "the hold of "
                            + hold.owner() + " on " + node.id() + " has lapsed: " + hold.reason()));
                }
            }
        }
    }

    /// Returns when the next hold lapses, in wall-clock time.
    static Optional<Instant> next(ClusterImage image) {
        return image.impaired().stream().flatMap(node -> node.holds().values().stream())
                .flatMap(hold -> hold.expires().stream()).min(Instant::compareTo);
    }

    /// Adds the change of a node's holds to the turn.
    static void write(Turn turn, NodeImage node, Note note) {
        List<Op> ops = List.of(turn.set(Paths.holds(node.id()), Holds.of(node.holds())));
        turn.write("holds of " + node.id(), ops, List.of(new ClusterDelta.HoldsSet(node.id(), node.holds())),
                List.of(note));
    }

    private String person() {
        return person(ask);
    }

    /// Returns the person who asks, without the machine from which: the owner of holds.
    static String person(Ask ask) {
        String name = ask.by().split(" at ", 2)[0].strip();
        return name.isEmpty() ? Hold.OPERATOR : name.startsWith("run ") ? name.replace(' ', '-') : name;
    }

    private HoldId id(String what) {
        String all = person().replaceAll("[^A-Za-z0-9._-]", "_");
        String plain = all.substring(0, Math.min(all.length(), NAME));
        // Two people are never one hold, however their names are written.
        return new HoldId(what + "." + plain + (plain.equals(person()) ? "" : "."
                + Integer.toHexString(person().hashCode())));
    }

    Answer pause(NodeImage node, String reason, Optional<Duration> lasting) {
        return hold(node, "pause", Hold.Strength.PAUSED, reason, lasting);
    }

    /// Holds the node; a hold of the same person and sort is replaced when reason or end are others.
    ///
    /// @param what the sort: `pause`, `maintenance`
    Answer hold(NodeImage node, String what, Hold.Strength strength, String reason, Optional<Duration> lasting) {
        if (lasting.filter(time -> !time.isPositive() || time.compareTo(LONGEST) > 0).isPresent()) {
            return Refusal.notSo("a hold that ends by itself ends within ten years", "it is to last "
                    + lasting.orElseThrow().toSeconds() + " s", "say for how long: --for 2h");
        }
        String why = reason.isBlank() ? "no reason given" : reason;
        Hold hold = new Hold(id(what), person(), why, strength, lasting.map(turn.wallTime()::plus)
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS)));
        boolean same = Optional.ofNullable(node.holds().get(hold.id())).filter(there -> there.reason().equals(why)
                && there.expires().isEmpty() && lasting.isEmpty()).isPresent();
        if (same) {
            return Requests.accepted(node.id() + " is paused already", ids(node));
        }
        String text = node.id() + (strength == Hold.Strength.CLOSED ? " is closed: " : " is paused: ") + why
                + hold.expires().map(end -> ", until " + end).orElse("");
        write(turn, node.withHold(hold), Requests.note(ask, EventKind.HOLD_PLACED, node.id(), text, Optional.empty()));
        return Requests.accepted(text, ids(node));
    }

    private static Map<String, String> ids(NodeImage node) {
        return Map.of("node", node.id().value());
    }

    Answer resume(NodeImage node, Optional<Waiver> waiver) {
        return release(node, _ -> true, waiver);
    }

    /// Releases what the person may release of the holds in question. Refused when there are some, and none may go.
    Answer release(NodeImage node, Predicate<Hold> meant, Optional<Waiver> waiver) {
        List<Hold> inQuestion = node.holds().values().stream().filter(meant).toList();
        List<Hold> going = inQuestion.stream().filter(hold -> may(hold, waiver)).toList();
        if (inQuestion.isEmpty()) {
            return Requests.accepted(node.id() + " is not paused", ids(node));
        }
        if (going.isEmpty()) {
            return Refusal.because(inQuestion.stream().map(hold -> against(node, hold)).toList());
        }
        NodeImage kept = node;
        for (Hold hold : going) {
            kept = kept.withoutHold(hold.id());
        }
        List<String> lines = new ArrayList<>(List.of(node.id() + " is resumed"));
        kept.holds().values().forEach(hold -> lines.add(node.id() + " stays held by " + hold.owner() + ": "
                + hold.reason()));
        boolean foreign = going.stream().anyMatch(hold -> !may(hold, Optional.empty()));
        write(turn, kept, Requests.note(ask, EventKind.HOLD_RELEASED, node.id(), String.join("; ", lines),
                foreign ? waiver : Optional.empty()));
        return new Answer.Accepted(lines, new TreeMap<>(ids(node)));
    }

    private static Reason against(NodeImage node, Hold hold) {
        return hold.ofRun() ? new PlacementReason.Held(node.id(), hold) : new RequestReason.NotSo(
                "a hold is released by its owner", node.id() + " is held by " + hold.owner() + ": " + hold.reason(),
                "ask " + hold.owner() + ", or, for the record, say --override hold --reason \"...\"");
    }

    private boolean may(Hold hold, Optional<Waiver> waiver) {
        boolean own = hold.owner().equals(person()) || hold.owner().equals(Hold.OPERATOR);
        return !hold.ofRun() && (own || Requests.waives(waiver, Waiver.HOLD));
    }
}
