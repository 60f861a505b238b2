package dev.baton.simulator.check;

import dev.baton.agent.host.HeldKey;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/// What is said of a group is so: one that is shown as online has, under the claim that it is shown with, run every one
/// of its resources on the node that it is shown on.
public final class Said implements Watcher {

    private static final long NOW = Long.MAX_VALUE;

    private final Cluster cluster;
    private final Map<Place, Long> lived = new HashMap<>();
    private final Map<GroupId, Long> claimed = new HashMap<>();

    private record Place(GroupId group, NodeId node, ResourceId resource) {}

    /// Makes the checker of a cluster.
    public Said(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
        lived.put(new Place(key.group(), node, key.resource()), NOW);
    }

    @Override
    public void ended(NodeId node, HeldKey key) {
        lived.put(new Place(key.group(), node, key.resource()), cluster.time().elapsed());
    }

    @Override
    public void committed(Transaction transaction) {
        boolean about = false;
        for (Op op : transaction.ops()) {
            boolean claim = op.path().parent().equals(Paths.CLAIMS);
            if (claim && op instanceof Op.Create(var path, _)) {
                claimed.put(new GroupId(path.name()), cluster.time().elapsed());
            }
            about |= claim || op.path().isWithin(Paths.GROUPS);
        }
        if (about) {
            cluster.time().afterNanos(0, () -> cluster.image().groups().values().forEach(this::look));
        }
    }

    private void look(GroupImage group) {
        if (group.claim().isEmpty() || !(group.state() instanceof GroupState.Online)) {
            return;
        }
        NodeId owner = group.claim().get().node();
        long since = claimed.getOrDefault(group.id(), 0L);
        for (ResourceId resource : group.resourceIds()) {
            boolean ordered = !group.placement().offline().contains(resource);
            if (ordered && lived.getOrDefault(new Place(group.id(), owner, resource), -1L) < since) {
                cluster.breach("said", group.id() + " is shown as online on " + owner + ", where its " + resource
                        + " has not run since it was claimed");
            }
        }
    }
}
