package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The steps that undo others, in the order in which they are done; or why there are none.
///
/// @param steps   the way back; empty when there is nothing to undo, or no way
/// @param blocked the step that cannot be undone, when there is one
public record WayBack(List<Step> steps, Optional<Blocked> blocked) {

    public WayBack {
        steps = List.copyOf(steps);
    }

    /// A step that cannot be undone.
    ///
    /// @param index of the step among those done, from 0
    /// @param why   as a sentence without a full stop
    public record Blocked(int index, Step step, String why) {}

    /// Returns the way back from after `done` to `start`. A change of a node is undone by its product's own `undo`,
    /// followed by restart, rejoin and self-test as after an install, and by a visit of the probe group. The last step
    /// that cannot be undone blocks it.
    ///
    /// @param start the image before the first of the steps
    /// @param done  steps that have succeeded, in order
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static WayBack of(UpgradeSpec spec, ClusterImage start, List<Step> done) {
        return of(spec, Course.of(start, done).images(), done);
    }

    /// Returns the same for one who has followed the steps.
    ///
    /// @param images the image before the first of the steps, and after each
    public static WayBack of(UpgradeSpec spec, List<ClusterImage> images, List<Step> done) {
        Inverse inverse = new Inverse(spec, done);
        Optional<Blocked> blocked = inverse.undo(images, 0);
        return blocked.isPresent() ? new WayBack(List.of(), blocked)
                : new WayBack(withoutVainSilence(inverse.steps), Optional.empty());
    }

    /// The ways back from one place after the other: each goes on as the one from the place before, but for what undoes
    /// the change of a node, which belongs together. Not thread-safe.
    public static final class Along {
        private final UpgradeSpec spec;
        private final List<ClusterImage> images;
        private final List<Step> steps;
        private List<Step> last = List.of();
        private Optional<Blocked> blocked = Optional.empty();
        private int done;

        /// @param images the image before the first of the steps, and after each
        public Along(UpgradeSpec spec, List<ClusterImage> images, List<Step> steps) {
            this.spec = spec;
            this.images = images;
            this.steps = steps;
        }

        /// Goes over one more step, and returns the way back from after it.
        public WayBack next() {
            boolean changes = steps.get(done) instanceof Step.Install;
            int from = changes ? 0 : done;
            done++;
            Inverse inverse = new Inverse(spec, steps.subList(0, done));
            Optional<Blocked> now = inverse.undo(images, from);
            blocked = now.isPresent() || changes ? now : blocked;
            if (!changes) {
                inverse.steps.addAll(last);
            }
            last = inverse.steps;
            return blocked.isPresent() ? new WayBack(List.of(), blocked)
                    : new WayBack(withoutVainSilence(last), Optional.empty());
        }
    }

    /// Who was silent only while groups were saved does not fall silent once more on the way back.
    private static List<Step> withoutVainSilence(List<Step> steps) {
        boolean silence = false;
        for (Step step : steps) {
            silence |= step instanceof Step.Unquiesce;
        }
        if (!silence) {
            return steps;
        }
        List<Step> needed = new ArrayList<>(steps);
        for (int end = 0; end < needed.size(); end++) {
            if (needed.get(end) instanceof Step.Unquiesce(var group)) {
                List<Step> before = needed.subList(0, end);
                int begin = before.lastIndexOf(new Step.Quiesce(group));
                if (begin >= 0 && !before.subList(begin, end).contains(new Step.Detach(group))) {
                    needed.remove(end);
                    needed.remove(begin);
                    end -= 2;
                }
            }
        }
        return needed;
    }

    private static Optional<String> blockedBecause(UpgradeSpec spec, ClusterImage before, Step step) {
        return switch (step) {
            case Step.Convert(var group, _, var to) -> before.group(group).format().equals(new Format.At(to))
                    ? Optional.empty() : Optional.of("the data of " + group + " have changed their format to " + to);
            case Step.Install(_, var product, _, _) -> spec.product(product).flatMap(it -> it.undo()).isPresent()
                    ? Optional.empty() : Optional.of("the upgrade names no undo for " + product);
            case Step.Move(var group, var from, _) -> before.node(from).held() ? heldFrom(before.node(from), group)
                    : Optional.empty();
            case Step.Finalize _ -> Optional.of("the run was finalized");
            case Step.Hold _, Step.Release _, Step.Prepare _, Step.Restart _, Step.Rejoin _, Step.SelfTest _,
                    Step.ProbeGroup _, Step.HandOverLeadership _, Step.TakeOffline _, Step.BringOnline _,
                    Step.Backup _, Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _,
                    Step.Fingerprint _, Step.Wait _, Step.StopPoint _ -> Optional.empty();
        };
    }

