package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.MoveWatch;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton group move`: done when the owner of every resource has changed.
@Command(name = "move", description = {"Moves a group to another node: one outage.",
        "It is done when every resource runs there as ordered; what is offline by order stays offline."})
public final class GroupMove extends Order {

    @Parameters(index = "0", paramLabel = "GROUP", description = "its name")
    String group = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NODE", description = "where to (default: the best node)")
    @Nullable String node;

    @Option(names = "--override", paramLabel = "RULE", description = "one rule that shall not stop it: "
            + Waiver.ONE_GROUP_PER_NODE + ", " + Waiver.PAUSED + ", " + Waiver.FROZEN + "; needs --reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    @Mixin
    final Patience patience = new Patience();

    public GroupMove(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Optional<Waiver> waiver = waiver(override, reason);
        StatusView status = status();
        GroupImage known = group(status.image(), group);
        Optional<NodeId> to = Optional.ofNullable(node).map(name -> node(status.image(), name).id());
        Request move = new Request.MoveGroup(known.id(), to, waiver);
        Answer.Accepted answer = order(move, Notice.of(move, status.image()));
        return consent.dryRun ? Exit.DONE : await(patience, watch(answer, known.id()));
    }

    /// Returns the override that the options name.
    ///
    /// @throws Failure if only one of them is there, or if the rule is not known
    static Optional<Waiver> waiver(@Nullable String rule, @Nullable String reason) {
        if (rule == null && reason == null) {
            return Optional.empty();
        }
        List<String> rules = List.of(Waiver.ONE_GROUP_PER_NODE, Waiver.PAUSED, Waiver.FROZEN,
                Waiver.HOLD, Waiver.VOTES);
        if (rule == null || reason == null || reason.isBlank()) {
            throw Failure.usage("an override needs both: --override RULE and --reason TEXT, for the record.");
        }
        if (!rules.contains(rule)) {
            throw unknown("rule to override", rule, rules);
        }
        return Optional.of(new Waiver(rule, reason));
    }

    private static java.util.function.Function<StatusView, Progress> watch(Answer.Accepted answer, GroupId group) {
        String to = answer.ids().getOrDefault("node", answer.ids().get("to"));
        String epoch = answer.ids().get("epoch");
        if (to == null || epoch == null || !epoch.matches("[0-9]{1,18}")) {
            return _ -> new Progress.Done(group + " is ordered to move");
        }
        MoveWatch watch = new MoveWatch(group, new NodeId(to), Long.parseLong(epoch));
        return status -> switch (watch.in(status.image())) {
            case MoveWatch.Progress.Complete(var state) ->
                new Progress.Done(group + " is " + state.word() + " on " + to);
            case MoveWatch.Progress.Moving(var what) -> new Progress.Moving(what);
            case MoveWatch.Progress.Failed(var why) -> new Progress.Broken(group + " did not come up on " + to + ": "
                    + why + ". More:  baton why " + group);
        };
    }
}
