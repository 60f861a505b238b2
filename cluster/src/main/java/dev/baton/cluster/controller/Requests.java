package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Answers one request: its writes are added to the turn exactly when the answer is `Accepted`.
final class Requests {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Requests(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer decide() {
        ClusterImage image = turn.image();
        return unknownName(image).orElseGet(() -> switch (ask.request()) {
            case Request.ApplyConfiguration apply -> new Configuration(turn, ask, runs).apply(apply);
            case Request.RestoreState restore -> new Configuration(turn, ask, runs).restore(restore);
            case Request.MoveGroup(var group, var to, var waiver) ->
                    new Moves(turn, ask, runs).move(image.group(group), to, waiver);
            case Request.GroupIntent(var group, var online) ->
                    new Intents(turn, ask, runs).group(image.group(group), online);
            case Request.ResourceIntent(var group, var resource, var online) ->
                    new Intents(turn, ask, runs).resource(image.group(group), resource, online);
            case Request.UpgradeGroup(var group) -> new Conversions(turn, ask, runs).upgrade(image.group(group));
            case Request.RestoreGroup(var group, var format, var copy) ->
                    new Restoration(turn, ask, runs).restore(image.group(group), format, copy);
            case Request.ClearFailure(var group) -> new Moves(turn, ask, runs).again(image.group(group));
            case Request.UnmanageGroup(var group, var reason) ->
                    new Management(turn, ask, runs).unmanage(image.group(group), reason);
            case Request.ManageGroup(var group) -> new Management(turn, ask, runs).manage(image.group(group));
            case Request.PauseNode(var node, var reason, var lasting) ->
                    new Pauses(turn, ask).pause(image.node(node), reason, lasting);
            case Request.DrainNode drain -> new Drain(turn, ask, runs, drain).answer();
            case Request.ResumeNode(var node, var waiver) -> new Pauses(turn, ask).resume(image.node(node), waiver);
            case Request.BeginMaintenance(var nodes, var reason, var lasting) ->
                    new Maintenance(turn, ask).begin(nodes, reason, lasting);
            case Request.EndMaintenance(var nodes, var waiver) -> new Maintenance(turn, ask).end(nodes, waiver);
            case Request.ConfirmDead(var node, var reason) -> Fencing.confirm(turn, ask, image.node(node), reason);
            case Request.EvictNode(var node, var reason) ->
                    new Eviction(turn, ask, runs).evict(image.node(node), reason);
            case Request.LeaveNode(var node, var reason) ->
                    new Eviction(turn, ask, runs).leave(image.node(node), reason);
            case Request.GiveVote(var node, var ports, var waiver) ->
                    new VoteOrders(turn, ask, runs).give(image.node(node), ports, waiver);
            case Request.TakeVote(var node, var waiver) ->
                    new VoteOrders(turn, ask, runs).take(image.node(node), waiver);
            case Request.OfferJoin offer -> new Joins(turn, ask, runs).offer(offer);
            case Request.Join join -> new Joins(turn, ask, runs).join(join);
            case Request.FinalizeLevel(var level) -> Finalizing.ask(turn, ask, runs.active(turn.tree()), level);
            case Request.StartRun(var plan) -> new RunRequests(turn, ask, runs).start(plan);
            case Request.ApproveRun _, Request.PauseRun _, Request.ResumeRun _, Request.RollbackRun _,
                    Request.AbortRun _ -> new RunRequests(turn, ask, runs).ofTheRun(ask.request());
        });
    }

    private Optional<Answer> unknownName(ClusterImage image) {
        return switch (ask.request()) {
            case Request.MoveGroup(var group, var to, _) -> group(image, group)
                    .or(() -> to.flatMap(node -> node(image, node)));
            case Request.GroupIntent(var group, _) -> group(image, group);
            case Request.ResourceIntent(var group, var resource, _) -> group(image, group)
                    .or(() -> image.group(group).resourceIds().contains(resource) ? Optional.empty()
                            : Optional.of(Refusal.unknown("resource of " + group, resource,
                                    image.group(group).resourceIds())));
            case Request.UpgradeGroup(var group) -> group(image, group);
            case Request.RestoreGroup(var group, _, _) -> group(image, group);
            case Request.ClearFailure(var group) -> group(image, group);
            case Request.UnmanageGroup(var group, _) -> group(image, group);
            case Request.ManageGroup(var group) -> group(image, group);
            case Request.PauseNode(var node, _, _) -> node(image, node);
            case Request.DrainNode(var node, _, _, _) -> node(image, node);
            case Request.ResumeNode(var node, _) -> node(image, node);
            case Request.BeginMaintenance(var nodes, _, _) -> nodes(image, nodes);
            case Request.EndMaintenance(var nodes, _) -> nodes(image, nodes);
            case Request.ConfirmDead(var node, _) -> node(image, node);
            case Request.EvictNode(var node, _) -> node(image, node);
            case Request.LeaveNode(var node, _) -> node(image, node);
            case Request.GiveVote(var node, _, _) -> node(image, node);
            case Request.TakeVote(var node, _) -> node(image, node);
            case Request.ApplyConfiguration _, Request.RestoreState _, Request.OfferJoin _, Request.Join _,
                    Request.FinalizeLevel _, Request.StartRun _,
                    Request.ApproveRun _, Request.PauseRun _, Request.ResumeRun _, Request.RollbackRun _,
                    Request.AbortRun _ -> Optional.empty();
        };
    }

    private static Optional<Answer> group(ClusterImage image, GroupId group) {
        return image.groups().containsKey(group) ? Optional.empty()
                : Optional.of(Refusal.unknown("group", group, image.groups().keySet()));
    }

    private static Optional<Answer> node(ClusterImage image, NodeId node) {
        return image.nodes().containsKey(node) ? Optional.empty()
                : Optional.of(Refusal.unknown("node", node, image.nodes().keySet()));
    }

    private static Optional<Answer> nodes(ClusterImage image, Set<NodeId> nodes) {
        return nodes.stream().flatMap(node -> node(image, node).stream()).findFirst();
    }

    /// Returns whether the operator waived that rule.
    static boolean waives(Optional<Waiver> waiver, String rule) {
        return waiver.filter(given -> given.rule().equals(rule)).isPresent();
    }

    /// Returns the note that carries the request's key: who, what, and which rule was overridden and why.
    static Note note(Ask ask, EventKind kind, Object subject, String text, Optional<Waiver> waiver) {
        return new Note(kind, ask.by(), subject.toString(), text + waiver.map(given -> " (" + given.rule()
                + " overridden: " + given.reason() + ")").orElse(""), Optional.of(ask.key()), waiver);
    }

    static Answer accepted(String line, Map<String, String> ids) {
        return new Answer.Accepted(List.of(line), new TreeMap<>(ids));
    }
}
