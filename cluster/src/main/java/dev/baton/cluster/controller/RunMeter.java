package dev.baton.cluster.controller;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.rules.Cover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What a run costs, as the controller sees it: for how long each group had nobody to take it over, and each outage.
/// A group whose node was lost counts as down from when that node was heard last. One whose owner's daemon has begun
/// anew is as that daemon says, once it does: nobody noticed anything of a restart that touched nothing. Time is
/// counted on the leader's boot-time clock. What was not journaled yet is soft; a new leader counts the time since the
/// last entry by what it finds, and one that did not see that entry come tells the time from wall clocks. A group that
/// it finds down counts from when its own mirror showed that first ([Sightings]), if that was later: while a run rests
/// nothing is written for days.
final class RunMeter {

    private final Map<GroupId, Duration> uncovered = new HashMap<>();
    private final Map<GroupId, Instant> downSince = new HashMap<>();
    /// Since when nobody knows how a group is whose owner's daemon has begun anew.
    private final Map<GroupId, Instant> unsure = new HashMap<>();
    private final Map<GroupId, NodeId> owners = new HashMap<>();
    private final List<Entry> outages = new ArrayList<>();
    private final Function<NodeId, Optional<Instant>> heard;
    private Instant last;
    private Set<GroupId> without;
    private long revision;

    /// @param turn  the first that is looked at
    /// @param since     when the journal was written last, on the boot-time clock
    /// @param time      what time it is in the run
    /// @param heard     when a node was heard last, on the boot-time clock
    /// @param sightings since when groups are down
    RunMeter(Turn turn, Instant since, Instant time, Function<NodeId, Optional<Instant>> heard, Sightings sightings) {
        ClusterImage image = turn.tree().image();
        this.heard = heard;
        this.last = since;
        this.without = Cover.of(image).uncovered();
        this.revision = image.revision();
        downs(image, group -> sightings.since(group).filter(since::isBefore).orElse(since), time);
    }

    /// Takes in the cluster as it is now.
    ///
    /// @param time what time it is in the run
    void look(Turn turn, Instant time) {
        ClusterImage image = turn.tree().image();
        Duration passed = Duration.between(last, turn.bootTime());
        if (passed.isPositive()) {
            without.forEach(group -> uncovered.merge(group, passed, Duration::plus));
            last = turn.bootTime();
        }
        if (image.revision() != revision) {
            revision = image.revision();
            without = new TreeSet<>(Cover.of(image).uncovered());
            downs(image, _ -> turn.bootTime(), time);
        }
    }

    private void downs(ClusterImage image, Function<GroupId, Instant> seen, Instant time) {
        for (GroupImage group : image.groups().values()) {
            boolean up = Sightings.up(group);
            Instant now = seen.apply(group.id());
            if (!up && group.awaitsWord()) {
                unsure.putIfAbsent(group.id(), now);
                continue;
            }
            Optional<Instant> since = Optional.ofNullable(unsure.remove(group.id()));
            if (!up) {
                downSince.putIfAbsent(group.id(), began(image, group, since.orElse(now)));
            } else {
                group.owner().ifPresent(owner -> owners.put(group.id(), owner));
                Instant began = downSince.remove(group.id());
                if (began != null) {
                    outages.add(new Entry.OutageSeen(time, group.id(), Duration.between(began, now),
                            group.owner()));
                }
            }
        }
    }

    private Instant began(ClusterImage image, GroupImage group, Instant now) {
        return Optional.ofNullable(owners.get(group.id())).filter(owner -> image.nodes().containsKey(owner))
                .filter(owner -> !image.node(owner).up()).flatMap(heard).filter(now::isAfter).orElse(now);
    }

    /// Returns what was measured since the last call, as entries; outages only, unless `all`.
    List<Entry> take(boolean all, Instant now) {
        List<Entry> entries = new ArrayList<>(outages);
        outages.clear();
        if (all && !uncovered.isEmpty()) {
            entries.add(new Entry.Measured(now, new TreeMap<>(uncovered)));
            uncovered.clear();
        }
        return entries;
    }
}
