package dev.baton.cluster.controller;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.rules.Cover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a run costs, as the controller sees it: for how long each group had nobody to take it over, and each outage.
/// What was not journaled yet is soft; a new leader counts the time since the last entry by what it finds.
final class RunMeter {

    private final Map<GroupId, Duration> uncovered = new HashMap<>();
    private final Map<GroupId, Instant> downSince = new HashMap<>();
    private final List<Entry> outages = new ArrayList<>();
    private Instant last;
    private Set<GroupId> without;
    private long revision;

    /// @param since wall-clock time of the journal's last entry
    RunMeter(ClusterImage image, Instant since) {
        this.last = since;
        this.without = Cover.of(image).uncovered();
        this.revision = image.revision();
        downs(image, since);
    }

    /// Takes in the cluster as it is now.
    void look(ClusterImage image, Instant now) {
        Duration passed = Duration.between(last, now);
        if (passed.isPositive()) {
            without.forEach(group -> uncovered.merge(group, passed, Duration::plus));
            last = now;
        }
        if (image.revision() != revision) {
            revision = image.revision();
            without = new TreeSet<>(Cover.of(image).uncovered());
            downs(image, now);
        }
    }

    private void downs(ClusterImage image, Instant now) {
        for (GroupImage group : image.groups().values()) {
            boolean up = !group.intent().online() || group.state() instanceof GroupState.Online;
            if (!up) {
                downSince.putIfAbsent(group.id(), now);
            } else if (downSince.containsKey(group.id())) {
                Instant began = downSince.remove(group.id());
                outages.add(new Entry.OutageSeen(now, group.id(), Duration.between(began, now)));
            }
        }
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
