package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Ways to spoil a plan: what people do to written procedures, and what bugs would do to a planner.
enum Mutation {
    LEAVE_ONE_OUT, LEAVE_TWO_OUT, DO_ONE_TWICE, REPEAT_ONE_AT_THE_END, SWAP_NEIGHBOURS, SWAP_ANY_TWO, DO_ONE_EARLIER,
    DO_ONE_LATER, LEAVE_A_STRETCH_OUT, DO_A_STRETCH_TWICE, REVERSE_A_STRETCH, STOP_EARLY, BEGIN_LATE, ANOTHER_NODE,
    ANOTHER_GROUP, ANOTHER_TARGET, ANOTHER_SOURCE, INSTALL_ANOTHER_VERSION, EXPECT_ANOTHER_VERSION,
    CONVERT_TO_ANOTHER_FORMAT, TAKE_LESS_OFFLINE, BRING_LESS_ONLINE, FINALIZE_EARLY, LEAVE_ALL_OF_A_KIND_OUT,
    MIX_UP_TWO_NODES, MIX_UP_TWO_GROUPS, GO_ROUND_ABOUT;

    private static final Version ODD = new Version("1.7");

    /// Returns the steps of a plan spoilt in this way; the same for the same state of `random`. May be the same steps
    /// where the plan has nothing to spoil.
    List<Step> of(List<Step> plan, ClusterImage image, Random random) {
        List<Step> steps = new ArrayList<>(plan);
        int i = random.nextInt(steps.size());
        int j = random.nextInt(steps.size());
        int from = Math.min(i, j);
        int to = Math.min(steps.size(), from + 1 + random.nextInt(6));
        switch (this) {
            case LEAVE_ONE_OUT -> steps.remove(i);
            case LEAVE_TWO_OUT -> {
                steps.remove(i);
                steps.remove(j % steps.size());
            }
            case DO_ONE_TWICE -> steps.add(i, steps.get(i));
            case REPEAT_ONE_AT_THE_END -> steps.add(steps.get(i));
            case SWAP_NEIGHBOURS -> Collections.swap(steps, i, Math.min(i + 1, steps.size() - 1));
            case SWAP_ANY_TWO -> Collections.swap(steps, i, j);
            case DO_ONE_EARLIER -> steps.add(from, steps.remove(Math.max(i, j)));
            case DO_ONE_LATER -> steps.add(Math.max(i, j), steps.remove(from));
            case LEAVE_A_STRETCH_OUT -> steps.subList(from, to).clear();
            case DO_A_STRETCH_TWICE -> steps.addAll(to, new ArrayList<>(steps.subList(from, to)));
            case REVERSE_A_STRETCH -> Collections.reverse(steps.subList(from, to));
            case STOP_EARLY -> steps.subList(i, steps.size()).clear();
            case BEGIN_LATE -> steps.subList(0, i).clear();
            case FINALIZE_EARLY -> steps.add(i, new Step.Finalize());
            case LEAVE_ALL_OF_A_KIND_OUT -> steps.removeIf(steps.get(i).getClass()::isInstance);
            case MIX_UP_TWO_NODES, MIX_UP_TWO_GROUPS -> mixUp(steps, image, random, from);
            case GO_ROUND_ABOUT -> roundAbout(steps, image, random, i);
            case ANOTHER_NODE, ANOTHER_GROUP, ANOTHER_TARGET, ANOTHER_SOURCE, INSTALL_ANOTHER_VERSION,
                    EXPECT_ANOTHER_VERSION, CONVERT_TO_ANOTHER_FORMAT, TAKE_LESS_OFFLINE, BRING_LESS_ONLINE ->
                one(steps, image, random, i);
        }
        return steps;
    }

    /// Spoils the first step from there on, or from the beginning, that can be spoilt in this way.
    private void one(List<Step> steps, ClusterImage image, Random random, int from) {
        for (int k = 0; k < steps.size(); k++) {
            int at = (from + k) % steps.size();
            Step spoilt = spoilt(steps.get(at), any(image, random), anyGroup(image, random));
            if (!spoilt.equals(steps.get(at))) {
                steps.set(at, spoilt);
                return;
            }
        }
    }

    private static NodeId any(ClusterImage image, Random random) {
        List<NodeId> nodes = List.copyOf(image.nodes().keySet());
        return nodes.get(random.nextInt(nodes.size()));
    }

    private static GroupId anyGroup(ClusterImage image, Random random) {
        List<GroupId> groups = List.copyOf(image.groups().keySet());
        return groups.get(random.nextInt(groups.size()));
    }

