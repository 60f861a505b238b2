package dev.baton.core.model;

import java.util.List;

/// What the machines of a cluster said of themselves when one node asked all of them at once.
///
/// @param by      who asked; clocks are compared with that machine's
/// @param answers of each node that is defined, by name
public record MachineSurvey(NodeId by, List<Answer> answers) {

    public MachineSurvey {
        answers = List.copyOf(answers);
    }

    /// What came of asking one node.
    public sealed interface Answer {

        /// Returns which node was meant.
        NodeId node();

        /// It answered.
        ///
        /// @param clock how its clock stands to that of whoever asked
        record Told(MachineFacts machine, ClockSkew clock) implements Answer {
            @Override
            public NodeId node() {
                return machine.node();
            }
        }

        /// It was not asked, or did not answer.
        ///
        /// @param why as the end of a sentence that begins with its name and a colon
        record Silent(NodeId node, String why) implements Answer {}
    }

    /// Returns those that answered.
    public List<Answer.Told> told() {
        return answers.stream().filter(Answer.Told.class::isInstance).map(Answer.Told.class::cast).toList();
    }

    /// Returns those that did not.
    public List<Answer.Silent> silent() {
        return answers.stream().filter(Answer.Silent.class::isInstance).map(Answer.Silent.class::cast).toList();
    }
}
