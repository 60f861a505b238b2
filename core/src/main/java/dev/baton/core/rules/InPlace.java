package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Optional;

/// Groups whose node is changed under them: their kind says `in-place-offline`, or they are detached, and while the
/// node is changed they are offline as a whole, by order and in fact. Their claim stays; nothing of them may start.
public final class InPlace {

    private InPlace() {}

    /// Returns whether the node of the group may be changed although the group stays on it.
    public static boolean mayStay(ClusterImage image, GroupImage group) {
        return ordered(image, group) && group.claim().flatMap(claim -> claim.stuck()).isEmpty()
                && group.states().values().stream().allMatch(state -> state == ResourceState.OFFLINE);
    }

    /// Returns the same for an upgrade that may leave what runs on a node alone: groups that need nothing of what is
    /// changed stay as they are.
    public static boolean mayStay(UpgradeSpec spec, ClusterImage image, GroupImage group) {
        return mayStay(image, group)
                || (spec.leavesServices() && spec.product(image.kindOf(group).product()).isEmpty());
    }

    /// Returns whether the group is detached or of such a kind, and nothing of it is ordered to run.
    public static boolean ordered(ClusterImage image, GroupImage group) {
        return (group.placement().detached() || image.kindOf(group).upgrade() == UpgradeMode.IN_PLACE_OFFLINE)
                && group.placement().offline().containsAll(group.resourceIds());
    }

    /// Returns whether the group waits for its node, which a run holds for its change: a machine that restarts
    /// meanwhile is away on purpose, so nobody takes the group over, and the machine is not fenced for its sake. The
    /// run decides when the node is given up; then the group is ordered to run, or placed elsewhere. A detached group
    /// waits always: nobody knows what runs of it. So does one that is unmanaged: until it is managed again.
    public static boolean waits(ClusterImage image, GroupImage group) {
        return group.placement().detached() || !group.placement().managed()
                || (ordered(image, group) && group.placement().owner().flatMap(id ->
                Optional.ofNullable(image.nodes().get(id))).filter(node -> node.holds()
                        .containsKey(Projection.RUN_HOLD)).isPresent());
    }

    /// Returns whether the node of the group was changed under it, and its data has yet to be converted there: an
    /// upgrade that was cut off goes on with that node only.
    public static boolean unconverted(ClusterImage image, GroupImage group) {
        Kind kind = image.kindOf(group);
        return kind.upgrade() == UpgradeMode.IN_PLACE_OFFLINE && kind.convert().isPresent()
                && group.format() instanceof Format.At(var at) && group.placement().owner()
                        .flatMap(id -> Optional.ofNullable(image.nodes().get(id)))
                        .flatMap(node -> node.version(kind.product()))
                        .filter(version -> kind.formatOf(version).compareTo(at) > 0).isPresent();
    }
}
