package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Report;
import dev.baton.core.model.Version;
import java.util.List;
import java.util.Optional;

/// The formats of groups' data: read by the first owner, settled when a conversion has ended.
final class Formats {

    /// Environment of a conversion job: the claim under which it was ordered.
    static final String EPOCH = "BATON_EPOCH";

    private Formats() {}

    static void decide(Turn turn) {
        for (GroupImage group : List.copyOf(turn.image().groups().values())) {
            switch (group.format()) {
                case Format.Unread _ -> read(turn, group).ifPresent(format -> set(turn, group, format,
                        group.id() + " has data of format " + format));
                case Format.Converting converting -> settle(turn, group, converting);
                case Format.At(var at) -> contradicted(turn, group, at).ifPresent(now -> set(turn, group, now,
                        "the data of " + group.id() + " says " + now + ", not " + at));
            }
        }
    }

    /// What the data itself said; of a kind without a probe, what belongs to the product that opened it.
    private static Optional<Version> read(Turn turn, GroupImage group) {
        Kind kind = turn.image().kinds().get(group.kind());
        if (kind == null || group.currentReport().isEmpty()) {
            return Optional.empty();
        }
        if (kind.format().isPresent()) {
            return group.currentReport().flatMap(Report::format);
        }
        return group.owner().map(owner -> turn.image().nodes().get(owner))
                .flatMap(node -> node.version(kind.product())).map(kind::formatOf)
                .or(() -> kind.version().isEmpty() ? Optional.of(new Version("0")) : Optional.empty());
    }

    /// The data's own word is the truth where the owner could not start the group because of it, and where its owner
    /// read it under a claim under which nothing was to convert it: what is written down is older than that claim.
    private static Optional<Version> contradicted(Turn turn, GroupImage group, Version at) {
        return group.currentReport().filter(said -> said.format().filter(format -> !format.equals(at)).isPresent())
                .filter(said -> said.failure().isPresent() || !converted(turn, group, said)).flatMap(Report::format);
    }

    /// Whether a conversion of the group was ordered under the claim that the report is about.
    private static boolean converted(Turn turn, GroupImage group, Report said) {
        return turn.tree().children(Paths.jobs(said.node())).stream()
                .flatMap(job -> turn.tree().value(job, JobOrder.class).stream())
                .anyMatch(order -> order.work() instanceof JobOrder.Work.Convert(var id, _, _, _, _)
                        && id.equals(group.id())
                        && Long.toString(said.epoch()).equals(order.environment().get(EPOCH)));
    }

    private static void settle(Turn turn, GroupImage group, Format.Converting converting) {
        Optional<JobResult> result = result(turn, converting.job()).filter(JobResult::ended);
        if (result.isPresent()) {
            Version now = result.get().done() ? converting.to() : converting.from();
            set(turn, group, now, result.get().done() ? group.id() + " is converted to " + now
                    : "the conversion of " + group.id() + " came to nothing, its data is at " + now + ": "
                            + result.get().detail());
            return;
        }
        boolean anotherOwner = order(turn, converting.job()).map(JobOrder::environment)
                .map(environment -> environment.get(EPOCH))
                .flatMap(epoch -> group.claim().map(claim -> !Long.toString(claim.epoch()).equals(epoch)))
                .orElse(false);
        if (anotherOwner) {
            group.currentReport().flatMap(Report::format).ifPresent(now -> set(turn, group, now, "the conversion of "
                    + group.id() + " was cut off; its data says " + now));
        }
    }

    private static void set(Turn turn, GroupImage group, Version now, String text) {
        Format format = new Format.At(now);
        List<Op> ops = List.of(turn.set(Paths.format(group.id()), format));
        turn.write("format of " + group.id(), ops, List.of(new ClusterDelta.FormatSet(group.id(), format)),
                List.of(Note.of(group.format() instanceof Format.Converting ? EventKind.CONVERSION : EventKind.FORMAT,
                        group.id(), text)));
    }

    private static Optional<JobOrder> order(Turn turn, JobId job) {
        return turn.image().nodes().values().stream().map(NodeImage::id)
                .flatMap(node -> turn.tree().value(Paths.job(node, job), JobOrder.class).stream()).findFirst();
    }

    /// Returns the result of a job, on whatever node it was ordered.
    static Optional<JobResult> result(Turn turn, JobId job) {
        return turn.image().nodes().keySet().stream()
                .flatMap((NodeId node) -> turn.tree().value(Paths.result(node, job), JobResult.class).stream())
                .findFirst();
    }
}
