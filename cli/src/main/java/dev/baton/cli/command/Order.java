package dev.baton.cli.command;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Pace;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every verb has that asks the leader for a change: consent before an outage, a dry run, and waiting until it is
/// so.
abstract class Order extends Verb {

    @Mixin
    final Consent consent = new Consent();

    @Option(names = "--json", order = 85, description = "prints the answer as one JSON document")
    boolean json;

    Order(Session session) {
        super(session);
    }

    /// How far what was ordered is.
    sealed interface Progress {
        /// It is so.
        record Done(String sentence) implements Progress {}
        /// Not yet.
        record Moving(String what) implements Progress {}
        /// It will not be.
        record Broken(String why) implements Progress {}
    }

    /// Asks for a change: first as a dry run when clients will notice it, so that a refusal comes before the question.
    ///
    /// @param notice what clients will notice of it
    /// @return the cluster's answer; of a dry run, after it was printed
    /// @throws Failure if it is refused, here or there
    final Answer.Accepted order(Request request, Notice notice) {
        if (consent.dryRun || (!notice.effects().isEmpty() && !consent.yes)) {
            Answer.Accepted would = accepted(cluster().ask(request, key(), true));
            if (consent.dryRun) {
                show(notice, would);
                return would;
            }
        }
        consent.ask(terminal(), notice.what(), notice.effects());
        Answer.Accepted answer = accepted(cluster().ask(request, key(), false));
        print(answer);
        return answer;
    }

    /// Returns what the cluster says it would do, one line each.
    ///
    /// @throws Failure if it would refuse
    final List<String> preview(Request request) {
        return accepted(cluster().ask(request, key(), true)).lines();
    }

    private void show(Notice notice, Answer.Accepted would) {
        if (json) {
            terminal().document(Json.text(would));
        } else {
            terminal().line(Notice.WOULD);
            notice.preview(would).forEach(line -> terminal().line("  " + line));
        }
    }

    private void print(Answer.Accepted answer) {
        if (json) {
            terminal().document(Json.text(answer));
        } else {
            answer.lines().forEach(terminal()::line);
        }
    }

    private Answer.Accepted accepted(ApiClient.Reply reply) {
        return switch (reply) {
            case ApiClient.Reply.Accepted(var answer) -> answer;
            case ApiClient.Reply.Refused(var problem) -> throw refused(problem);
        };
    }

    private Failure refused(Problem problem) {
        if (json) {
            terminal().document(Json.text(problem));
        }
        return new Failure(Exit.REFUSED, "refused: " + problem.detail());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /// Looks at the cluster until what was ordered is so, and prints how it came out.
    ///
    /// @return the exit code of the verb
    final int await(Patience patience, Function<StatusView, Progress> progress) {
        if (consent.dryRun || patience.time.isZero()) {
            return Exit.DONE;
        }
        long until = System.nanoTime() + patience.time.toNanos();
        String last = "";
        while (true) {
            switch (progress.apply(status())) {
                case Progress.Done(var sentence) -> {
                    tell(sentence);
                    return Exit.DONE;
                }
                case Progress.Broken(var why) -> {
                    terminal().aside(why);
                    return Exit.REFUSED;
                }
                case Progress.Moving(var what) -> last = what;
            }
            if (System.nanoTime() > until) {
                terminal().aside("It was ordered, and after " + patience.text() + " it is not so yet: " + last + ".");
                return Exit.TIMED_OUT;
            }
            Pace.rest();
        }
    }

    private void tell(String sentence) {
        if (!json) {
            terminal().line(sentence);
        }
    }
}
