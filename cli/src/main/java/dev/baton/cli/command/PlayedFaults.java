package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Terminal;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.faults.Trial;
import dev.baton.core.faults.Trials;
import dev.baton.core.screen.TrialsScreen;
import dev.baton.simulator.rehearsal.Play;
import dev.baton.simulator.rehearsal.Unplayable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A plan played in the simulator, accident by accident, on every processor. The only class of the command that sees
/// the simulator: no other verb loads it.
///
/// @param terminal where progress and answer go
/// @param file     of the plan, as it was named
/// @param saved    the plan with its cluster
/// @param seed     from which all chance follows
/// @param json     whether a machine reads the answer
record PlayedFaults(Terminal terminal, String file, PlanDocument saved, long seed, boolean json) {

    /// Returns whether a cluster is small enough to be simulated.
    static boolean fits(PlanDocument saved) {
        return saved.image().nodes().size() <= Play.MOST_NODES;
    }

    /// Returns what is said where one is not.
    static String tooLarge(PlanDocument saved) {
        return "a cluster of " + saved.image().nodes().size() + " nodes is larger than the " + Play.MOST_NODES
                + " that are simulated; judged by the rules alone, as --by-rules does.";
    }

    /// Plays every accident, or as many as the seed draws.
    ///
    /// @param most how many at most
    /// @return how the command ends
    int all(int most) {
        Play play = play();
        List<Trial> played = trials(play, play.numbers(most));
        Trials trials = new Trials(seed, play.accidents(), Trials.planned(saved.image(), saved.plan()), play.calm(),
                played);
        if (json) {
            terminal.document(Json.text(trials));
        } else {
            terminal.text(new TrialsScreen(saved.plan(), trials, Play.assumptions(), "baton rehearse " + file
                    + " --faults" + " --seed " + seed + " --only").text());
        }
        return trials.well() ? Exit.DONE : Exit.REFUSED;
    }

    /// Plays one accident, and tells what happened.
    ///
    /// @return how the command ends
    int only(int number) {
        Play play = play();
        if (number < 0 || number > play.accidents()) {
            throw Failure.usage("--only: accidents of this plan have the numbers 1 to " + play.accidents()
                    + "; 0 is the undisturbed run.");
        }
        Play.History history = play.history(number);
        if (json) {
            terminal.document(Json.text(history));
        } else {
            history.lines().forEach(terminal::document);
            terminal.line(history.trial().mishap().text() + ": " + history.trial().ending().text());
        }
        return history.trial().ending().well() ? Exit.DONE : Exit.REFUSED;
    }

    private Play play() {
        try {
            return Play.of(saved.image(), saved.plan(), seed);
        } catch (Unplayable refused) {
            throw new Failure(Exit.REFUSED, "This plan cannot be played. " + refused.text());
        }
    }

    private List<Trial> trials(Play play, List<Integer> numbers) {
        List<Trial> done = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Trial>> under = numbers.stream().map(number -> pool.submit(() -> play.trial(number))).toList();
            try {
                for (Future<Trial> each : under) {
                    progress(done.size(), numbers.size());
                    done.add(each.get());
                }
            } catch (ExecutionException broken) {
                throw new IllegalStateException("a trial could not be played", broken.getCause());
            } catch (InterruptedException stopped) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped after " + done.size() + " trials", stopped);
            } finally {
                clear();
            }
        }
        return done;
    }

    private void progress(int done, int all) {
        if (terminal.redraws() && !json) {
            terminal.raw("\r  played " + done + " of " + all);
        }
    }

    private void clear() {
        if (terminal.redraws() && !json) {
            terminal.raw("\r\033[K");
        }
    }
}
