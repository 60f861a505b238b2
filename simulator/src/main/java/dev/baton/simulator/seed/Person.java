package dev.baton.simulator.seed;

import dev.baton.agent.host.HeldKey;
import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.RunId;
import dev.baton.core.rules.Candidates;
import dev.baton.simulator.world.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A sensible operator: approves what waits for approval, lets a stopped run try again, twice, and then aborts it;
/// aborts a run that makes no progress; clears failures, making room where that is needed; ends holds of operators,
/// brings groups online, has them managed, and restores data that a conversion has left half done.
final class Person {

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(7);
    private static final Duration NO_PROGRESS = Duration.ofMinutes(4);
    private static final int TRIES = 2;

    private final Cluster cluster;
    private final RunViews views;
    private String seen = "";
    private long seenAt;
    private int tries;
    private boolean asked;
    private boolean watching;

    Person(Cluster cluster, RunViews views) {
        this.cluster = cluster;
        this.views = views;
    }

    /// Returns whether a run stopped and asked.
    boolean wasAsked() {
        return asked;
    }

    /// Looks after the run only, while the condition holds.
    void looksNowAndThen(BooleanSupplier condition) {
        cluster.time().after(LOOKS_EVERY, () -> {
            if (condition.getAsBoolean()) {
                run().ifPresent(this::lookAfter);
                looksNowAndThen(condition);
            }
        });
    }

    /// Looks after everything from now on.
    void looksAfterIt() {
        if (!watching) {
            watching = true;
            look();
        }
    }

    private void look() {
        cluster.time().after(LOOKS_EVERY, this::look);
        Optional<RunView> run = run();
        run.ifPresent(this::lookAfter);
        for (NodeImage node : cluster.image().nodes().values()) {
            boolean ours = node.holds().values().stream().anyMatch(hold -> !hold.owner().startsWith("run "));
            if (ours) {
                ask(new Request.ResumeNode(node.id()));
            }
        }
        for (GroupImage group : cluster.image().groups().values()) {
            if (cluster.workshop().torn(group.id().value()) && !beingConverted(group.id())) {
                cluster.workshop().restore(group.id().value());
            }
            if (!group.placement().managed()) {
                ask(new Request.ManageGroup(group.id()));
            } else if (!group.intent().online()) {
                ask(new Request.GroupIntent(group.id(), true));
            } else if (group.state() instanceof GroupState.Failed) {
                cluster.front().ask(new Request.ClearFailure(group.id()), answer -> {
                    if (answer instanceof Answer.Refused && group.claim().flatMap(Claim::stuck).isEmpty()) {
                        makeRoom(group);
                    }
                });
            }
        }
    }

    /// Moves another group out of the way where nothing but that one keeps a failed group away from a node.
    private void makeRoom(GroupImage failed) {
        Candidates.of(cluster.image(), failed, Candidates.Purpose.EMERGENCY).stream()
                .filter(candidate -> candidate.against().size() == 1)
                .flatMap(candidate -> candidate.against().stream())
                .flatMap(reason -> reason instanceof PlacementReason.Occupied(_, var other) ? Stream.of(other)
                        : Stream.<GroupId>empty())
                .findFirst().ifPresent(other ->
                        ask(new Request.MoveGroup(other, Optional.empty(), Optional.empty())));
    }

    private boolean beingConverted(GroupId group) {
        return cluster.machines().values().stream().anyMatch(machine -> machine.host().alive()
                .contains(HeldKey.ofJob(group, "convert")));
    }

    private Optional<RunView> run() {
        return views.active(cluster.tree()).flatMap(name -> views.of(cluster.tree(), name, cluster.time().now()));
    }

    private void lookAfter(RunView run) {
        String now = run.run() + run.status() + run.waitingFor() + run.stages().stream()
                .flatMap(stage -> stage.steps().stream()).map(step -> step.state() + step.attempt()).toList();
        if (!now.equals(seen)) {
            seen = now;
            seenAt = cluster.time().elapsed();
        }
        boolean waitsForApproval = run.waitingFor().filter(what -> what.startsWith("you: ")).isPresent();
        boolean stands = cluster.time().elapsed() - seenAt > NO_PROGRESS.toNanos();
        switch (run.status()) {
            case "stopped" -> {
                asked = true;
                if (++tries > TRIES) {
                    tries = 0;
                    ask(new Request.AbortRun());
                } else {
                    ask(new Request.ResumeRun());
                }
            }
            case "paused" -> ask(new Request.ResumeRun());
            case "waiting", "running", "replanning" -> {
                if (stands) {
                    asked = true;
                    ask(new Request.AbortRun());
                } else if (run.proposed().isPresent()) {
                    asked = true;
                    ask(new Request.ApproveRun(run.proposed().map(RunView.ProposedPlan::digest)));
                } else if (waitsForApproval) {
                    ask(new Request.ApproveRun());
                }
            }
            default -> { }
        }
    }

    private void ask(Request request) {
        cluster.front().ask(request, _ -> { });
    }

    /// Returns what is not at rest.
    String describe() {
        StringBuilder text = new StringBuilder();
        List<RunId> all = views.all(cluster.tree());
        run().ifPresent(run -> text.append("run ").append(run.status()).append(" ").append(run.waitingFor().orElse(""))
                .append("; "));
        text.append(all.size()).append(" runs; leader ").append(cluster.leader().map(m -> m.id().value())
                .orElse("none")).append("; ");
        for (GroupImage group : cluster.image().groups().values()) {
            text.append(group.id()).append(' ').append(group.state()).append(" placed ")
                    .append(group.placement().owner()).append(' ').append(group.placement().because())
                    .append(" claim ").append(group.claim()).append(" data ").append(group.format()).append("; ");
        }
        for (NodeImage node : cluster.image().nodes().values()) {
            text.append(node.id()).append(' ').append(node.membership()).append(" holds ").append(node.holds().values())
                    .append(' ').append(node.facts().versions()).append("; ");
        }
        return text.toString();
    }
}
