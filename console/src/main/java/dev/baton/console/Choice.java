package dev.baton.console;

import dev.baton.core.model.GroupId;
import dev.baton.core.placement.Why;
import java.util.ArrayList;
import java.util.List;

/// A node that a group could move to, with what speaks for or against it in the words of `baton why`.
///
/// @param href   the dialog with this one chosen
/// @param answer `yes`, `no` or `owner`
public record Choice(String name, String href, boolean chosen, String answer, String facts) {

    /// Stands for the best legal node.
    static final String BEST = "best";

    static List<Choice> of(Known known, Order order) {
        GroupId group = new GroupId(order.about().getOrDefault("group", ""));
        List<Choice> choices = new ArrayList<>();
        choices.add(choice(order, BEST, "yes", "the best other node, as placement chooses it"));
        for (Why.Line line : Why.group(known.image(), group).lines()) {
            choices.add(choice(order, line.subject(), line.answer(), line.facts()));
        }
        return choices;
    }

    private static Choice choice(Order order, String node, String answer, String facts) {
        return new Choice(node, order.with("to", node).href(), node.equals(order.about().get("to")), answer, facts);
    }
}
