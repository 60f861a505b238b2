package dev.baton.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every verb by name, with what it does in a few words. The names are known without loading the verbs themselves.
final class Verbs {

    /// One verb.
    ///
    /// @param path    one or two words, such as `group move`
    /// @param summary what it does, for the list of verbs
    record Named(String path, String summary) {
        String noun() {
            return path.split(" ", 2)[0];
        }

        String verb() {
            return path.contains(" ") ? path.split(" ", 2)[1] : "";
        }
    }

    /// In the order in which help shows them.
    static final List<Named> ALL = List.of(
            new Named("status", "the cluster on one page"),
            new Named("group list", "every group: state, owner, where it fails over to"),
            new Named("group show", "one group and its resources"),
            new Named("group move", "to another node: one outage"),
            new Named("group online", "start it"),
            new Named("group offline", "stop it; it stays so"),
            new Named("group upgrade", "convert its data where it is: one way"),
            new Named("group restore", "bring its data back from what a run saved"),
            new Named("group clear", "forget its failures, and try it again"),
            new Named("group unmanage", "only observe it: no start, stop, move or failover"),
            new Named("group manage", "act on it again"),
            new Named("resource list", "the resources of every group, or of one"),
            new Named("resource online", "start one, with all that it needs"),
            new Named("resource offline", "stop one, with all that need it"),
            new Named("node list", "every node: state, versions, groups, holds"),
            new Named("node show", "one node"),
            new Named("node pause", "keep planned placements away"),
            new Named("node drain", "pause it and move everything away"),
            new Named("node resume", "end your holds on it"),
            new Named("node confirm-dead", "say that it is surely off"),
            new Named("node leave", "drain it, and make it a member no more"),
            new Named("node evict", "make a node that is down a member no more"),
            new Named("vote list", "who has a vote in the coordination engine"),
            new Named("vote give", "give a node one, once its engine has caught up"),
            new Named("vote take", "take a node's"),
            new Named("maintenance on", "close nodes for a while: nothing starts there"),
            new Named("maintenance off", "end it"),
            new Named("init", "make this machine the first of a new cluster"),
            new Named("join-token", "print a token with which one machine may join"),
            new Named("join", "make this machine a node, by such a token"),
            new Named("plan", "plan an upgrade, prove the plan, save it"),
            new Named("prove", "prove a saved plan"),
            new Named("rehearse", "try a saved plan out many times on paper"),
            new Named("upgrade plan", "the same as plan"),
            new Named("upgrade prove", "the same as prove"),
            new Named("upgrade rehearse", "the same as rehearse"),
            new Named("upgrade check", "whether an upgrade can start, and what is in its way"),
            new Named("upgrade start", "carry out a saved plan"),
            new Named("upgrade watch", "follow the run"),
            new Named("upgrade status", "where the run is"),
            new Named("upgrade report", "what a run was to do, and what came of it"),
            new Named("upgrade approve", "let the run go on past a stop point, or with a new plan"),
            new Named("upgrade pause", "let the run rest after its present step"),
            new Named("upgrade resume", "continue the run"),
            new Named("upgrade rollback", "take the run back to where it began"),
            new Named("upgrade abort", "end the run in a safe state"),
            new Named("drill", "fail over to each node on purpose, and ask there"),
            new Named("finalize", "raise the cluster level, for good: says first what it means"),
            new Named("why", "why a group, a node or the run is as it is"),
            new Named("events", "what happened"),
            new Named("config apply", "make a cluster file the configuration"),
            new Named("config diff", "what applying a cluster file would change"),
            new Named("config validate", "say every mistake in a cluster file"),
            new Named("config history", "what was applied, by whom, and when"),
            new Named("config rollback", "apply an earlier configuration again"),
            new Named("config backup", "write the cluster's state into one file"),
            new Named("config restore", "bring back what a backup has"),
            new Named("token", "a token for a caller, and the line by which daemons know it"),
            new Named("apply", "the same as config apply"),
            new Named("demo", "a cluster on this machine, upgraded while clients write"));

    private Verbs() {}

    /// Returns the verb that the first words name; empty when they name none.
    static Optional<Named> named(List<String> words) {
        return ALL.stream().filter(verb -> words.size() >= length(verb)
                && verb.path().equals(String.join(" ", words.subList(0, length(verb))))).findFirst();
    }

    /// Returns how many words name the verb.
    static int length(Named verb) {
        return verb.verb().isEmpty() ? 1 : 2;
    }

    /// Returns the verbs of a noun.
    static List<String> verbsOf(String noun) {
        return ALL.stream().filter(verb -> verb.noun().equals(noun) && !verb.verb().isEmpty()).map(Named::verb)
                .toList();
    }

    /// Returns every first word.
    static List<String> nouns() {
        return ALL.stream().map(Named::noun).distinct().toList();
    }

    /// Returns the page that `baton --help` prints.
    static String help() {
        StringBuilder text = new StringBuilder("""
                baton keeps services running on a cluster, and upgrades what is under them.

                usage: baton VERB ...     baton VERB --help says more about one

                """);
        ALL.forEach(verb -> text.append(line("  ", verb)));
        return text.append("""

                The cluster is looked for at --api, BATON_API, a running demo, 127.0.0.1:8420.
                Ends with 0 done, 1 refused or a drill that failed, 2 wrong usage or file,
                3 cluster not reachable, 4 the run waits for a person or failed,
                5 ordered, and not so in time.
                To complete words in bash:  eval "$(baton completion bash)"
                The manual page:            baton man | man -l -
                """).toString();
    }

    /// Returns the sentence about words that name no verb.
    static String unknown(List<String> words) {
        String noun = words.getFirst();
        List<String> verbs = verbsOf(noun);
        if (verbs.isEmpty()) {
            return "there is no verb '" + noun + "'; known: " + String.join(", ", nouns()) + ".";
        }
        return (words.size() < 2 || words.get(1).startsWith("-") ? "baton " + noun + " needs a verb"
                : "there is no verb 'baton " + noun + " " + words.get(1) + "'")
                + "; known: " + String.join(", ", verbs.stream().map(verb -> noun + " " + verb).toList()) + ".";
    }

    /// Returns the verbs of a noun as a page.
    static String help(String noun) {
        return ALL.stream().filter(verb -> verb.noun().equals(noun)).map(verb -> line("  baton ", verb))
                .collect(Collectors.joining());
    }

    private static String line(String margin, Named verb) {
        return margin + verb.path() + " ".repeat(Math.max(1, 18 - verb.path().length())) + verb.summary() + "\n";
    }
}
