package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.FenceRecord;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.rules.InPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes sure that a machine is dead before its groups go on elsewhere. A node that was declared dead and still owns
/// something is turned off by the cluster's fence agent, or off and on, run by another node; each attempt is a job with
/// a stored result, so that a new leader goes on where the last one stopped. Without a fence agent a claim that is
/// stuck waits for a person's word ([#confirm]). With and without one, a machine that has joined again from another
/// boot has shown that what it ran before is over.
final class Fencing {

    /// From then on a person must look: a device that failed so often is broken, or its options are wrong.
    static final int ATTEMPTS = 6;

    /// So much of a node's name is in the name of a job, which has 63 characters at most.
    private static final int NAME = 30;

    /// A device that has just failed is given time.
    static final Duration PAUSE = Duration.ofSeconds(10);

    /// A machine that was rebooted is given time to come back: it looks at its memory and its disks. Another attempt
    /// would cut its boot off.
    static final Duration BOOTS_WITHIN = Duration.ofMinutes(10);

    /// When the attempt after a failed one is due, since that was first seen (soft: a new leader pauses anew).
    private final Map<JobId, Instant> next = new TreeMap<>();

    /// The last attempts that people were told of (soft: a new leader tells them again).
    private final Set<JobId> givenUp = new TreeSet<>();

    /// Returns whether that life of the node is surely over.
    static boolean fenced(TreeMirror tree, NodeId node, String bootId, long incarnation) {
        return tree.value(Paths.fenced(node), FenceRecord.class).filter(record -> record.ends(bootId, incarnation))
                .isPresent();
    }

    /// Returns whether a claim of a dead node may go: what it held is surely stopped. The guard's word is enough where
    /// no fence agent is configured, except for a claim that is stuck.
    static boolean released(Turn turn, Claim claim) {
        boolean guarded = claim.stuck().isEmpty() && turn.image().settings().device().isEmpty();
        return guarded || fenced(turn.tree(), claim.node(), claim.bootId(), claim.incarnation())
                || bootedSince(turn.image(), claim);
    }

    /// Returns whether the node has joined since from another boot, as its heartbeat says: a machine has one boot at a
    /// time, and nobody joins before everything that he may own was looked at and found stopped. That life has started
    /// nothing under this claim, or it would have put itself into it.
    private static boolean bootedSince(ClusterImage image, Claim claim) {
        NodeImage node = image.nodes().get(claim.node());
        return node != null && node.incarnation() > claim.incarnation() && !node.bootId().isEmpty()
                && !claim.bootId().isEmpty() && !node.bootId().equals(claim.bootId());
    }

    void decide(Turn turn) {
        turn.image().settings().device().ifPresent(device -> {
            for (NodeImage node : List.copyOf(turn.image().nodes().values())) {
                boolean open = node.membership() == Membership.DOWN && !node.bootId().isEmpty()
                        && turn.image().ownedBy(node.id()).stream()
                                .anyMatch(group -> !InPlace.waits(turn.image(), group)
                                        && group.claim().filter(claim -> !released(turn, claim)).isPresent())
                        && !fenced(turn.tree(), node.id(), node.bootId(), node.incarnation());
                if (open) {
                    fence(turn, device, node);
                }
            }
        });
    }

