package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.tree.ClientWatch;
import dev.baton.coordination.tree.ClientsSeen;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts somebody in the clients' place while a run is on, for each group whose kind says how, and takes down in the
/// journal when he had no answer. Whose place is where the cluster is led follows the leader: another one begins anew.
/// When the run is over they are taken away again, so many in one turn.
final class InClientsPlace {

    private static final int AT_ONCE = 200;

    /// Whether there may be some although no run is on.
    private boolean left = true;

    /// Puts them where they belong. Returns whether anything had to be written.
    boolean order(Turn turn, RunBook.Run run) {
        left = true;
        int before = turn.writes().size();
        for (GroupImage group : asked(turn).toList()) {
            if (turn.writes().size() - before >= AT_ONCE) {
                break;
            }
            Optional<ClientWatch> present = turn.tree().value(Paths.clients(group.id()), ClientWatch.class);
            Optional<ClientWatch> wanted = wanted(turn, run, group, present);
            if (!wanted.equals(present)) {
                turn.write("clients of " + group.id(), wanted.map(watch -> List.of(turn.set(Paths.clients(group.id()),
                        watch))).orElseGet(() -> gone(turn, group.id())), List.of(), List.of());
            }
        }
        return turn.writes().size() > before;
    }

    /// Whose clients have a place where somebody can stay.
    private static Stream<GroupImage> asked(Turn turn) {
        return turn.image().groups().values().stream().filter(group -> turn.image().kindOf(group).clients()
                .filter(Kind.ClientProbe::stays).isPresent());
    }

    private static Optional<ClientWatch> wanted(Turn turn, RunBook.Run run, GroupImage group,
            Optional<ClientWatch> present) {
        return turn.image().kindOf(group).clients().filter(_ -> group.intent().online())
                .map(probe -> {
                    ClientWatch same = watch(run, present.map(ClientWatch::number).orElse(1), probe, turn.self());
                    return present.filter(same::equals).isPresent() ? same
                            : watch(run, next(run, group.id(), present), probe, turn.self());
                });
    }

    private static ClientWatch watch(RunBook.Run run, int number, Kind.ClientProbe probe, NodeId self) {
        return new ClientWatch(run.record().run(), number, probe.node().orElse(self), probe.run(), probe.host(),
                probe.every(), probe.timeout());
    }

    private static int next(RunBook.Run run, GroupId group, Optional<ClientWatch> present) {
        int journaled = waits(run, group).stream().mapToInt(RunState.ClientsWait::watch).max().orElse(0);
        return Math.max(journaled, present.filter(watch -> watch.run().equals(run.record().run()))
                .map(ClientWatch::number).orElse(0)) + 1;
    }

    private static List<RunState.ClientsWait> waits(RunBook.Run run, GroupId group) {
        return run.state().measured().clients().getOrDefault(group, List.of());
    }

    /// Returns what was seen and the journal does not have yet.
    static List<Entry> seen(Turn turn, RunBook.Run run, Instant now) {
        return asked(turn).map(GroupImage::id).flatMap(group -> present(turn, run, group).stream().flatMap(seen ->
                seen.waits().stream().skip(waits(run, group).stream().filter(wait -> wait.watch() == seen.number())
                        .count()).<Entry>map(lasted -> new Entry.ClientsWaited(now, group, lasted, seen.number()))))
                .toList();
    }

    /// What whoever is in the place now has seen.
    private static Optional<ClientsSeen> present(Turn turn, RunBook.Run run, GroupId group) {
        return turn.tree().value(Paths.clients(group), ClientWatch.class)
                .filter(watch -> watch.run().equals(run.record().run()))
                .flatMap(watch -> turn.tree().value(Paths.clientsSeen(group), ClientsSeen.class)
                        .filter(seen -> seen.number() == watch.number()));
    }

    /// Takes them away once no run is on.
    void sweep(Turn turn) {
        if (!left) {
            return;
        }
        List<GroupId> watched = turn.image().groups().keySet().stream().filter(group -> turn.version(
                Paths.clients(group)) != TreeMirror.ABSENT).limit(AT_ONCE).toList();
        watched.forEach(group -> turn.write("clients of " + group, gone(turn, group), List.of(), List.of()));
        left = !watched.isEmpty();
    }

    private static List<Op> gone(Turn turn, GroupId group) {
        List<Op> ops = new ArrayList<>();
        if (turn.version(Paths.clientsSeen(group)) != TreeMirror.ABSENT) {
            ops.add(turn.delete(Paths.clientsSeen(group)));
        }
        ops.add(turn.delete(Paths.clients(group)));
        return ops;
    }

    /// Whoever leads anew looks whether something was left.
    void forget() {
        left = true;
    }
}
