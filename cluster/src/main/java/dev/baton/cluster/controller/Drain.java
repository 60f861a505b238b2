package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Request.Leftover;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import dev.baton.core.plan.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Empties a node by plan: the pause and every move are one transaction, so that what a dry run showed is what is done.
/// Each group's end is stated before: where it goes and after how long at most, or why it stays and what becomes of it.
final class Drain {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;
    private final Request.DrainNode request;

    Drain(Turn turn, Ask ask, Runs runs, Request.DrainNode request) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
        this.request = request;
    }

    Answer answer() {
        NodeImage node = turn.image().node(request.node());
        List<Decision> decisions = Placements.drain(turn.image(), node.id());
        List<GroupImage> unmanaged = decisions.stream().map(decision -> turn.image().group(decision.group()))
                .filter(group -> !group.placement().managed()).toList();
        List<Decision.Nowhere> left = decisions.stream().filter(Decision.Nowhere.class::isInstance)
                .map(Decision.Nowhere.class::cast).toList();
        if (!unmanaged.isEmpty() && request.leftover() == Leftover.REFUSE) {
            return Refusal.because(unmanaged.stream().flatMap(group -> group.placement().unmanaged()
                    .map(how -> stays(group.id(), how)).stream()).toList());
        }
        if (!left.isEmpty() && request.leftover() == Leftover.REFUSE) {
            return refused(left);
        }
        Answer paused = new Pauses(turn, ask).pause(node, request.reason(), request.lasting());
        if (!(paused instanceof Answer.Accepted(var text, _))) {
            return paused;
        }
        List<String> lines = new ArrayList<>(text);
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Place place -> lines.add(move(place));
                case Decision.Nowhere nowhere -> {
                    Optional<Answer> refusal = leave(nowhere, lines);
                    if (refusal.isPresent()) {
                        return refusal.get();
                    }
                }
            }
        }
        if (!unmanaged.isEmpty()) {
            lines.add(node.id() + " is not empty when the drain ends: it keeps " + unmanaged.stream()
                    .map(group -> group.id().value()).collect(Collectors.joining(", ")));
        }
        return new Answer.Accepted(lines, new TreeMap<>(Map.of("node", node.id().value())));
    }

    private Reason stays(GroupId group, Unmanaged how) {
        return new RequestReason.NotSo("law 9, intent is kept", group + " is " + how.text() + ", so it stays on "
                + request.node(), Unmanaged.wayOut(group) + ", or let it stay: --leftover stay");
    }

    private Answer refused(List<Decision.Nowhere> left) {
        List<PlacementReason> against = left.stream().flatMap(nowhere -> nowhere.reasons().stream())
                .filter(why -> !why.node().equals(request.node()) && !turn.image().node(why.node()).witness())
                .toList();
        List<GroupId> groups = left.stream().map(Decision::group).toList();
        return against.isEmpty() ? Refusal.notSo("law 8, placement", "no other node may have " + groups, "add a node")
                : Refusal.because(against);
    }

    private String move(Decision.Place place) {
        GroupImage group = turn.image().group(place.group());
        String text = place.group() + " moves from " + request.node() + " to " + place.node();
        turn.place(place.group(), place.appliedTo(group.placement()), List.of(), List.of(),
                Requests.note(ask, EventKind.MOVE, place.group(), text, Optional.empty()));
        return text + ", within " + Durations.text(limit(group, Resource::stopWithin)
                .plus(limit(group, Resource::startWithin))) + " or it is Failed";
    }

    private Optional<Answer> leave(Decision.Nowhere nowhere, List<String> lines) {
        Optional<Unmanaged> unmanaged = turn.image().group(nowhere.group()).placement().unmanaged();
        if (unmanaged.isPresent()) {
            lines.add(nowhere.group() + " stays on " + request.node() + ": it is " + unmanaged.get().text()
                    + "; stop it yourself, or: " + Unmanaged.wayOut(nowhere.group()));
            return Optional.empty();
        }
        String why = nowhere.candidates().stream().filter(candidate -> !candidate.node().equals(request.node())
                        && !turn.image().node(candidate.node()).witness())
                .flatMap(candidate -> candidate.against().stream().limit(1))
                .map(reason -> reason.node() + " " + reason.brief()).collect(Collectors.joining("; "));
        if (request.leftover() == Leftover.STAY) {
            lines.add(nowhere.group() + " stays on " + request.node() + " and runs on: " + why);
            return Optional.empty();
        }
        Answer offline = new Intents(turn, ask, runs).group(turn.image().group(nowhere.group()), false);
        if (!(offline instanceof Answer.Accepted)) {
            return Optional.of(offline);
        }
        lines.add(nowhere.group() + " is taken offline: " + why);
        return Optional.empty();
    }

    /// How long the group may take when each of its resources takes as long as it may, side by side where nothing
    /// depends.
    private static Duration limit(GroupImage group, Function<Resource, Duration> each) {
        Map<ResourceId, Duration> reached = new HashMap<>();
        Duration longest = Duration.ZERO;
        for (Resource resource : group.resources()) {
            Duration before = resource.needs().stream().map(need -> reached.getOrDefault(need, Duration.ZERO))
                    .max(Duration::compareTo).orElse(Duration.ZERO);
            Duration until = before.plus(each.apply(resource));
            reached.put(resource.id(), until);
            longest = until.compareTo(longest) > 0 ? until : longest;
        }
        return longest;
    }
}