    /// One attempt after the other, each on the next node that is up.
    private void fence(Turn turn, FenceDevice device, NodeImage node) {
        List<NodeId> able = turn.image().nodes().values().stream().filter(other -> other.up()
                && !other.id().equals(node.id())).map(NodeImage::id)
                .sorted(Comparator.comparing((NodeId id) -> !id.equals(turn.self())).thenComparing(id -> id)).toList();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            JobId job = job(node, attempt);
            Optional<NodeId> runner = orderedOn(turn, job);
            if (runner.isEmpty()) {
                order(turn, device, node, job, able, attempt);
                return;
            }
            Optional<JobResult> result = turn.tree().value(Paths.result(runner.get(), job), JobResult.class)
                    .filter(JobResult::ended);
            if (result.filter(JobResult::done).isPresent()) {
                note(turn, node, device.agent() + " from " + runner.get());
                return;
            }
            if (result.isEmpty() && turn.image().node(runner.get()).up()) {
                return;
            }
            boolean boots = result.filter(failed -> device.awaitsBoot(failed.output())).isPresent();
            boolean firstSeen = next.putIfAbsent(job, turn.bootTime().plus(boots ? BOOTS_WITHIN : PAUSE)) == null;
            if (firstSeen && boots) {
                awaitBoot(turn, node, device.agent() + " from " + runner.get());
            }
            if (turn.bootTime().isBefore(next.get(job))) {
                return;
            }
            if (attempt == ATTEMPTS && givenUp.add(job)) {
                giveUp(turn, node, result);
            }
        }
    }

    private static void awaitBoot(Turn turn, NodeImage node, String by) {
        turn.write("rebooted " + node.id(), List.of(turn.check(Paths.heartbeat(node.id()))), List.of(),
                List.of(Note.of(EventKind.FENCING, node.id(), node.id() + " was rebooted by " + by + ", and is not off:"
                        + " its groups wait until it has joined from another boot; if it does not come back: baton node"
                        + " confirm-dead " + node.id())));
    }

    private static void giveUp(Turn turn, NodeImage node, Optional<JobResult> last) {
        turn.write("not fenced " + node.id(), List.of(turn.check(Paths.heartbeat(node.id()))), List.of(),
                List.of(Note.of(EventKind.FENCING_FAILED, node.id(), node.id() + " could not be fenced in "
                        + ATTEMPTS + " attempts"
                        + last.map(result -> " (" + result.detail() + ")").orElse("") + "; turn it off by hand, then: "
                        + "baton node confirm-dead " + node.id())));
    }

    /// Returns when the next attempt is due, if one is after `now`.
    Optional<Instant> next(Instant now) {
        return next.values().stream().filter(now::isBefore).min(Instant::compareTo);
    }

    private static void order(Turn turn, FenceDevice device, NodeImage node, JobId job, List<NodeId> able,
            int attempt) {
        if (able.isEmpty()) {
            return;
        }
        NodeId runner = able.get((attempt - 1) % able.size());
        turn.write("fence " + node.id(), List.of(turn.set(Paths.job(runner, job), new JobOrder(job,
                new JobOrder.Work.Fence(node.id(), device.command(node.id())), device.within(), new TreeMap<>()))),
                List.of(), List.of(Note.of(EventKind.FENCING, node.id(), node.id() + " is fenced by "
                        + device.agent() + " from " + runner + ", attempt " + attempt + " of " + ATTEMPTS)));
    }

    private static Optional<NodeId> orderedOn(Turn turn, JobId job) {
        return turn.image().nodes().keySet().stream()
                .filter(node -> turn.version(Paths.job(node, job)) != TreeMirror.ABSENT).findFirst();
    }

    private static JobId job(NodeImage node, int attempt) {
        String life = node.id() + " " + node.bootId() + " " + node.incarnation();
        String name = node.id().value();
        return new JobId("fence." + name.substring(0, Math.min(name.length(), NAME)) + "."
                + Blobs.digest(life) + "." + attempt);
    }

    private static void note(Turn turn, NodeImage node, String by) {
        turn.write("fenced " + node.id(), List.of(turn.check(Paths.heartbeat(node.id())), turn.set(Paths
                .fenced(node.id()), new FenceRecord(node.bootId(), node.incarnation(), by,
                turn.wallTime()))), List.of(),
                List.of(Note.of(EventKind.FENCING, node.id(), node.id() + " is off, by " + by
                + "; its groups may go on")));
    }

    /// A person says that the machine is off, or was started anew without what it had run.
    static Answer confirm(Turn turn, Ask ask, NodeImage node, String reason) {
        List<GroupImage> owned = turn.image().ownedBy(node.id());
        if (node.up()) {
            return Refusal.notSo("only a node that is down is confirmed dead", node.id() + " is up",
                    "turn the machine off, and wait until it is down");
        }
        if (reason.isBlank()) {
            return Refusal.notSo("a word that no program can check needs a reason", "none was given",
                    "say how you know: --reason \"...\"");
        }
        // A run that is to let silent users go may wait for any node.
        boolean awaited = turn.image().groups().values().stream()
                .anyMatch(group -> group.placement().detachment().isPresent());
        if (node.bootId().isEmpty() || (owned.isEmpty() && !awaited)) {
            return Refusal.notSo("only what waits is confirmed", node.id() + " owns nothing",
                    "nothing waits for it");
        }
        String text = node.id() + " is confirmed dead: " + reason;
        List<Op> ops = List.of(turn.check(Paths.heartbeat(node.id())), turn.set(Paths.fenced(node.id()),
                new FenceRecord(node.bootId(), node.incarnation(), ask.by() + ": " + reason, turn.wallTime())));
        turn.write("confirm " + node.id(), ops, List.of(), List.of(Requests.note(ask, EventKind.FENCING, node.id(),
                text, Optional.empty())));
        return Requests.accepted(text, Map.of("node", node.id().value()));
    }
}
