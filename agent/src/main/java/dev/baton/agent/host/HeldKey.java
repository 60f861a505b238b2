package dev.baton.agent.host;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.ResourceId;

/// What a held entry is about: one resource of a group, or a job on its data.
///
/// @param group    whose
/// @param order    start order within the group; releases run from the highest down
/// @param resource the resource, or the name of a job such as `convert`
public record HeldKey(GroupId group, int order, ResourceId resource) implements Comparable<HeldKey> {

    private static final int ABOVE_RESOURCES = 900;

    /// Returns the key of a job on a group's data: it ends before the group's resources, its place is above them.
    public static HeldKey ofJob(GroupId group, String name) {
        return new HeldKey(group, ABOVE_RESOURCES, new ResourceId(name));
    }

    @Override
    public int compareTo(HeldKey other) {
        int byGroup = group.compareTo(other.group);
        int byOrder = byGroup != 0 ? byGroup : Integer.compare(order, other.order);
        return byOrder != 0 ? byOrder : resource.compareTo(other.resource);
    }

    @Override
    public String toString() {
        return group + "/" + order + "-" + resource;
    }
}
