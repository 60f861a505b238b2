package dev.baton.cluster.controller;

import dev.baton.cluster.runner.WorkOrder;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.journal.RunStatus;
import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import dev.baton.core.rules.Candidates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The way back after the point of no return: the data of a group from a copy that a run saved before it converted
/// them. It is a person's own act, and is carried out as a conversion is, on an owner whose product opens the copy:
/// what the data says afterwards decides.
final class Restoration {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Restoration(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    /// A copy of a group's data.
    ///
    /// @param format that it has
    /// @param job    that made it; the commands of the kind know the copy by this name
    /// @param node   where it was made
    /// @param number grows with the time at which it was finished
    private record Saved(Version format, JobId job, NodeId node, long number) {

        static Saved later(Saved one, Saved other) {
            return one.number >= other.number ? one : other;
        }
    }

    /// @param asked the format of the copy
    /// @param named the copy by its name, such as one of a set of several groups
    Answer restore(GroupImage group, Optional<Version> asked, Optional<JobId> named) {
        Kind kind = turn.image().kindOf(group);
        Optional<Answer> first = running(group).or(() -> Management.against(group, "bringing its data back"));
        if (first.isPresent()) {
            return first.get();
        }
        Optional<Command> command = kind.backup().flatMap(Kind.Backup::restore);
        if (command.isEmpty() || kind.convert().isEmpty()) {
            return Refusal.notSo("data goes back by the kind's own command", "kind " + kind.id() + " names no "
                    + (command.isEmpty() ? "`restore` under `backup`" : "`convert`, so all of its data has one format"),
                    "bring it back by hand");
        }
        List<Saved> all = saved(group);
        SortedMap<Version, Saved> latest = latest(all);
        Optional<Saved> copy = named.isPresent() ? all.stream().filter(one -> one.job().equals(named.get())).findFirst()
                : asked.or(() -> only(group, latest)).flatMap(format -> Optional.ofNullable(latest.get(format)));
        if (copy.isEmpty()) {
            return Refusal.notSo("only a copy that a run saved is brought back", all.isEmpty() ? "no run has saved "
                    + group.id() : "of " + group.id() + " there is: " + (named.isPresent() ? all : latest.values())
                            .stream().map(one -> text(group, one)).collect(Collectors.joining("; ")),
                    all.isEmpty() ? "bring it back by hand" : "say which: --format, or --copy");
        }
        List<Reason> reasons = against(group, kind, copy.get());
        return reasons.isEmpty() ? begin(group, copy.get(), command.get()) : Refusal.because(reasons);
    }

    /// A run that was stopped or paused may be turned back afterwards, or goes on and plans anew.
    private Optional<Answer> running(GroupImage group) {
        return RunBook.active(turn.tree()).flatMap(record -> runs.read(turn.tree(), record).filter(run -> !(
                run.state().status() instanceof RunStatus.Stopped || run.state().status() instanceof RunStatus.Paused))
                .map(_ -> record.run())).map(run -> Refusal.because(on(run, group)));
    }

    private static Reason on(RunId run, GroupImage group) {
        return new RequestReason.NotSo("law 10, frozen during a run", "bringing back the data of " + group.id()
                + " while run " + run + " goes on", "baton upgrade pause, or wait for its end");
    }

    /// The copy that it may only be: of another format than the data has.
    private static Optional<Version> only(GroupImage group, SortedMap<Version, Saved> saved) {
        List<Version> others = saved.keySet().stream().filter(format -> !group.format().equals(new Format.At(format)))
                .toList();
        return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
    }

    /// In the order in which a person can do something about it.
    private List<Reason> against(GroupImage group, Kind kind, Saved copy) {
        List<Reason> reasons = new ArrayList<>(Conversions.others(turn, group, kind));
        if (!(group.format() instanceof Format.At(var at)) || at.equals(copy.format())) {
            reasons.add(new RequestReason.NotSo("a copy is of another format than the data", "the data of "
                    + group.id() + " is " + group.format(), "one of the same format is brought back by hand"));
        }
        reasons.addAll(Conversions.states(group, kind.convert().orElseThrow()));
        Optional<NodeImage> owner = group.owner().flatMap(node -> Optional.ofNullable(turn.image().nodes().get(node)));
        if (owner.filter(node -> opens(node, kind, copy.format())).isEmpty()) {
            reasons.add(new RequestReason.NotSo("law 2, fit", "data of format " + copy.format() + " would be on "
                    + owner.map(node -> node.id() + ", which has " + kind.product() + " " + node.version(kind.product())
                            .map(Version::value).orElse("(version unknown)")).orElse("no node"),
                    wayToOpener(group, kind, copy.format())));
        }
        return reasons;
    }

    /// How the group comes to a node that opens the copy. That the node does not open the data as it is speaks against
    /// no node: what opens it is offline by then.
    private String wayToOpener(GroupImage group, Kind kind, Version format) {
        List<NodeImage> openers = openers(kind, format);
        if (openers.isEmpty()) {
            return "bring " + kind.product() + " of a node back to a version that opens it";
        }
        List<NodeId> free = openers.stream().filter(node -> Candidates.against(turn.image(), group, node,
                Candidates.Purpose.PLANNED).stream().allMatch(PlacementReason.CannotOpen.class::isInstance))
                .map(NodeImage::id).toList();
        Optional<NodeId> best = Stream.concat(group.preferred().stream(), free.stream()).filter(free::contains)
                .findFirst();
        String frozen = runs.active(turn.tree()).map(_ -> " --override frozen --reason \"...\"").orElse("");
        String move = "baton group move " + group.id() + " ";
        return best.map(node -> move + node + frozen).orElseGet(() -> "see to it that " + names(openers)
                + " may have it (baton why " + group.id() + "), then: " + move + "..." + frozen);
    }

    private static boolean opens(NodeImage node, Kind kind, Version format) {
        return kind.version().isEmpty() || node.version(kind.product())
                .filter(version -> kind.opens(version, new Format.At(format))).isPresent();
    }

    private List<NodeImage> openers(Kind kind, Version format) {
        return turn.image().members().stream().filter(NodeImage::up).filter(node -> opens(node, kind, format)).toList();
    }

    private static String names(List<NodeImage> nodes) {
        return nodes.stream().map(node -> node.id().value()).collect(Collectors.joining(" or "));
    }

    private String text(GroupImage group, Saved copy) {
        List<NodeImage> openers = openers(turn.image().kindOf(group), copy.format());
        return copy.format() + " (saved on " + copy.node() + " as " + copy.job() + "; " + (openers.isEmpty()
                ? "not to be restored: no node opens it" : "opened by " + names(openers)) + ")";
    }

    private Answer begin(GroupImage group, Saved copy, Command command) {
        String text = group.id() + " is brought back from " + group.format() + " to " + copy.format() + ", as "
                + copy.job() + " saved it; what was written since is lost";
        JobId job = new JobId("back." + group.id() + "." + turn.wallTime().getEpochSecond());
        Conversions.begin(turn, group, copy.format(), job, command, Map.of(WorkOrder.BACKUP, copy.job().value()),
                Requests.note(ask, EventKind.CONVERSION, group.id(), text, Optional.empty()));
        return Requests.accepted(text, Map.of("group", group.id().value(), "format", copy.format().value(), "job",
                job.value()));
    }

    private static SortedMap<Version, Saved> latest(List<Saved> all) {
        TreeMap<Version, Saved> latest = new TreeMap<>();
        all.forEach(copy -> latest.merge(copy.format(), copy, Saved::later));
        return latest;
    }

    /// Every copy that is known, the earliest first.
    private List<Saved> saved(GroupImage group) {
        List<Saved> found = new ArrayList<>();
        for (NodeId node : turn.image().nodes().keySet()) {
            turn.tree().children(Paths.jobs(node)).stream()
                    .flatMap(path -> turn.tree().value(path, JobOrder.class).stream())
                    .filter(order -> order.work() instanceof JobOrder.Work.Backup(var id, _) && id.equals(group.id()))
                    .flatMap(order -> saved(node, order).stream()).forEach(found::add);
        }
        found.sort(Comparator.comparingLong(Saved::number));
        return found;
    }

    private Optional<Saved> saved(NodeId node, JobOrder order) {
        NodePath result = Paths.result(node, order.job());
        boolean done = turn.tree().value(result, JobResult.class).filter(JobResult::done).isPresent();
        return Optional.ofNullable(order.environment().get(WorkOrder.FORMAT)).filter(_ -> done)
                .map(format -> new Saved(new Version(format), order.job(), node,
                        turn.tree().entry(result).orElseThrow().modified()));
    }
}
