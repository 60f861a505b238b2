package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.EnginePeer;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.coordination.tree.VotesRecord.Stage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.rules.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Orders about votes: what a person wants is written down, one vote at a time; what the engine makes of it,
/// [VoteKeeping] sees.
final class VoteOrders {

    /// More voters make every write slower, and let one more machine be lost for each two.
    static final int USUALLY_AT_MOST = 5;

    private static final String LAW = "law 5, votes";
    private static final String OVERRIDE = ", or, for the record, say --override " + Waiver.VOTES + " --reason \"...\"";

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    VoteOrders(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer give(NodeImage node, Optional<Request.EnginePorts> ports, Optional<Waiver> waiver) {
        Optional<VotesRecord> known = record(turn);
        if (known.filter(votes -> !votes.elsewhere()).isEmpty()) {
            return Refusal.because(known.isEmpty() ? fixed() : elsewhere());
        }
        VotesRecord now = known.get();
        List<Reason> against = inAnyCase(now);
        if (now.stage(node.id()).isPresent()) {
            against.add(new RequestReason.NotSo("a node has one vote", node.id() + " has one already",
                    "name another node"));
        }
        if (!node.up()) {
            against.add(new RequestReason.NotSo(LAW, node.id() + " is " + node.membership().word()
                    + ": its vote would only be missing", "start it first"));
        }
        int voters = now.voters().size();
        if (voters >= USUALLY_AT_MOST && !Requests.waives(waiver, Waiver.VOTES)) {
            against.add(new RequestReason.NotSo("at most " + USUALLY_AT_MOST + " votes", voters + " nodes have one, "
                    + "and each more makes every write slower", "take one first: baton vote take NODE" + OVERRIDE));
        }
        Optional<EnginePeer> peer = peer(now, node, ports, against);
        if (peer.isEmpty() || !against.isEmpty()) {
            return Refusal.because(against);
        }
        String text = node.id() + " gets a vote once its engine has caught up: "
                + words(new Votes.Count(present(turn, now) + 1, voters + 1)) + " then";
        return write(node.id(), now.with(node.id(), peer.get(), Stage.GIVING), text, waiver);
    }

    /// Where nothing is said the peer listens at the ports of the others, which on machines of their own are the same.
    private static Optional<EnginePeer> peer(VotesRecord now, NodeImage node, Optional<Request.EnginePorts> said,
            List<Reason> against) {
        List<Request.EnginePorts> others = now.voters().stream().map(peer -> new Request.EnginePorts(
                peer.clientPort(), peer.quorumPort(), peer.electionPort())).distinct().toList();
        Optional<Request.EnginePorts> ports = said.or(() -> others.size() == 1 ? Optional.of(others.getFirst())
                : Optional.empty());
        if (ports.isEmpty()) {
            against.add(new RequestReason.NotSo("a peer of the engine has three ports", "the others use different "
                    + "ones", "say which: --engine-port PORT, the first of three"));
            return Optional.empty();
        }
        Request.EnginePorts at = ports.get();
        if (now.votes().values().stream().anyMatch(vote -> vote.peer().address().equals(node.address())
                && vote.peer().clientPort() == at.client())) {
            against.add(new RequestReason.NotSo("a peer of the engine has three ports", "port " + at.client() + " of "
                    + node.address() + " is another peer's", "say which: --engine-port PORT, the first of three"));
        }
        return Optional.of(new EnginePeer(now.highest() + 1, node.address(), at.client(), at.quorum(), at.election()));
    }

    Answer take(NodeImage node, Optional<Waiver> waiver) {
        Optional<VotesRecord> known = record(turn);
        if (known.filter(votes -> !votes.elsewhere()).isEmpty()) {
            return Refusal.because(known.isEmpty() ? fixed() : elsewhere());
        }
        VotesRecord now = known.get();
        Optional<Stage> stage = now.stage(node.id());
        if (stage.filter(Stage.GIVING::equals).isPresent()) {
            return write(node.id(), taking(now, node.id()), node.id() + " gets no vote", waiver);
        }
        List<Reason> against = inAnyCase(now);
        if (stage.isEmpty()) {
            against.add(new RequestReason.NotSo("a vote is taken from a node that has one", node.id() + " has none",
                    "baton vote list"));
        } else {
            against.addAll(againstTaking(turn, now, node, waiver));
        }
        if (!against.isEmpty()) {
            return Refusal.because(against);
        }
        return write(node.id(), taking(now, node.id()), "the vote of " + node.id() + " is taken: "
                + words(left(turn, now, node)) + " then", waiver);
    }

    /// Returns what speaks against it that a node with a vote goes; empty when nothing does, or it has none.
    static List<Reason> againstGoing(Turn turn, NodeImage node) {
        List<Reason> against = new ArrayList<>();
        record(turn).filter(now -> now.counts(node.id())).ifPresent(now -> {
            against.addAll(busy(now));
            against.addAll(againstTaking(turn, now, node, Optional.empty()));
        });
        return against;
    }

    /// Returns the record in which the node's vote is being taken.
    static VotesRecord taking(VotesRecord now, NodeId node) {
        return now.with(node, Optional.ofNullable(now.votes().get(node)).orElseThrow().peer(), Stage.TAKING);
    }

    static Optional<VotesRecord> record(Turn turn) {
        return turn.tree().value(Paths.VOTES, VotesRecord.class);
    }

    private static Reason fixed() {
        return new RequestReason.NotSo("votes are given and taken where the engine's ensemble may change",
                "the votes of this cluster are what `ensemble` of every batond.yaml says", "change it there, and "
                        + "restart one batond after the other");
    }

    private static Reason elsewhere() {
        return new RequestReason.NotSo("votes are given and taken in an ensemble of the nodes' own",
                "this cluster uses an existing ensemble (external-ensemble in batond.yaml): no node has a vote",
                "change that one with its own tools");
    }

    private List<Reason> inAnyCase(VotesRecord now) {
        List<Reason> found = busy(now);
        runs.active(turn.tree()).ifPresent(run -> found.add(new RequestReason.RunIsOn(run, "a change of votes")));
        return found;
    }

    private static List<Reason> busy(VotesRecord now) {
        List<Reason> found = new ArrayList<>();
        now.changing().ifPresent(other -> found.add(new RequestReason.NotSo("one vote is changed at a time",
                other + (now.stage(other).filter(Stage.GIVING::equals).isPresent()
                        ? " is about to get one" : " is about to lose its own"),
                "wait until it is so: baton vote list")));
        return found;
    }

    /// Law 5: the engine keeps its majority, and what it could afford to lose before unless somebody says otherwise.
    private static List<Reason> againstTaking(Turn turn, VotesRecord now, NodeImage node,
            Optional<Waiver> waiver) {
        if (now.voters().size() == 1) {
            return List.of(new RequestReason.NotSo("somebody has a vote", node.id() + " has the only one",
                    "give another node one first: baton vote give NODE"));
        }
        Votes.Count before = new Votes.Count(present(turn, now), now.voters().size());
        Votes.Count left = left(turn, now, node);
        if (!left.majority()) {
            return List.of(new RequestReason.NotSo(LAW, words(left) + ": no majority",
                    "bring back a node with a vote, or take the vote of one that is down"));
        }
        boolean thinner = !left.withoutOneMore().majority() && before.withoutOneMore().majority();
        return thinner && !Requests.waives(waiver, Waiver.VOTES) ? List.of(new RequestReason.NotSo(LAW, words(left)
                + ", and none to lose", "give another node one first: baton vote give NODE" + OVERRIDE)) : List.of();
    }

    private static Votes.Count left(Turn turn, VotesRecord now, NodeImage node) {
        return new Votes.Count(present(turn, now) - (node.up() ? 1 : 0), now.voters().size() - 1);
    }

    private static int present(Turn turn, VotesRecord now) {
        return (int) turn.image().nodes().values().stream().filter(node -> node.up() && now.counts(node.id())).count();
    }

    private static String words(Votes.Count votes) {
        return votes.present() + " of " + votes.all() + " votes are there, " + votes.needed() + " decide";
    }

    private Answer write(NodeId node, VotesRecord record, String text, Optional<Waiver> waiver) {
        turn.write("votes", List.of(turn.set(Paths.VOTES, record)), List.of(), List.of(Requests.note(ask,
                EventKind.VOTE, node, text, waiver)));
        return Requests.accepted(text, Map.of("node", node.value()));
    }
}
