package dev.baton.cli.command;

import dev.baton.cli.api.Pace;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.planner.Drill;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProofText;
import dev.baton.core.prover.Prover;
import dev.baton.core.screen.DrillScreen;
import dev.baton.core.screen.PlanScreen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton drill`: what it would do is shown and proved, then asked for, then carried out as a run.
@Command(name = "drill", description = {"Fails groups over on purpose, to each node that could take them, and back.",
        "On each node the application is asked whether it serves: `check` of its kind. Shown, proved and confirmed "
                + "first: each stop is an outage. It is a run: `baton upgrade watch`, `pause`, `abort` and `rollback` "
                + "are about it, and Ctrl-C leaves it running.",
        "Ends with 1 when a check failed; every group is then back where it was."})
public final class DrillVerb extends Order {

    /// As long as `move-takes` of an upgrade.
    private static final Duration MOVE_TAKES = Duration.ofSeconds(30);
    /// So long may the node that answers be behind the leader.
    private static final Duration BEHIND = Duration.ofSeconds(30);

    @Option(names = {"-g", "--group"}, paramLabel = "GROUP", description = "only this one; may be given several times "
            + "(default: every group)")
    List<String> groups = new ArrayList<>();

    public DrillVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterImage image = status().image();
        List<GroupId> wanted = groups.stream().map(name -> group(image, name).id()).toList();
        Drill drill = Drill.of(image, wanted, MOVE_TAKES);
        DrillScreen screen = new DrillScreen(image, drill);
        Proof proof = Prover.prove(drill.plan(), image, drill.exposure(), AtTheSameTime.INSTANCE);
        if (json) {
            terminal().document(Json.text(screen.view(ProofText.word(proof))));
        } else {
            terminal().text(screen.before(PlanDocument.digest(drill.plan()),
                    new PlanScreen.Proof(ProofText.word(proof), ProofText.sentence(proof))));
        }
        against(drill, proof).ifPresent(why -> {
            throw new Failure(Exit.REFUSED, "refused: " + why);
        });
        Request start = new Request.StartRun(drill.plan());
        Answer.Accepted answer = order(start, Notice.of(start, image).called("the drill"));
        return consent.dryRun ? Exit.DONE : followed(screen, Optional.ofNullable(answer.ids().get("run")));
    }

    /// Why it is not asked for.
    private static Optional<String> against(Drill drill, Proof proof) {
        if (drill.plan().stages().isEmpty()) {
            return Optional.of("there is nothing to drill: no group may visit another node. The reasons stand above.");
        }
        return switch (proof) {
            case Proof.Holds _ -> Optional.empty();
            case Proof.Broken broken -> Optional.of(broken.reasons().stream().map(Reason::text)
                    .collect(Collectors.joining(" ")));
            case Proof.Unproven(var what) -> Optional.of(what + ".");
        };
    }

    private int followed(DrillScreen screen, Optional<String> run) {
        String name = run.orElse("latest");
        RunView view = new RunFollowed(terminal(), () -> visible(name), json).toItsRest();
        if (json) {
            terminal().document(Json.text(screen.outcome(view)));
        } else {
            terminal().text(screen.after(view, status().now()));
        }
        return screen.outcome(view).passed() ? Exit.DONE : view.status().equals("rolled-back")
                || view.status().equals("finished") ? Exit.REFUSED : Exit.RUN_WAITS;
    }

    /// The node that answers may not know the run yet.
    private RunView visible(String name) {
        long until = System.nanoTime() + BEHIND.toNanos();
        Optional<RunView> view = cluster().run(name);
        while (view.isEmpty() && System.nanoTime() < until) {
            Pace.rest();
            view = cluster().run(name);
        }
        return view.orElseThrow(() -> new Failure(Exit.TIMED_OUT, "the drill was started, and no node knows run "
                + name + " yet. To look:  baton upgrade watch"));
    }
}
