package dev.baton.cluster.runner;

import dev.baton.core.journal.Entry;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.Fit;
import dev.baton.core.rules.InPlace;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The way from wherever a run was aborted to a safe state: groups of the half-done stage are as their operators want
/// them, on a node that fits; a node that was changed and not tested gets its old version back, or stays closed in the
/// operator's name; what was detached is attached, nobody is silent for the run's sake, and no hold of the run is left.
/// Level-triggered, like everything: it looks and orders what is missing.
final class Compensation {

    private static final HoldId ABORTED = new HoldId("aborted");

    private Compensation() {}

    /// Returns what is done before a new plan is made: groups that the half-done stage took offline run again where
    /// they are, if that is legal, and nodes on which nothing was begun are released.
    static Optional<Next> beforeNewPlan(Situation now) {
        for (Plan.Position position : halfDone(now)) {
            Optional<Next> first = position.step() instanceof Step.OnGroup on
                    ? online(now, now.image().group(on.group())) : Optional.empty();
            if (first.isPresent()) {
                return first;
            }
        }
        return now.image().nodes().values().stream().filter(node -> !begunOn(now, node.id()))
                .flatMap(node -> node.holds().values().stream().filter(now::owns)
                        .<Next>map(hold -> new Next.Engine(new EngineOrder.ReleaseNode(node.id(), hold.id()))))
                .findFirst();
    }

    /// A group that runs only in part, and could run whole: where it is, or elsewhere if its data is newer than what
    /// its owner opens. One whose data its owner could convert is left to the new plan, unless that leads back; so is
    /// one whose node is being changed under it, as long as that is up.
    private static Optional<Next> online(Situation now, GroupImage group) {
        Optional<NodeImage> owner = group.placement().owner().map(now.image()::node);
        if (group.placement().detached() || !group.placement().managed() || asIntended(group) || owner.isEmpty()
                || group.format() instanceof Format.Converting) {
            return Optional.empty();
        }
        if (!owner.get().closed() && fits(now, group)) {
            return Optional.of(setOffline(now, group, "was overtaken"));
        }
        boolean waits = InPlace.waits(now.image(), group);
        if (waits && owner.get().up()) {
            return Optional.empty();
        }
        boolean forward = now.state().rollback().isEmpty();
        return forward && !waits && converts(now, group, owner.get()) ? Optional.empty()
                : back(now, asWanted(group)).map(node -> new Next.Engine(new EngineOrder.Place(group.id(), node,
                        "run " + now.run() + " was overtaken")));
    }

    /// Whether the product on the node is newer than the group's data.
    private static boolean converts(Situation now, GroupImage group, NodeImage node) {
        Kind kind = now.image().kindOf(group);
        return kind.convert().isPresent() && group.format() instanceof Format.At(var at)
                && node.version(kind.product()).filter(version -> kind.formatOf(version).compareTo(at) > 0).isPresent();
    }

    /// Whether a change of the node was begun, in whatever plan, and its self-test has not passed since.
    private static boolean begunOn(Situation now, NodeId node) {
        boolean begun = false;
        for (Leg leg : now.legs()) {
            for (Plan.Position position : leg.plan().positions()) {
                StepStatus status = leg.states().get(position.index()).status();
                boolean here = position.step() instanceof Step.OnNode on && on.node().equals(node)
                        && !(status instanceof StepStatus.Pending);
                if (here && (position.step() instanceof Step.Install || position.step() instanceof Step.Restart)) {
                    begun = true;
                } else if (here && position.step() instanceof Step.SelfTest && status instanceof StepStatus.Done) {
                    begun = false;
                }
            }
        }
        return begun;
    }

    static Next next(Situation now) {
        Optional<Next> withdrawn = Jobs.toWithdraw(now, true);
        if (withdrawn.isPresent()) {
            return withdrawn.get();
        }
        // A group that stays on a node which is changed under it comes up when the run has let go of the node.
        Optional<Next> leaving = groups(now, group -> !InPlace.waits(now.image(), group));
        if (leaving.isPresent()) {
            return leaving.get();
        }
        for (NodeImage node : now.image().nodes().values()) {
            Optional<Hold> ours = node.holds().values().stream().filter(now::owns).findFirst();
            if (ours.isPresent()) {
                return node(now, node, ours.get());
            }
        }
        return Unwinding.attach(now).or(() -> groups(now, _ -> true)).or(() -> Unwinding.unquiesce(now))
                .orElseGet(() -> new Next.Write(List.of(new Entry.Aborted(now.now()))));
    }

    private static Optional<Next> groups(Situation now, Predicate<GroupImage> which) {
        return Stream.concat(halfDoneGroups(now), leftBehind(now).stream()).filter(which)
                .flatMap(group -> group(now, group).stream()).findFirst();
    }

    private static Stream<GroupImage> halfDoneGroups(Situation now) {
        return halfDone(now).stream().flatMap(position -> position.step() instanceof Step.OnGroup on
                ? Stream.of(now.image().group(on.group())) : Stream.empty());
    }

    /// Returns the order that brings up what the half-done stage took offline on a node that was changed back.
    static Optional<Next> onNode(Situation now, NodeId node) {
        return halfDoneGroups(now).filter(group -> group.placement().owner().equals(Optional.of(node))
                        && !group.placement().detached() && group.placement().managed() && !asIntended(group)
                        && !now.image().node(node).closed() && fits(now, group))
                .findFirst().map(group -> setOffline(now, group, "has undone " + node));
    }

