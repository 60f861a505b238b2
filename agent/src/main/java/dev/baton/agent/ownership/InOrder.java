package dev.baton.agent.ownership;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Resource;
import dev.baton.core.rules.GroupOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When it is a group's turn among those that it starts after, and those that start after it. Whoever goes down later
/// waits for the others at most as long as all their resources may take to stop: a machine that says nothing more keeps
/// nobody.
final class InOrder {

    private final Site site;
    private final GroupId id;
    private Optional<Instant> until = Optional.empty();

    InOrder(Site site, GroupId id) {
        this.site = site;
        this.id = id;
    }

    /// Returns whether all are up that the group starts after.
    boolean mayStart(GroupImage group) {
        return GroupOrder.awaited(site.mirror().image(), group).isEmpty();
    }

    /// Returns whether the group, which goes down as a whole, waits for others that go down before it.
    boolean waitsToStop() {
        Optional<GroupImage> group = Optional.ofNullable(site.mirror().image().groups().get(id));
        List<GroupImage> before = group.map(known -> GroupOrder.leaving(site.mirror().image(), known))
                .orElse(List.of());
        if (before.isEmpty()) {
            until = Optional.empty();
            return false;
        }
        if (until.isEmpty()) {
            until = Optional.of(site.desk().now().plus(before.stream().flatMap(other -> other.resources().stream())
                    .map(Resource::stopWithin).reduce(Duration.ZERO, Duration::plus)));
            site.desk().timer("order of " + id, until.get(), () -> site.changed().accept(id));
        }
        return site.desk().now().isBefore(until.get());
    }
}
