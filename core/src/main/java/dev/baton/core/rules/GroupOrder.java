package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ResourceState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// Order between groups, on whichever nodes they are. A group that starts after others waits until they are up; where
/// both go down, it goes first. An order only, like `After=` of systemd.unit(5): what runs goes on when a group that it
/// starts after goes down, and what is offline by order, unmanaged or detached is not waited for.
public final class GroupOrder {

    private GroupOrder() {}

    /// Returns the groups that a group waits for before anything of it starts: those that it starts after and that are
    /// on their way, or should run and do not.
    public static List<GroupImage> awaited(ClusterImage image, GroupImage group) {
        return group.terms().after().stream()
                .<GroupImage>flatMap(other -> Optional.ofNullable(image.groups().get(other)).stream())
                .filter(other -> other.placement().managed() && !other.placement().detached())
                .filter(other -> other.state() instanceof GroupState.Pending
                        || other.state() instanceof GroupState.Failed).toList();
    }

    /// Returns the groups that go down before a group that goes down: those that start after it, directly or after
    /// another such group, are going down themselves, and still run. What is stuck is not among them.
    public static List<GroupImage> leaving(ClusterImage image, GroupImage group) {
        TreeSet<GroupId> before = new TreeSet<>();
        List<GroupImage> dependants = image.dependants().stream().filter(GroupOrder::goesDown).toList();
        boolean more = !dependants.isEmpty();
        while (more) {
            more = false;
            for (GroupImage other : dependants) {
                SortedSet<GroupId> after = other.terms().after();
                more |= (after.contains(group.id()) || after.stream().anyMatch(before::contains))
                        && before.add(other.id());
            }
        }
        return before.stream().map(image::group).toList();
    }

    private static boolean goesDown(GroupImage group) {
        Placement placement = group.placement();
        boolean leaves = placement.detached() || placement.offline().containsAll(group.resourceIds())
                || !placement.owner().equals(group.owner());
        return leaves && placement.managed() && group.claim().filter(claim -> claim.stuck().isEmpty()).isPresent()
                && group.currentReport().map(report -> report.states()).orElse(Collections.emptySortedMap()).values()
                        .stream().anyMatch(state -> state != ResourceState.OFFLINE);
    }

    /// Returns groups in the order in which they come up: each after those of them that it starts after; otherwise as
    /// they stand.
    public static List<GroupImage> comingUp(List<GroupImage> groups) {
        return sorted(groups, (group, other) -> group.terms().after().contains(other.id()));
    }

    /// Returns groups in the order in which they go down: each after those of them that start after it; otherwise as
    /// they stand.
    public static List<GroupImage> goingDown(List<GroupImage> groups) {
        return sorted(groups, (group, other) -> other.terms().after().contains(group.id()));
    }

    private static List<GroupImage> sorted(List<GroupImage> groups, BiPredicate<GroupImage, GroupImage> waits) {
        List<GroupImage> left = new ArrayList<>(groups);
        List<GroupImage> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            GroupImage next = left.stream().filter(group -> left.stream().noneMatch(other -> waits.test(group, other)))
                    .findFirst().orElse(left.getFirst());
            left.remove(next);
            sorted.add(next);
        }
        return sorted;
    }

    /// Returns the groups whose steps this one's may depend on: those that it starts after, and those that start after
    /// it.
    public static SortedSet<GroupId> neighbours(ClusterImage image, GroupId group) {
        TreeSet<GroupId> found = new TreeSet<>();
        Optional.ofNullable(image.groups().get(group)).ifPresent(known -> found.addAll(known.terms().after()));
        image.dependants().stream().filter(other -> other.terms().after().contains(group))
                .forEach(other -> found.add(other.id()));
        return found;
    }
}
