package dev.baton.cluster.controller;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Report;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What happens to a group that its owner reports as failed although the owner is well: it goes to another legal node
/// where it has not failed, at most [#LIMIT] times in [#WINDOW]; after that it stays where it is, `Failed`, and a
/// person clears it. Soft: a new leader counts anew.
final class Failures {

    /// Two other nodes are tried; a group that fails on three is broken itself.
    static final int LIMIT = 2;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private record Failure(long epoch, Instant at) {}

    private final Map<GroupId, Map<NodeId, Failure>> failures = new HashMap<>();

    void decide(Turn turn) {
        forget(turn);
        for (GroupImage group : List.copyOf(turn.image().groups().values())) {
            boolean settledHere = group.claim().filter(claim -> claim.stuck().isEmpty()
                    && group.placement().owner().equals(group.owner())
                    && group.placement().epoch() == claim.epoch()).isPresent();
            if (settledHere && group.intent().online() && !(group.format() instanceof Format.Converting)) {
                group.currentReport().flatMap(Report::failure).ifPresent(why -> failed(turn, group, why));
            }
        }
    }

    private void failed(Turn turn, GroupImage group, String why) {
        Map<NodeId, Failure> known = failures.computeIfAbsent(group.id(), _ -> new TreeMap<>());
        NodeId here = group.owner().orElseThrow();
        Failure before = known.get(here);
        boolean told = before != null && before.epoch() == group.placement().epoch();
        if (!told) {
            known.put(here, new Failure(group.placement().epoch(), turn.bootTime()));
        }
        if (known.size() > LIMIT) {
            return;
        }
        switch (Placements.afterFailure(turn.image(), group.id(), Set.copyOf(known.keySet()))) {
            case Decision.Place place -> turn.place(group.id(), place.appliedTo(group.placement()), List.of(),
                    List.of(), Note.of(group.id(), group.id() + " goes to " + place.node() + ": it failed on " + here
                            + " (" + why + ")"));
            case Decision.Nowhere _ -> { }
        }
    }

    private void forget(Turn turn) {
        failures.forEach((group, known) -> known.values()
                .removeIf(failure -> !turn.bootTime().isBefore(failure.at().plus(WINDOW))
                        && online(turn.image(), group)));
        failures.values().removeIf(Map::isEmpty);
    }

    private static boolean online(ClusterImage image, GroupId id) {
        GroupImage group = image.groups().get(id);
        return group == null || group.state() instanceof GroupState.Online;
    }

    /// A person says that what failed is well again.
    void clear(GroupId group) {
        failures.remove(group);
    }
}
