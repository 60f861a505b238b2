package dev.baton.agent.ownership;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.loop.AgentEffect.Weight;
import dev.baton.agent.resource.Drivers;
import dev.baton.agent.resource.ResourceDriver;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Resource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/// Looks at every resource that this node may own, before it may own anything: an address or a mount may be left from a
/// life that this agent does not remember. What runs is stopped, and looked at until it does not run. Within a group
/// from the last started to the first, some groups at a time. What runs of a detached group is not the cluster's: it is
/// left alone. So is what runs of one that is unmanaged, until that is managed again ([GroupKeeper]).
final class Probe {

    private static final int AT_ONCE = 4;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private record One(HeldKey key, Resource resource) {}

    private final Site site;
    private final Function<GroupId, SortedMap<String, String>> environment;
    private final Deque<GroupImage> groups = new ArrayDeque<>();
    private int open;

    Probe(Site site, Function<GroupId, SortedMap<String, String>> environment) {
        this.site = site;
        this.environment = environment;
    }

    void run(Runnable then) {
        site.mirror().image().groups().values().stream().filter(group -> !group.placement().detached()
                        && group.placement().managed())
                .filter(group -> concerns(site.standing().node(), group)).forEach(groups::add);
        begin(then);
    }

    /// Returns whether the node may own the group.
    static boolean concerns(NodeId node, GroupImage group) {
        return group.possible().isEmpty() || group.possible().contains(node);
    }

    /// The same for one group, detached or not.
    void run(GroupId only, Runnable then) {
        Optional.ofNullable(site.mirror().image().groups().get(only)).ifPresent(groups::add);
        begin(then);
    }

    private void begin(Runnable then) {
        open = Math.min(AT_ONCE, groups.size());
        if (open == 0) {
            then.run();
        }
        for (int i = open; i > 0; i--) {
            next(then);
        }
    }

    private void next(Runnable then) {
        if (groups.isEmpty()) {
            if (--open == 0) {
                then.run();
            }
            return;
        }
        GroupImage group = groups.remove();
        Deque<One> resources = new ArrayDeque<>();
        for (int i = 0; i < group.resources().size(); i++) {
            Resource resource = group.resources().get(i);
            resources.push(new One(new HeldKey(group.id(), i, resource.id()), resource));
        }
        next(resources, () -> next(then));
    }

    private void next(Deque<One> resources, Runnable then) {
        if (resources.isEmpty()) {
            then.run();
            return;
        }
        One one = resources.peek();
        ResourceDriver driver = Drivers.of(site.desk(), one.resource(), one.key(), _ -> { });
        driver.probe(environment.apply(one.key().group()), left -> {
            if (left.isEmpty()) {
                resources.remove();
                next(resources, then);
            } else {
                site.desk().say(Weight.WARNING, site.standing().node() + " does not join: " + one.key()
                        + " runs here unclaimed and cannot be stopped: " + left.get());
                site.desk().timer("probe " + one.key(), PAUSE, () -> next(resources, then));
            }
        });
    }
}
