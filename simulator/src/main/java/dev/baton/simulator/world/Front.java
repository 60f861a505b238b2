package dev.baton.simulator.world;

import dev.baton.agent.simulated.Chance;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Those who ask, as the command does: any node, from there to the leader, again with the same key when no answer
/// comes. Requests may be lost, late, doubled and overtaken on their way.
public final class Front {

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int TRIES = 40;

    private final Cluster cluster;
    private final Chance chance;
    private boolean bad;
    private long keys;

    Front(Cluster cluster) {
        this.cluster = cluster;
        this.chance = cluster.chance().of("front");
    }

    /// The way from those who ask to the daemons is bad from now on, or good again.
    public void bad(boolean now) {
        bad = now;
    }

    private final class Wish {
        private final Ask ask;
        private final Consumer<Answer> then;
        private Optional<NodeId> leader = Optional.empty();
        private int tries;
        private int turn;
        private boolean answered;

        Wish(Ask ask, Consumer<Answer> then) {
            this.ask = ask;
            this.then = then;
        }

        void go() {
            if (answered) {
                return;
            }
            if (++tries > TRIES) {
                answered = true;
                then.accept(new Answer.Unavailable("nobody answers"));
                return;
            }
            int mine = ++turn;
            NodeId node = leader.orElseGet(() -> chance.oneOf(new ArrayList<>(cluster.machines().keySet())));
            leader = Optional.empty();
            int copies = bad && chance.oneIn(5) ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                if (!bad || !chance.oneIn(3)) {
                    cluster.time().afterNanos(way(), () -> arrive(node, mine));
                }
            }
            cluster.time().after(PATIENCE, () -> {
                if (mine == turn) {
                    go();
                }
            });
        }

        private void arrive(NodeId node, int mine) {
            cluster.machine(node).daemon().ifPresent(daemon -> daemon.ask(ask, answer -> {
                if (!bad || !chance.oneIn(3)) {
                    cluster.time().afterNanos(way(), () -> {
                        if (mine == turn) {
                            hear(answer);
                        }
                    });
                }
            }));
        }

        private void hear(Answer answer) {
            switch (answer) {
                case Answer.NotLeader(var other, _) -> {
                    leader = other;
                    turn++;
                    cluster.time().after(PAUSE, this::go);
                }
                case Answer.Unavailable _ -> {
                    turn++;
                    cluster.time().after(PAUSE, this::go);
                }
                case Answer.Accepted _, Answer.Refused _ -> {
                    answered = true;
                    turn++;
                    then.accept(answer);
                }
            }
        }
    }

    private long way() {
        return 200_000 + chance.below(bad ? 6_000_000_000L : 3_000_000L);
    }

    /// Asks something, until it is answered.
    public void ask(Request request, Consumer<Answer> then) {
        Ask ask = Ask.of("tester", "key" + ++keys, request);
        cluster.trace().elsewhere(() -> "asked: " + word(request));
        new Wish(ask, answer -> {
            cluster.trace().elsewhere(() -> "answered: " + word(request) + ": " + answer);
            then.accept(answer);
        }).go();
    }

    private static String word(Request request) {
        return request instanceof Request.StartRun || request instanceof Request.ApplyConfiguration
                ? request.getClass().getSimpleName() : request.toString();
    }

    /// Returns the texts of the reasons of a refusal.
    public static List<String> reasons(Answer answer) {
        return answer instanceof Answer.Refused(var reasons)
                ? reasons.stream().map(dev.baton.core.model.Reason::text).toList() : List.of();
    }
}
