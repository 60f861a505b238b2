package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The single meaning of every step: what the cluster is once the step has succeeded.
public final class Projection {

    /// The name of the hold that a run puts on a node it changes.
    public static final HoldId RUN_HOLD = new HoldId("run");

    private Projection() {}

    /// Returns the image after these steps, one after the other.
    ///
    /// @throws IllegalArgumentException if one names something that the image does not define
    public static ClusterImage project(ClusterImage image, List<Step> steps) {
        ClusterImage after = image;
        for (Step step : steps) {
            after = project(after, step);
        }
        return after;
    }

    /// Returns the image after the step, as if everything went as planned. Whether the step *may* be done is not asked
    /// here: that is what the laws judge.
    ///
    /// @throws IllegalArgumentException if the step names something that the image does not define
    public static ClusterImage project(ClusterImage image, Step step) {
        return switch (step) {
            case Step.Hold(var node) -> image.with(image.node(node).withHold(new Hold(RUN_HOLD, "run", "upgrade",
                    Hold.Strength.CLOSED, Optional.empty())));
            case Step.Release(var node) -> image.with(image.node(node).withoutHold(RUN_HOLD));
            case Step.Install(var node, var product, _, var to) -> {
                NodeImage before = image.node(node);
                yield image.with(before.withFacts(before.facts().with(product, to)));
            }
            case Step.Move(var group, _, var to) -> {
                GroupImage before = image.group(group);
                yield image.with(before.settledOn(image.node(to), before.placement().movedTo(to, "moved"),
                        image.oneBoundTo(to)));
            }
            case Step.TakeOffline(var group, var resources) -> {
                GroupImage before = image.group(group);
                TreeSet<ResourceId> offline = new TreeSet<>(before.placement().offline());
                offline.addAll(before.withDependants(resources));
                yield image.with(settled(image, before, before.placement().withOffline(offline, "taken offline")));
            }
            case Step.BringOnline(var group, var resources) -> {
                GroupImage before = image.group(group);
                TreeSet<ResourceId> offline = new TreeSet<>(before.placement().offline());
                resources.forEach(resource -> offline.removeAll(before.withNeeds(resource)));
                yield image.with(settled(image, before, before.placement().withOffline(offline, "brought online")));
            }
            case Step.Convert(var group, _, var to) -> image.with(image.group(group).withFormat(new Format.At(to)));
            case Step.Quiesce(var group) -> on(image, group, Optional.of(Detachment.QUIET), "its users are silenced");
            case Step.Unquiesce(var group) -> on(image, group, Optional.empty(), "its users are silenced no more");
            case Step.Detach(var group) -> on(image, group, Optional.of(Detachment.DETACHED), "detached");
            case Step.Attach(var group) -> on(image, group, Optional.of(Detachment.QUIET), "attached");
            case Step.Prepare _, Step.Restart _, Step.Rejoin _, Step.SelfTest _, Step.ProbeGroup _,
                    Step.HandOverLeadership _, Step.Backup _, Step.Check _, Step.Fingerprint _,
                    Step.Wait _,
                    Step.StopPoint _, Step.Finalize _ -> image;
        };
    }

    private static ClusterImage on(ClusterImage image, GroupId id, Optional<Detachment> now, String because) {
        GroupImage before = image.group(id);
        return image.with(before.withPlacement(before.placement().withDetachment(now, because)));
    }

    private static GroupImage settled(ClusterImage image, GroupImage group, Placement asked) {
        return group.owner().map(owner -> group.settledOn(image.node(owner), asked)).orElse(group.withPlacement(asked));
    }
}
