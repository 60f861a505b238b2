package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.ClusterLevel;
import dev.baton.coordination.tree.ClusterLevels;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.rules.FinalizeLast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Raises the cluster level (law 14), in two transactions: the fence, from which on only nodes join that speak the
/// level to come; then the level itself, which checks that no member's facts have changed since they were looked at.
/// A leader that is lost in between is followed by one that does the second, or takes the fence away.
///
/// Soft: whether this leader has reminded people.
final class Finalizing {

    private static final FinalizeLast LAW = new FinalizeLast();

    private int reminded;

    /// Returns what speaks against raising the level by one now.
    private static List<Reason> against(Turn turn, Optional<RunId> on, int to) {
        List<Reason> found = new ArrayList<>();
        on.ifPresent(run -> found.add(new RequestReason.RunIsOn(run, "finalizing the cluster")));
        found.addAll(LAW.against(turn.image(), to));
        if (!turn.levels().speaks(to)) {
            found.add(LAW.broken("the leader, on " + turn.self() + ", speaks levels " + turn.levels() + ", not " + to,
                    "upgrade Baton on " + turn.self()));
        }
        return found;
    }

    /// A person asks for it, and names the level that was shown.
    static Answer ask(Turn turn, Ask ask, Optional<RunId> on, int to) {
        int level = turn.image().level();
        if (to == level) {
            return Requests.accepted("the cluster is at level " + level + " already", Map.of());
        }
        if (to != level + 1) {
            return Refusal.notSo("the cluster level rises one by one", "it is at " + level + ", not at " + (to - 1),
                    "baton finalize");
        }
        List<Reason> against = against(turn, on, to);
        if (!against.isEmpty()) {
            return Refusal.because(against);
        }
        String text = "the cluster is raised from level " + level + " to " + to
                + ": who does not speak it does not join any more";
        turn.write("fence", List.of(turn.set(Paths.LEVEL, new ClusterLevel(level, to))), List.of(),
                List.of(Requests.note(ask, EventKind.LEVEL, "cluster", text, Optional.empty())));
        return Requests.accepted(text, Map.of("level", Integer.toString(to)));
    }

    void decide(Turn turn, Optional<RunId> on) {
        Optional<ClusterLevel> now = turn.tree().value(Paths.LEVEL, ClusterLevel.class);
        now.filter(ClusterLevel::fenced).ifPresent(level -> raise(turn, on, level));
        if (now.filter(level -> !level.fenced()).isPresent()) {
            remind(turn, on);
        }
    }

    private static void raise(Turn turn, Optional<RunId> on, ClusterLevel level) {
        int to = level.towards();
        List<Reason> against = against(turn, on, to);
        if (!against.isEmpty()) {
            turn.write("unfence", List.of(turn.set(Paths.LEVEL, ClusterLevel.at(level.level()))), List.of(),
                    List.of(Note.of(EventKind.LEVEL, "cluster", "the cluster stays at level " + level.level() + ": "
                            + against.getFirst().facts())));
            return;
        }
        List<Op> ops = new ArrayList<>();
        turn.image().nodes().keySet().forEach(node -> ops.add(turn.check(Paths.facts(node))));
        ops.add(turn.set(Paths.LEVEL, ClusterLevel.at(to)));
        turn.write("raise", ops, List.of(new ClusterDelta.LevelSet(to)), List.of(Note.of(EventKind.LEVEL, "cluster",
                "the cluster is at level " + to + ": " + ClusterLevels.brings(to))));
    }

    private void remind(Turn turn, Optional<RunId> on) {
        ClusterImage image = turn.image();
        int highest = FinalizeLast.clusterHighest(image);
        boolean possible = highest > image.level() && against(turn, on, image.level() + 1).isEmpty();
        if (possible && reminded != image.level() + 1) {
            reminded = image.level() + 1;
            turn.write("reminder", List.of(), List.of(), List.of(Note.of(EventKind.LEVEL, "cluster",
                    "every member speaks level "
                    + reminded + ", the cluster is at " + image.level() + ": baton finalize says what that means")));
        } else if (!possible) {
            reminded = 0;
        }
    }
}
