package dev.baton.cluster.runner;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.InPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is asked of a step: whether it can begin, how far it is, how often and for how long it is tried.
final class StepChecks {

    private StepChecks() {}

    /// Returns why the step does not begin yet; empty when it can. Law by law is judged besides.
    static Optional<String> notReady(Situation now, Step step) {
        return switch (step) {
            case Step.Move(var group, var from, var to) -> settledOn(now, group(now, step), from, to);
            case Step.TakeOffline _, Step.BringOnline _, Step.Backup _, Step.Convert _, Step.Quiesce _,
                    Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _, Step.Fingerprint _ ->
                    placed(group(now, step)).or(() -> owned(group(now, step)));
            case Step.Prepare(var node, _, _, _) -> up(now, node);
            case Step.Install(var node, _, _, _) -> up(now, node);
            case Step.SelfTest(var node, _, _) -> up(now, node);
            case Step.ProbeGroup(var node) -> up(now, node);
            case Step.Hold(var node) -> left(now, node);
            case Step.Release _, Step.Restart _, Step.Rejoin _, Step.HandOverLeadership _, Step.Wait _,
                    Step.StopPoint _, Step.Finalize _ -> Optional.empty();
        };
    }

    private static Optional<String> left(Situation now, NodeId node) {
        return now.image().boundTo(node).stream()
                .filter(group -> !InPlace.mayStay(now.plan().spec(), now.image(), group)).findFirst()
                .map(group -> group.id() + " is on " + node + ", the plan expects it elsewhere");
    }

    private static GroupImage group(Situation now, Step step) {
        return step instanceof Step.OnGroup on ? now.image().group(on.group()) : now.image().groups().firstEntry()
                .getValue();
    }

    private static Optional<String> up(Situation now, NodeId node) {
        return now.image().node(node).up() ? Optional.empty() : Optional.of(node + " is "
                + now.image().node(node).membership().word() + "; it must be Up");
    }

    /// A group that is offline as a whole and has lost its node counts as offline, and has nowhere to go on.
    private static Optional<String> placed(GroupImage group) {
        return group.placement().owner().isPresent() ? Optional.empty()
                : Optional.of(group.id() + " has no node: " + group.placement().because());
    }

    private static Optional<String> owned(GroupImage group) {
        return switch (group.state()) {
            case GroupState.Online _, GroupState.Partial _, GroupState.Offline _ -> Optional.empty();
            case GroupState.Pending _, GroupState.Failed _ -> Optional.of(group.id() + " is " + group.state().word()
                    + (group.state() instanceof GroupState.Failed(var why) ? ": " + why : ""));
        };
    }

    private static Optional<String> settledOn(Situation now, GroupImage group, NodeId from, NodeId to) {
        Optional<String> unsettled = owned(group);
        boolean planned = group.owner().isEmpty() || group.owner().filter(from::equals).isPresent()
                || group.owner().filter(to::equals).isPresent();
        return unsettled.or(() -> up(now, to)).or(() -> planned ? Optional.empty() : Optional.of(group.id() + " is on "
                + group.owner().map(NodeId::value).orElse("no node") + ", the plan expects it on " + from));
    }

    /// Returns what the cluster shows just before the step, for whoever has to go on with it.
    static String before(Situation now, Step step) {
        return switch (step) {
            case Step.Move move -> OfGroups.beforeMove(now, move);
            case Step.OnGroup on -> Long.toString(now.image().group(on.group()).placement().epoch());
            case Step.OnNode on -> now.image().node(on.node()).bootId();
            case Step.Wait _, Step.StopPoint _, Step.Finalize _ -> "";
        };
    }

    /// Returns how often the step is tried before a person is asked.
    static int attempts(Situation now, Step step) {
        return switch (step) {
            case Step.Prepare _, Step.SelfTest _, Step.ProbeGroup _, Step.Quiesce _, Step.Unquiesce _, Step.Detach _,
                    Step.Attach _, Step.Check _, Step.Fingerprint _ -> 3;
            case Step.Install _, Step.Backup _ -> 2;
            case Step.Convert(var group, _, _) -> now.image().kindOf(now.image().group(group)).convert()
                    .filter(convert -> convert.restartable()).isPresent() ? 2 : 1;
            case Step.Hold _, Step.Release _, Step.Restart _, Step.Rejoin _, Step.HandOverLeadership _,
                    Step.TakeOffline _, Step.BringOnline _, Step.Move _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> 1;
        };
    }

    /// Returns how long one attempt may wait; empty where a person or the clock decides.
    static Optional<Duration> patience(Situation now, Step step) {
        return switch (step) {
            case Step.Wait _, Step.StopPoint _ -> Optional.empty();
            case Step.OnGroup on -> Optional.of(OfGroups.patience(now, on));
            case Step.OnNode on -> Optional.of(OfNodes.patience(now, on));
            case Step.Finalize _ -> Optional.of(Duration.ofMinutes(1));
        };
    }

    /// Returns how far a step is that has begun.
    static Progress progress(Situation now, int index) {
        Step step = now.step(index);
        return switch (step) {
            case Step.OnGroup on -> OfGroups.progress(now, index, on);
            case Step.OnNode on -> OfNodes.progress(now, index, on);
            case Step.Wait(var time) -> {
                Instant end = now.stateOf(index).began().orElse(now.now()).plus(time);
                yield now.now().isBefore(end)
                        ? new Progress.Waiting("waiting " + Durations.text(time), Optional.of(end))
                        : Progress.done("waited " + Durations.text(time));
            }
            case Step.StopPoint(var before) -> new Progress.Person("you: stop-before " + before
                    + "; baton upgrade approve  |  abort");
            case Step.Finalize _ -> Progress.done("the right to roll back has ended");
        };
    }
}
