package dev.baton.simulator.rehearsal;

import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.RunId;
import dev.baton.simulator.world.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A person beside a rehearsed run: approves what the plan itself stops for, waits for lost machines to come back, and
/// mends what fails when asked, and then lets the run go on; three times, then gives it up. Clears failures that do not
/// go away, and opens what the run left held.
final class Operator {

    private static final Duration NO_PROGRESS = Duration.ofMinutes(8);
    /// Nobody is asked while a run waits for what it has ordered itself.
    private static final String OWN_JOB = "job ";
    private static final int TRIES = 3;
    /// Looks that a failed group is given.
    private static final int LOOKS = 4;

    private final Cluster cluster;
    private final Diary diary;
    private final RunViews views = new RunViews();
    private final Set<GroupId> failedBefore = new TreeSet<>();
    private final Map<NodeId, Set<HoldId>> heldBefore = new TreeMap<>();
    private Optional<String> question = Optional.empty();
    private int tries;
    private int failedFor;

    Operator(Cluster cluster, Diary diary) {
        this.cluster = cluster;
        this.diary = diary;
        cluster.image().groups().values().stream().filter(Operator::failed).map(GroupImage::id)
                .forEach(failedBefore::add);
        cluster.image().nodes().forEach((id, node) -> heldBefore.put(id, node.holds().keySet()));
    }

    /// Returns what was asked of the person first.
    Optional<String> question() {
        return question;
    }

    /// Looks once.
    ///
    /// @param healed whether what went wrong is over
    void look(boolean healed) {
        run().ifPresentOrElse(run -> lookAfter(run, healed), this::openWhatWasLeftHeld);
        List<GroupImage> failed = cluster.image().groups().values().stream().filter(Operator::failed)
                .filter(group -> !failedBefore.contains(group.id())).toList();
        failedFor = failed.isEmpty() || !healed ? 0 : failedFor + 1;
        if (failedFor > LOOKS) {
            failedFor = 0;
            failed.forEach(group -> {
                asked("group " + group.id() + " is " + group.state());
                ask(new Request.ClearFailure(group.id()));
            });
        }
    }

    /// A run that gave a node up in the middle of its change leaves it to people to look at it.
    private void openWhatWasLeftHeld() {
        cluster.image().nodes().values().stream().filter(NodeImage::up).forEach(node -> node.holds().values().stream()
                .filter(hold -> hold.owner().equals(Hold.OPERATOR)
                        && !heldBefore.getOrDefault(node.id(), Set.of()).contains(hold.id())).findFirst()
                .ifPresent(hold -> {
                    asked(node.id() + " is held: " + hold.reason());
                    ask(new Request.ResumeNode(node.id()));
                }));
    }

    private static boolean failed(GroupImage group) {
        return group.state() instanceof GroupState.Failed;
    }

    private Optional<RunView> run() {
        List<RunId> all = views.all(cluster.tree());
        return all.isEmpty() || diary.ended().isPresent() ? Optional.empty()
                : views.of(cluster.tree(), all.getLast(), cluster.time().now());
    }

    private void lookAfter(RunView run, boolean healed) {
        boolean stands = cluster.time().elapsed() - diary.last() > NO_PROGRESS.toNanos();
        if (!stands && run.waitingFor().filter(what -> what.startsWith(OWN_JOB)).isPresent()) {
            return;
        }
        switch (run.status()) {
            case "stopped" -> asksToGoOn(run, healed, new Request.ResumeRun());
            case "paused" -> ask(new Request.ResumeRun());
            case "waiting" -> waits(run, healed, stands);
            case "running", "replanning", "rolling-back" -> {
                if (stands && healed) {
                    asked("the run makes no progress; it waits for " + run.waitingFor().orElse("nothing"));
                    ask(new Request.AbortRun());
                }
            }
            default -> { }
        }
    }

    private void waits(RunView run, boolean healed, boolean stands) {
        if (run.proposed().isPresent()) {
            asksToGoOn(run, healed, new Request.ApproveRun(run.proposed().map(RunView.ProposedPlan::digest)));
        } else if (atStopPoint(run)) {
            ask(new Request.ApproveRun());
        } else {
            asked(words(run));
            if (stands && healed) {
                ask(new Request.AbortRun());
            }
        }
    }

    private void asksToGoOn(RunView run, boolean healed, Request request) {
        asked(words(run));
        if (healed) {
            ask(++tries > TRIES ? new Request.AbortRun() : request);
        }
    }

    private static boolean atStopPoint(RunView run) {
        return run.stages().stream().flatMap(stage -> stage.steps().stream())
                .filter(step -> !step.state().equals("done")).findFirst()
                .filter(step -> step.text().startsWith("wait for approval")).isPresent();
    }

    private static String words(RunView run) {
        return run.waitingFor().orElse("the run is " + run.status());
    }

    private void asked(String what) {
        question = question.or(() -> Optional.of(what));
        cluster.workshop().mend();
    }

    private void ask(Request request) {
        cluster.front().ask(request, _ -> { });
    }
}
