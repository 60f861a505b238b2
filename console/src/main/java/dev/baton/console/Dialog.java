package dev.baton.console;

import dev.baton.cluster.api.Problem;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The dialog of an order: what to choose, what would be done or why not, and what became of it.
///
/// @param title   what is ordered, of what
/// @param action  where its form goes
/// @param confirm what the button says
/// @param fields  that the form carries
/// @param choices of nodes; empty where there is nothing to choose
/// @param reason  that is written down with it; empty where none is
/// @param lasting for how long it holds, such as `2h`; empty where that is not asked
/// @param stage   how far it is
/// @param lines   what the command line would print
/// @param outage  whether clients notice something
/// @param rules   that can be overridden here; empty where none can
/// @param key     idempotency key of the form
public record Dialog(String title, String action, String confirm, Map<String, String> fields, List<Choice> choices,
        String reason, String lasting, Stage stage, List<String> lines, boolean outage, List<String> rules,
        String key) {

    /// How far an order is.
    public enum Stage {
        /// Something is to be chosen first.
        CHOOSE,
        /// It would be done.
        WOULD,
        /// It is not possible, or was not done.
        REFUSED,
        /// It is ordered.
        DONE
    }

    /// The first line of a refusal, as the command line prints it.
    private static final String REFUSED = "refused: ";

    public Dialog {
        choices = List.copyOf(choices);
        lines = List.copyOf(lines);
    }

    /// Something is to be chosen.
    public static Dialog choose(Known known, Order order, String key) {
        return of(known, order, Stage.CHOOSE, List.of(), false, key);
    }

    /// It would be done.
    public static Dialog would(Known known, Order order, Notice notice, Answer.Accepted would, String key) {
        List<String> lines = new ArrayList<>(notice.preview(would));
        if (order.about().containsKey("override")) {
            lines.add("overrides " + order.about().get("override") + ": " + order.about().get("reason"));
        }
        return of(known, order, Stage.WOULD, lines, !notice.effects().isEmpty(), key);
    }

    /// It is ordered.
    public static Dialog done(Known known, Order order, Answer.Accepted answer) {
        return of(known, order, Stage.DONE, answer.lines(), false, "");
    }

    /// It was not done, or would not be.
    public static Dialog refused(Known known, Order order, Problem problem, String key) {
        return of(known, order, Stage.REFUSED, (REFUSED + problem.detail()).lines().toList(), false, key);
    }

    private static Dialog of(Known known, Order order, Stage stage, List<String> lines, boolean outage, String key) {
        boolean chooses = order.verb() == Verb.MOVE && stage != Stage.DONE && names(known, order);
        List<String> rules = stage == Stage.REFUSED && order.complete() ? rules(order.verb()) : List.of();
        return new Dialog((order.verb().label() + " " + order.subject()).strip(),
                Paths.ORDERS + "/" + order.verb().word(), order.verb().label(), order.about(),
                chooses ? Choice.of(known, order) : List.of(), order.reasoned() ? order.reason() : "",
                order.lasting(), stage, lines,
                outage, rules, key);
    }

    private static boolean names(Known known, Order order) {
        try {
            return known.image().groups().containsKey(new GroupId(order.about().getOrDefault("group", "")));
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /// Returns the name of the stage, for its looks.
    public String looks() {
        return switch (stage) {
            case CHOOSE -> "choose";
            case WOULD -> "would";
            case REFUSED -> "refused";
            case DONE -> "done";
        };
    }

    /// Returns the rules that an order may override, for a reason that is written down.
    static List<String> rules(Verb verb) {
        return switch (verb) {
            case MOVE -> List.of(Waiver.ONE_GROUP_PER_NODE, Waiver.PAUSED, Waiver.FROZEN);
            case RESUME_NODE, END_MAINTENANCE -> List.of(Waiver.HOLD);
            case GROUP_ONLINE, GROUP_OFFLINE, CONVERT, CLEAR, UNMANAGE, MANAGE, RESOURCE_ONLINE, RESOURCE_OFFLINE,
                    PAUSE_NODE, DRAIN_NODE, BEGIN_MAINTENANCE, START_RUN, APPROVE_RUN, PAUSE_RUN, CONTINUE_RUN,
                    ROLLBACK_RUN, ABORT_RUN, FINALIZE -> List.of();
        };
    }

    /// Returns what stands above the lines.
    public String heading() {
        return switch (stage) {
            case CHOOSE -> "Choose where it shall go.";
            case WOULD -> Notice.WOULD;
            case REFUSED -> "Nothing was changed.";
            case DONE -> "It is ordered.";
        };
    }
}
