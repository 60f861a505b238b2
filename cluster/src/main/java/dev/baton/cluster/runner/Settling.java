package dev.baton.cluster.runner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import java.time.Duration;
import java.util.Optional;

/// What is still on its way after an accident: a node that may come back, a group that is being taken over, a
/// conversion or a job whose end is not known. Decisions about the plan wait for it, for a while.
final class Settling {

    /// So long after the run's last entry; longer than an agent's restart and a lease, shorter than a person's.
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private Settling() {}

    /// Returns the first thing that is on its way, for people; empty when the cluster has settled.
    static Optional<String> of(Situation now) {
        ClusterImage image = now.image();
        for (NodeImage node : image.nodes().values()) {
            NodeImage before = now.trace().start().nodes().get(node.id());
            if (!node.up() && before != null && before.up()) {
                return Optional.of(node.id() + " to come back; it is " + node.membership().word());
            }
        }
        return job(now).or(() -> image.groups().values().stream().flatMap(group -> group(group).stream()).findFirst());
    }

    private static Optional<String> group(GroupImage group) {
        if (group.format() instanceof Format.Converting) {
            return Optional.of("the conversion of " + group.id() + " to end");
        }
        return switch (group.state()) {
            case GroupState.Pending _ -> Optional.of(group.id() + " to settle"
                    + group.placement().owner().map(node -> " on " + node).orElse(""));
            case GroupState.Failed(var why) -> Optional.of(group.id() + " to be brought up; it is Failed: " + why);
            case GroupState.Online _, GroupState.Partial _, GroupState.Offline _ -> Optional.empty();
        };
    }

    /// A job of a step that has failed, or that the run has turned away from, may still be going on.
    private static Optional<String> job(Situation now) {
        return Jobs.going(now, true).filter(going -> now.image().node(going.node()).up()).findFirst()
                .map(going -> "job " + going.job() + " to end");
    }
}
