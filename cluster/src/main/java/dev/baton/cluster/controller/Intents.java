package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Placement;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.rules.Fit;
import dev.baton.core.rules.InPlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the operator wants of groups and resources: the intent and the order that follows from it change together.
final class Intents {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Intents(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer group(GroupImage group, boolean online) {
        Intent wanted = new Intent(online, group.intent().offlineResources());
        return change(group, wanted, group.id() + (online ? " is brought online" : " is taken offline"));
    }

    Answer resource(GroupImage group, ResourceId resource, boolean online) {
        if (!group.intent().online()) {
            return Refusal.notSo("a resource follows its group", group.id() + " is offline as a whole",
                    "baton group online " + group.id());
        }
        TreeSet<ResourceId> offline = new TreeSet<>(group.intent().offlineResources());
        SortedSet<ResourceId> with = online ? group.withNeeds(resource)
                : group.withDependants(new TreeSet<>(List.of(resource)));
        if (online) {
            offline.removeAll(with);
        } else {
            offline.add(resource);
        }
        return change(group, new Intent(true, offline), names(with) + " of " + group.id()
                + (online ? " brought online" : " taken offline"));
    }

    private static String names(Set<ResourceId> resources) {
        return resources.stream().map(ResourceId::value).collect(Collectors.joining(", "));
    }

    private Answer change(GroupImage group, Intent wanted, String text) {
        GroupImage then = group.withIntent(wanted);
        SortedSet<ResourceId> offline = then.intendedOffline();
        if (wanted.equals(group.intent()) && offline.equals(group.placement().offline())) {
            return Requests.accepted(group.id() + " is ordered so already", Map.of("group", group.id().value()));
        }
        if (group.format() instanceof Format.Converting) {
            return Refusal.notSo("a conversion is not interrupted", group.id() + " is being converted",
                    "wait for its end");
        }
        Optional<Answer> unmanaged = Management.against(group, "this");
        if (unmanaged.isPresent()) {
            return unmanaged.get();
        }
        boolean starts = !offline.containsAll(group.placement().offline());
        Optional<Answer> inTheWay = starts ? mayNotStart(group, then.withPlacement(
                group.placement().withOffline(offline, text))) : Optional.empty();
        if (inTheWay.isPresent()) {
            return inTheWay.get();
        }
        Placement placement = group.placement().withOffline(offline, text + " by " + ask.by());
        List<Op> ops = List.of(turn.set(Paths.intent(group.id()), wanted));
        turn.place(group.id(), placement, ops, List.of(new ClusterDelta.IntentSet(group.id(), wanted)),
                Requests.note(ask, EventKind.INTENT, group.id(), text, Optional.empty()));
        return Requests.accepted(text, Map.of("group", group.id().value()));
    }

    /// Starting is refused while a run works on the group or on the node under it, and where the product cannot open
    /// the data (law 2).
    private Optional<Answer> mayNotStart(GroupImage group, GroupImage then) {
        Optional<Answer> run = runs.worksOn(turn.tree(), group.id()).map(id -> Refusal.because(
                new RequestReason.RunIsOn(id, group.id() + " is brought online")));
        if (run.isPresent()) {
            return run;
        }
        if (InPlace.waits(turn.image(), group)) {
            return Optional.of(Refusal.notSo("law 3, empty before install", group.id() + " stays on a node that a run"
                    + " changes under it", "wait until " + group.placement().owner().orElseThrow() + " is released"));
        }
        Optional<PlacementReason> unfit = group.owner().map(turn.image()::node)
                .filter(_ -> !Fit.untouched(turn.image(), then))
                .flatMap(owner -> Fit.against(turn.image(), then, owner));
        return unfit.map(Refusal::because);
    }
}