    private static boolean asIntended(GroupImage group) {
        return group.placement().offline().equals(group.intendedOffline());
    }

    /// The steps of the stage in which the run was, as far as they were begun.
    private static List<Plan.Position> halfDone(Situation now) {
        Optional<Integer> current = now.state().current();
        if (current.isEmpty()) {
            return List.of();
        }
        List<Plan.Position> all = now.plan().positions();
        int number = all.get(current.get()).stage().number();
        return all.stream().filter(position -> position.stage().number() == number
                && !(now.stateOf(position.index()).status() instanceof StepStatus.Pending)).toList();
    }

    /// Groups that an earlier plan of the run took offline and that the present one has not brought back.
    private static List<GroupImage> leftBehind(Situation now) {
        return now.legs().stream().flatMap(leg -> leg.plan().positions().stream()
                .filter(position -> !(leg.states().get(position.index()).status() instanceof StepStatus.Pending)))
                .flatMap(position -> position.step() instanceof Step.OnGroup on ? Stream.of(on.group())
                        : Stream.<GroupId>empty()).distinct().map(now.image()::group)
                .filter(group -> !asIntended(group)).toList();
    }

    private static Optional<Next> group(Situation now, GroupImage group) {
        if (!group.placement().managed()) {
            return Optional.empty();
        }
        if (group.format() instanceof Format.Converting) {
            return Optional.of(Next.rest("the conversion of " + group.id() + " to end", Optional.empty()));
        }
        boolean barred = barred(now, group);
        if (asIntended(group)) {
            return switch (group.state()) {
                case GroupState.Pending _ when barred -> Optional.empty();
                case GroupState.Pending _ -> Optional.of(Next.rest(group.id() + " to settle", Optional.empty()));
                case GroupState.Online _, GroupState.Partial _, GroupState.Offline _, GroupState.Failed _ ->
                        Optional.empty();
            };
        }
        if (fits(now, group) && !barred) {
            return Optional.of(setOffline(now, group, "was aborted"));
        }
        GroupImage wanted = asWanted(group);
        return back(now, wanted).<Next>map(node -> new Next.Engine(new EngineOrder.Place(group.id(), node,
                "run " + now.run() + " was aborted"))).or(() -> Optional.of(setOffline(now, group, "was aborted")));
    }

    /// Whether the group is of a kind that stays on its node, and its agent starts nothing of it because the node is
    /// closed: it comes up when the node is resumed.
    private static boolean barred(Situation now, GroupImage group) {
        return now.image().kindOf(group).upgrade() != UpgradeMode.ROLLING
                && group.placement().owner().map(now.image()::node).filter(NodeImage::closed).isPresent();
    }

    private static GroupImage asWanted(GroupImage group) {
        return group.withPlacement(group.placement().withOffline(group.intendedOffline(), ""));
    }

    /// Whether all of the group that should run may run where it is; where nothing should that opens the data, it may.
    private static boolean fits(Situation now, GroupImage group) {
        GroupImage wanted = asWanted(group);
        return group.placement().owner().map(now.image()::node).filter(owner -> owner.up()
                && (Fit.untouched(now.image(), wanted) || Fit.against(now.image(), wanted, owner).isEmpty()))
                .isPresent();
    }

    private static Next setOffline(Situation now, GroupImage group, String how) {
        return new Next.Engine(new EngineOrder.SetOffline(group.id(), group.intendedOffline(), "run " + now.run() + " "
                + how));
    }

    /// Where the group came from if it may go back there, else the best other node; empty when no other node may have
    /// it.
    private static Optional<NodeId> back(Situation now, GroupImage wanted) {
        List<NodeId> legal = Candidates.legal(now.image().with(wanted), wanted, Purpose.EMERGENCY);
        Optional<NodeId> from = now.plan().steps().stream()
                .flatMap(each -> each instanceof Step.Move(var group, var origin, _) && group.equals(wanted.id())
                        ? Optional.of(origin).stream() : Optional.<NodeId>empty().stream())
                .filter(node -> legal.contains(node) && !wanted.placement().owner().equals(Optional.of(node)))
                .findFirst();
        return from.or(() -> switch (Placements.elsewhere(now.image().with(wanted), wanted.id())) {
            case Decision.Place place -> Optional.of(place.node());
            case Decision.Nowhere _ -> Optional.empty();
        });
    }

    private static Next node(Situation now, NodeImage node, Hold ours) {
        return node.holds().containsKey(ABORTED)
                ? new Next.Engine(new EngineOrder.ReleaseNode(node.id(), ours.id()))
                : NodeUndo.of(now, node, ours).or(() -> NodeUndo.toWithdraw(now, node.id()))
                        .orElseGet(() -> closed(node));
    }

    /// Nobody knows what is installed there: it stays closed until a person has looked.
    private static Next closed(NodeImage node) {
        return new Next.Engine(new EngineOrder.HoldNode(node.id(), new Hold(ABORTED, Hold.OPERATOR,
                "an upgrade was aborted in the middle of this node's change; look at it, then: baton node resume "
                        + node.id(), Hold.Strength.CLOSED, Optional.empty())));
    }
}