    private static Optional<String> heldFrom(NodeImage node, GroupId group) {
        return node.holds().values().stream().filter(hold -> !hold.id().equals(Projection.RUN_HOLD)).findFirst()
                .map(hold -> group + " may not return to " + node.id() + ", which is held by " + hold.owner());
    }

    /// The steps undone so far, from the last to the first.
    private static final class Inverse {
        private final UpgradeSpec spec;
        private final List<Step> done;
        private final List<Step> steps = new ArrayList<>();
        /// Installs since the last one with another step before it; most steps are none.
        private List<Step.Install> installed = List.of();
        private Set<NodeId> changed = Set.of();

        Inverse(UpgradeSpec spec, List<Step> done) {
            this.spec = spec;
            this.done = done;
        }

        /// Undoes the steps from the last to the one of that index, unless one of them cannot be.
        Optional<Blocked> undo(List<ClusterImage> images, int first) {
            for (int i = done.size() - 1; i >= first; i--) {
                Optional<String> why = blockedBecause(spec, images.get(i), done.get(i));
                if (why.isPresent()) {
                    return Optional.of(new Blocked(i, done.get(i), why.get()));
                }
                undo(i, images.get(i), images.get(i + 1));
            }
            return Optional.empty();
        }

        private void undo(int index, ClusterImage before, ClusterImage after) {
            switch (done.get(index)) {
                case Step.Hold(var node) -> release(node, before);
                case Step.Release(var node) -> {
                    if (before.node(node).holds().containsKey(Projection.RUN_HOLD)) {
                        steps.add(new Step.HandOverLeadership(node));
                        steps.add(new Step.Hold(node));
                    }
                }
                case Step.Install install -> install(index, install, after);
                case Step.Move(var group, var from, var to) -> steps.add(new Step.Move(group, to, from));
                case Step.TakeOffline(var group, _) -> {
                    SortedSet<ResourceId> stopped = offline(after.group(group), before.group(group));
                    if (!stopped.isEmpty()) {
                        steps.add(new Step.BringOnline(group, stopped));
                    }
                }
                case Step.BringOnline(var group, _) -> {
                    SortedSet<ResourceId> started = offline(before.group(group), after.group(group));
                    if (!started.isEmpty()) {
                        steps.add(new Step.TakeOffline(group, started));
                    }
                }
                case Step.Quiesce(var group) -> steps.add(new Step.Unquiesce(group));
                case Step.Unquiesce(var group) -> steps.add(new Step.Quiesce(group));
                case Step.Detach(var group) -> steps.add(new Step.Attach(group));
                case Step.Attach(var group) -> steps.add(new Step.Detach(group));
                case Step.Prepare _, Step.Restart _, Step.Rejoin _, Step.SelfTest _, Step.ProbeGroup _,
                        Step.HandOverLeadership _, Step.Backup _, Step.Check _, Step.Fingerprint _,
                        Step.Convert _, Step.Wait _, Step.StopPoint _,
                        Step.Finalize _ -> { }
            }
        }

        private void release(NodeId node, ClusterImage before) {
            if (before.node(node).holds().containsKey(Projection.RUN_HOLD)) {
                return;
            }
            steps.add(new Step.Release(node));
            if (!changed.isEmpty() && changed.remove(node) && !before.node(node).witness()) {
                steps.add(new Step.ProbeGroup(node));
            }
        }

        /// Installs that stand together are undone together: one restart, then every self-test.
        private void install(int index, Step.Install install, ClusterImage after) {
            steps.add(new Step.Install(install.node(), install.product(), install.to(), install.from()));
            installed = new ArrayList<>(installed);
            installed.add(install);
            boolean more = index > 0 && done.get(index - 1) instanceof Step.Install(var node, _, _, _)
                    && node.equals(install.node());
            if (more) {
                return;
            }
            if (spec.restartsMachines()) {
                steps.add(Step.Restart.of(after, install.node(),
                        spec.restart() == UpgradeSpec.Restart.IF_REQUIRED));
            }
            steps.add(new Step.Rejoin(install.node()));
            installed.forEach(one -> steps.add(new Step.SelfTest(one.node(), one.product(), one.from())));
            installed = List.of();
            changed = new HashSet<>(changed);
            changed.add(install.node());
        }

        /// What is offline in the first and not in the second.
        private static SortedSet<ResourceId> offline(GroupImage first, GroupImage second) {
            TreeSet<ResourceId> only = new TreeSet<>(first.placement().offline());
            only.removeAll(second.placement().offline());
            return only;
        }
    }
}
