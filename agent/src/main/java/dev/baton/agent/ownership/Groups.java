package dev.baton.agent.ownership;

import dev.baton.agent.host.HeldKey;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.rules.GroupOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// All groups, as far as this node is concerned: hands each change to the keeper that it is about.
public final class Groups {

    private final Site site;
    private final SortedSet<GroupId> changed;
    private final TreeMap<GroupId, GroupKeeper> keepers = new TreeMap<>();

    /// @param changed where the site puts the groups that must be looked at again
    public Groups(Site site, SortedSet<GroupId> changed) {
        this.site = site;
        this.changed = changed;
    }

    /// Begins with what an earlier life of the agent left alive.
    public void adopt(Map<HeldKey, Boolean> held) {
        TreeMap<GroupId, List<HeldKey>> alive = new TreeMap<>();
        for (GroupId group : new TreeSet<>(held.keySet().stream().map(HeldKey::group).toList())) {
            alive.put(group, held.entrySet().stream().filter(e -> e.getKey().group().equals(group) && e.getValue())
                    .map(Map.Entry::getKey).toList());
        }
        site.mirror().image().groups().keySet().forEach(group -> alive.putIfAbsent(group, List.of()));
        alive.forEach((group, keys) -> keeper(group).adopt(keys));
    }

    /// Looks whether anything that this node may own runs here unclaimed, and stops it; `then` comes when nothing does.
    /// To be called while nothing is held. What is unmanaged is left alone, and looked at once it is managed again.
    public void probe(Runnable then) {
        site.mirror().image().groups().values().stream().filter(group -> !group.placement().managed()
                        && Probe.concerns(site.standing().node(), group))
                .forEach(group -> keeper(group.id()).unprobed());
        new Probe(site, this::environment).run(then);
    }

    /// Looks whether anything of a group that was detached runs here still, and stops it; `then` comes when nothing
    /// does.
    public void probe(GroupId group, Runnable then) {
        new Probe(site, this::environment).run(group, then);
    }

    /// Looks at every group that may concern this node.
    public void reviewAll() {
        changed.addAll(site.mirror().image().groups().keySet());
        changed.addAll(keepers.keySet());
        site.mirror().children(Paths.CLAIMS).forEach(path -> changed.add(new GroupId(path.name())));
        site.desk().held().forEach(key -> changed.add(key.group()));
        review();
    }

    /// Takes note of a changed entry.
    public void changed(NodePath path) {
        List<String> at = path.segments();
        if (at.size() > 2 && (path.isWithin(Paths.GROUPS) || path.isWithin(Paths.CLAIMS))) {
            GroupId group = new GroupId(at.get(2));
            changed.add(group);
            changed.addAll(GroupOrder.neighbours(site.mirror().image(), group));
        }
    }

    /// Looks at what changed, until nothing more changes.
    public void review() {
        while (!changed.isEmpty()) {
            keeper(changed.removeFirst()).review();
        }
    }

    /// Stops everything at once: the lease is over.
    public void lapsed() {
        keepers.values().forEach(GroupKeeper::kill);
    }

    /// Forgets everything, and touches nothing.
    public void abandon() {
        keepers.values().forEach(GroupKeeper::forget);
        keepers.clear();
        changed.clear();
    }

    /// Hands the end of a main process to its resource.
    public void exited(HeldKey key, int status, String output) {
        Optional.ofNullable(keepers.get(key.group())).ifPresent(keeper -> keeper.exited(key, status, output));
    }

    /// Returns the groups whose claim may name this node.
    public List<GroupId> bound() {
        return keepers.entrySet().stream().filter(e -> e.getValue().bound()).map(Map.Entry::getKey).toList();
    }

    /// Returns whether this incarnation owns the group.
    public boolean owns(GroupId group) {
        return Optional.ofNullable(keepers.get(group)).filter(GroupKeeper::owns).isPresent();
    }

    /// Returns whether this incarnation owns the group, and nothing of it is active.
    public boolean idle(GroupId group) {
        return Optional.ofNullable(keepers.get(group)).filter(GroupKeeper::idle).isPresent();
    }

    /// Returns the state of each resource, as far as this node keeps it.
    public SortedMap<ResourceId, ResourceState> states(GroupId group) {
        return Optional.ofNullable(keepers.get(group)).map(GroupKeeper::states).orElse(Collections.emptySortedMap());
    }

    /// Returns what a command about the group gets to know.
    public SortedMap<String, String> environment(GroupId group) {
        return keeper(group).environment();
    }

    private GroupKeeper keeper(GroupId group) {
        return keepers.computeIfAbsent(group, id -> new GroupKeeper(site, id));
    }
}
