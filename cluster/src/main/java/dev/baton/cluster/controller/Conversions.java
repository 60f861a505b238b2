package dev.baton.cluster.controller;

import dev.baton.cluster.runner.WorkOrder;
import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Conversions: what must be so before one begins, and how it begins. `Converting` and the job are committed together;
/// what becomes of it is for [Formats].
final class Conversions {

    /// A job that takes so many times its usual time is given up.
    private static final int PATIENCE = 10;
    private static final Duration PATIENCE_MIN = Duration.ofMinutes(2);

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Conversions(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    /// By hand: the group's data follows the product on its owner.
    Answer upgrade(GroupImage group) {
        Optional<Answer> run = runs.active(turn.tree()).map(id -> Refusal.because(new RequestReason.RunIsOn(id,
                "a conversion of " + group.id() + " by hand")));
        Kind kind = turn.image().kindOf(group);
        Optional<Answer> first = run.or(() -> Management.against(group, "a conversion"));
        if (first.isPresent() || kind.convert().isEmpty()) {
            return first.orElseGet(() -> Refusal.notSo("only some kinds convert", group.id() + " is of kind "
                    + kind.id() + ", whose data needs no conversion", ""));
        }
        if (group.owner().isEmpty()) {
            return Refusal.notSo("a conversion runs on the owner", group.id() + " has no owner",
                    "baton why " + group.id());
        }
        NodeImage owner = turn.image().node(group.owner().orElseThrow());
        List<Reason> reasons = new ArrayList<>(unfit(group, kind, owner));
        reasons.addAll(states(group, kind.convert().orElseThrow()));
        reasons.addAll(others(group, kind));
        if (!reasons.isEmpty()) {
            return Refusal.because(reasons);
        }
        Version from = ((Format.At) group.format()).version();
        Version to = owner.version(kind.product()).map(kind::formatOf).orElseThrow();
        JobId job = new JobId("hand." + group.id() + "." + turn.wallTime().getEpochSecond());
        String text = group.id() + " is converted from " + from + " to " + to + " on " + owner.id();
        begin(turn, group, to, job, Requests.note(ask, EventKind.CONVERSION, group.id(), text, Optional.empty()));
        return Requests.accepted(text, Map.of("group", group.id().value(), "node", owner.id().value(), "job",
                job.value()));
    }

    private List<Reason> unfit(GroupImage group, Kind kind, NodeImage owner) {
        return switch (group.format()) {
            case Format.At(var at) -> {
                Optional<Version> there = owner.version(kind.product());
                boolean newer = there.filter(version -> kind.formatOf(version).compareTo(at) > 0).isPresent();
                if (newer) {
                    yield List.of();
                }
                String known = there.map(Version::value).orElse("(version unknown)");
                yield List.of(new StepReason.OwnerNotUpgraded(group.id(), owner.id(), kind.product(), known,
                        newest(kind).filter(version -> kind.formatOf(version).compareTo(at) > 0).map(Version::value)
                                .orElse("newer than " + at)));
            }
            case Format.Unread _, Format.Converting _ -> List.of(new PlacementReason.CannotOpen(owner.id(), group.id(),
                    kind.product(), owner.version(kind.product()).map(Version::value).orElse("(version unknown)"),
                    group.format()));
        };
    }

    private Optional<Version> newest(Kind kind) {
        return turn.image().members().stream().flatMap(node -> node.version(kind.product()).stream())
                .max(Version::compareTo);
    }

    /// Returns what keeps a conversion from beginning as far as the group's resources go.
    static List<Reason> states(GroupImage group, Kind.Convert convert) {
        List<Reason> reasons = new ArrayList<>();
        for (ResourceId resource : group.withDependants(convert.offline())) {
            ResourceState state = group.stateOf(resource);
            if (state != ResourceState.OFFLINE) {
                reasons.add(new StepReason.MustBeOffline(group.id(), resource, state));
            }
        }
        for (ResourceId resource : convert.online()) {
            ResourceState state = group.stateOf(resource);
            if (state != ResourceState.ONLINE) {
                reasons.add(new StepReason.MustBeOnline(group.id(), resource, state));
            }
        }
        return reasons;
    }

    private List<Reason> others(GroupImage group, Kind kind) {
        List<Reason> reasons = new ArrayList<>(others(turn, group, kind));
        if (kind.backup().filter(Kind.Backup::required).isPresent()) {
            reasons.add(new RequestReason.NotSo("law 11, backup before the irreversible", "kind " + kind.id()
                    + " wants a backup before each conversion, and only a run makes one",
                    "plan it: baton plan, with `convert: at-end`"));
        }
        return reasons;
    }

    /// Returns what keeps the data of a group from being changed as far as others and its kind go.
    static List<Reason> others(Turn turn, GroupImage group, Kind kind) {
        List<Reason> reasons = new ArrayList<>();
        turn.image().groups().values().stream().filter(other -> other.format() instanceof Format.Converting).findFirst()
                .ifPresent(other -> reasons.add(new RequestReason.NotSo("one conversion at a time", other.id()
                        + " is being converted", "wait for its end")));
        if (kind.format().isEmpty()) {
            reasons.add(new RequestReason.NotSo("the data's own word is the truth", "kind " + kind.id()
                    + " names no command that reads the format of " + group.id(), "add `format` to the kind"));
        }
        return reasons;
    }

    /// Adds the begin of a conversion to the turn: `Converting` and the order for the owner in one transaction. The
    /// group must have an owner, a known format, and a kind that converts and names a format probe.
    static void begin(Turn turn, GroupImage group, Version to, JobId job, Note note) {
        begin(turn, group, to, job, turn.image().kindOf(group).convert().orElseThrow().run(), Map.of(), note);
    }

    /// Does the same with another command.
    ///
    /// @param more what it finds in its environment beside
    static void begin(Turn turn, GroupImage group, Version to, JobId job, Command command, Map<String, String> more,
            Note note) {
        Kind kind = turn.image().kindOf(group);
        Kind.Convert convert = kind.convert().orElseThrow();
        Command probe = kind.format().orElseThrow();
        Version from = ((Format.At) group.format()).version();
        NodeImage owner = turn.image().node(group.owner().orElseThrow());
        Format converting = new Format.Converting(from, to, job);
        JobOrder.Work work = new JobOrder.Work.Convert(group.id(), from, to, command, probe);
        TreeMap<String, String> environment = new TreeMap<>(WorkOrder.environment(work));
        environment.putAll(more);
        environment.put(Formats.EPOCH, Long.toString(group.claim().orElseThrow().epoch()));
        JobOrder order = new JobOrder(job, work, timeout(convert.takes()), environment);
        List<Op> ops = List.of(turn.check(Paths.claim(group.id())), turn.set(Paths.format(group.id()), converting),
                turn.set(Paths.job(owner.id(), job), order));
        turn.write("convert " + group.id(), ops, List.of(new ClusterDelta.FormatSet(group.id(), converting)),
                List.of(note));
    }

    /// Returns how long a command may take that usually takes `takes`.
    static Duration timeout(Duration takes) {
        Duration patient = takes.multipliedBy(PATIENCE);
        return patient.compareTo(PATIENCE_MIN) < 0 ? PATIENCE_MIN : patient;
    }
}
