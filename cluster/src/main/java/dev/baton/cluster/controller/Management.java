package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.plan.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Whether the cluster acts on a group or only observes it. It is a part of the placement, so that whoever claims the
/// group, which checks the placement's version, has seen it; the owner stays.
final class Management {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Management(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    /// Returns the refusal of something that would touch a group which is only observed; empty for any other.
    ///
    /// @param what is refused, such as `a conversion`
    static Optional<Answer> against(GroupImage group, String what) {
        return group.placement().unmanaged().map(how -> Refusal.because(how.refusal(group.id(), "; " + what
                + " would touch it")));
    }

    /// Returns what speaks against a change of every group, one reason for each that is only observed.
    static List<Reason> against(Turn turn, String what) {
        return turn.image().groups().values().stream().flatMap(group -> group.placement().unmanaged()
                .<Reason>map(how -> how.refusal(group.id(), "; " + what + " could not touch it")).stream()).toList();
    }

    Answer unmanage(GroupImage group, Optional<String> reason) {
        if (!group.placement().managed()) {
            return Requests.accepted(group.id() + " is " + group.placement().unmanaged().get().text() + " already",
                    Map.of("group", group.id().value()));
        }
        Optional<Answer> halfWay = halfWay(group);
        if (halfWay.isPresent()) {
            return halfWay.get();
        }
        Unmanaged how = new Unmanaged(Pauses.person(ask), reason.filter(why -> !why.isBlank()));
        List<String> lines = new ArrayList<>(List.of(group.id() + " is only observed: it is not started, stopped,"
                + " restarted, moved or failed over until: " + Unmanaged.wayOut(group.id())));
        runs.active(turn.tree()).ifPresent(run -> lines.add("run " + run + " stops where its plan needs "
                + group.id() + ", and asks"));
        order(group, group.placement().withUnmanaged(Optional.of(how)), group.id() + " is " + how.text());
        return new Answer.Accepted(lines, new TreeMap<>(Map.of("group", group.id().value())));
    }

    /// What is in the middle of something that nobody may leave there.
    private Optional<Answer> halfWay(GroupImage group) {
        if (group.format() instanceof Format.Converting) {
            return Optional.of(Refusal.notSo("a conversion is not interrupted", group.id() + " is being converted",
                    "wait for its end"));
        }
        if (group.placement().detachment().isPresent()) {
            return Optional.of(Refusal.notSo("a run that silences users lets them go", group.id() + " is "
                    + group.placement().because(), "wait for the end of the run, or: baton upgrade abort"));
        }
        return Stream.concat(group.owner().stream(), group.placement().owner().stream())
                .<NodeImage>flatMap(node -> Optional.ofNullable(turn.image().nodes().get(node)).stream())
                .filter(node -> node.holds().containsKey(Projection.RUN_HOLD)).findFirst()
                .map(node -> Refusal.notSo("law 3, empty before install", group.id() + " is on " + node.id()
                        + ", which a run changes", "wait until " + node.id()
                                + " is released, or: baton upgrade abort"));
    }

    Answer manage(GroupImage group) {
        if (group.placement().managed()) {
            return Requests.accepted(group.id() + " is managed already", Map.of("group", group.id().value()));
        }
        String text = group.id() + " is managed again";
        order(group, again(group.placement()), text);
        return Requests.accepted(text, Map.of("group", group.id().value()));
    }

    /// The same owner under a new epoch: what was reported while nobody acted on it counts no more, so that nothing is
    /// decided from it before the owner has acted.
    private static Placement again(Placement before) {
        return new Placement(before.owner(), before.epoch() + (before.owner().isPresent() ? 1 : 0), before.offline(),
                before.because(), before.previous(), before.detachment(), Optional.empty());
    }

    private void order(GroupImage group, Placement after, String text) {
        turn.place(group.id(), after, List.of(), List.of(), Requests.note(ask, EventKind.INTENT, group.id(), text,
                Optional.empty()));
    }
}