    private Step spoilt(Step step, NodeId node, GroupId group) {
        return switch (step) {
            case Step.Hold it when this == ANOTHER_NODE -> new Step.Hold(node);
            case Step.Release it when this == ANOTHER_NODE -> new Step.Release(node);
            case Step.Install it when this == ANOTHER_NODE -> new Step.Install(node, it.product(), it.from(), it.to());
            case Step.Install it when this == INSTALL_ANOTHER_VERSION ->
                new Step.Install(it.node(), it.product(), it.from(), ODD);
            case Step.Install it when this == EXPECT_ANOTHER_VERSION ->
                new Step.Install(it.node(), it.product(), ODD, it.to());
            case Step.Restart it when this == ANOTHER_NODE -> new Step.Restart(node, it.onlyIfRequired(), it.givenUp());
            case Step.Rejoin it when this == ANOTHER_NODE -> new Step.Rejoin(node);
            case Step.SelfTest it when this == ANOTHER_NODE -> new Step.SelfTest(node, it.product(), it.expected());
            case Step.SelfTest it when this == EXPECT_ANOTHER_VERSION ->
                new Step.SelfTest(it.node(), it.product(), ODD);
            case Step.Move it when this == ANOTHER_TARGET -> new Step.Move(it.group(), it.from(), node);
            case Step.Move it when this == ANOTHER_SOURCE -> new Step.Move(it.group(), node, it.to());
            case Step.Move it when this == ANOTHER_GROUP -> new Step.Move(group, it.from(), it.to());
            case Step.TakeOffline it when this == ANOTHER_GROUP -> new Step.TakeOffline(group, it.resources());
            case Step.TakeOffline it when this == TAKE_LESS_OFFLINE ->
                new Step.TakeOffline(it.group(), new TreeSet<>(it.resources().headSet(it.resources().last())));
            case Step.BringOnline it when this == ANOTHER_GROUP -> new Step.BringOnline(group, it.resources());
            case Step.BringOnline it when this == BRING_LESS_ONLINE && !it.resources().isEmpty() ->
                new Step.BringOnline(it.group(), new TreeSet<>(it.resources().tailSet(it.resources().last())));
            case Step.Convert it when this == ANOTHER_GROUP -> new Step.Convert(group, it.from(), it.to());
            case Step.Convert it when this == CONVERT_TO_ANOTHER_FORMAT ->
                new Step.Convert(it.group(), it.from(), ODD);
            case Step.Backup it when this == ANOTHER_GROUP -> new Step.Backup(group);
            case Step.Hold _, Step.Release _, Step.Install _, Step.Restart _, Step.Rejoin _, Step.SelfTest _,
                    Step.Move _, Step.TakeOffline _, Step.BringOnline _, Step.Convert _, Step.Backup _, Step.Prepare _,
                    Step.ProbeGroup _, Step.HandOverLeadership _, Step.Quiesce _, Step.Unquiesce _, Step.Detach _,
                    Step.Attach _, Step.Check _, Step.Fingerprint _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> step;
        };
    }

    private void mixUp(List<Step> steps, ClusterImage image, Random random, int from) {
        NodeId one = any(image, random);
        NodeId two = any(image, random);
        GroupId first = anyGroup(image, random);
        GroupId second = anyGroup(image, random);
        for (int k = from; k < steps.size(); k++) {
            steps.set(k, this == MIX_UP_TWO_NODES ? exchanged(steps.get(k), one, two)
                    : exchanged(steps.get(k), first, second));
        }
    }

    private static Step exchanged(Step step, NodeId one, NodeId two) {
        return switch (step) {
            case Step.Hold(var n) -> new Step.Hold(other(n, one, two));
            case Step.Release(var n) -> new Step.Release(other(n, one, two));
            case Step.Install(var n, var p, var f, var t) -> new Step.Install(other(n, one, two), p, f, t);
            case Step.Restart(var n, var only, var silent) ->
                new Step.Restart(other(n, one, two), only, silent);
            case Step.Rejoin(var n) -> new Step.Rejoin(other(n, one, two));
            case Step.SelfTest(var n, var p, var e) -> new Step.SelfTest(other(n, one, two), p, e);
            case Step.ProbeGroup(var n) -> new Step.ProbeGroup(other(n, one, two));
            case Step.Move(var g, var f, var t) -> new Step.Move(g, other(f, one, two), other(t, one, two));
            case Step.TakeOffline _, Step.BringOnline _, Step.Convert _, Step.Backup _, Step.Prepare _,
                    Step.HandOverLeadership _, Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _,
                    Step.Check _, Step.Fingerprint _, Step.Wait _, Step.StopPoint _, Step.Finalize _ -> step;
        };
    }

    private static Step exchanged(Step step, GroupId one, GroupId two) {
        return switch (step) {
            case Step.Move(var g, var f, var t) -> new Step.Move(other(g, one, two), f, t);
            case Step.TakeOffline(var g, var r) -> new Step.TakeOffline(other(g, one, two), r);
            case Step.BringOnline(var g, var r) -> new Step.BringOnline(other(g, one, two), r);
            case Step.Backup(var g) -> new Step.Backup(other(g, one, two));
            case Step.Convert(var g, var f, var t) -> new Step.Convert(other(g, one, two), f, t);
            case Step.Hold _, Step.Release _, Step.Install _, Step.Restart _, Step.Rejoin _, Step.SelfTest _,
                    Step.Prepare _, Step.ProbeGroup _, Step.HandOverLeadership _, Step.Quiesce _, Step.Unquiesce _,
                    Step.Detach _, Step.Attach _, Step.Check _, Step.Fingerprint _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> step;
        };
    }

    private static <T> T other(T it, T one, T two) {
        return it.equals(one) ? two : it.equals(two) ? one : it;
    }

    private static void roundAbout(List<Step> steps, ClusterImage image, Random random, int from) {
        for (int k = 0; k < steps.size(); k++) {
            int at = (from + k) % steps.size();
            if (steps.get(at) instanceof Step.Move(var group, var start, var end)) {
                NodeId detour = any(image, random);
                steps.set(at, new Step.Move(group, start, detour));
                steps.add(at + 1, new Step.Move(group, detour, end));
                return;
            }
        }
    }
}
