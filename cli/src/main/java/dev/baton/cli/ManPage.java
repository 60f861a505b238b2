package dev.baton.cli;

import dev.baton.cli.command.Session;
import dev.baton.cli.terminal.Failure;
import java.util.List;
import java.util.stream.Collectors;

/// `baton man`: the manual page, made of the same words as `--help`, in the macros of man(7).
final class ManPage {

    static final String NAME = "man";

    private ManPage() {}

    /// Returns the page.
    ///
    /// @throws Failure if words follow
    static String page(Session session, String version, List<String> rest) {
        if (!rest.isEmpty()) {
            throw Failure.usage("usage: baton " + NAME + " | man -l -");
        }
        String verbs = Verbs.ALL.stream().filter(verb -> !verb.path().equals("demo"))
                .map(verb -> ".SS baton " + plain(verb.path()) + "\n.nf\n" + plain(Call.usage(session, verb.path())
                        .stripTrailing()) + "\n.fi\n").collect(Collectors.joining());
        return PAGE.replace("@VERSION@", plain(version)).replace("@SUMMARY@", Verbs.ALL.stream()
                .map(verb -> ".TP\n.B " + plain(verb.path()) + "\n" + plain(verb.summary()) + "\n")
                .collect(Collectors.joining())).replace("@VERBS@", verbs);
    }

    /// Text that no macro or escape is taken from.
    private static String plain(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").lines().map(line -> line.startsWith(".")
                || line.startsWith("'") ? "\\&" + line : line).collect(Collectors.joining("\n"));
    }

    private static final String PAGE = """
            .TH BATON 1 "" "baton @VERSION@" "Baton"
            .SH NAME
            baton \\- keeps services running on a cluster, and upgrades what is under them
            .SH SYNOPSIS
            .B baton
            .I VERB
            .RI [ OPTIONS ]
            .SH DESCRIPTION
            A cluster is a set of machines that each run
            .BR batond .
            Services are groups of resources; each group has an owner node and fails over to another when that is lost.
            An upgrade of the machines is planned, proved, rehearsed, carried out as a journaled run, and can be taken
            back until its point of no return.
            .SH VERBS
            @SUMMARY@.SH OPTIONS OF EACH VERB
            @VERBS@.SH ENVIRONMENT
            .TP
            .B BATON_API
            Addresses of nodes, with commas between; else a running demo's, else 127.0.0.1:8420.
            .TP
            .B BATON_TOKEN_FILE
            File of the token that is shown to nodes that ask for one.
            .TP
            .B BATON_CERTIFICATE
            File of the certificate that is shown to nodes that ask for one; with BATON_KEY, the file of its key.
            .TP
            .B BATON_AUTHORITY
            File of the certificates that sign those of the nodes, for https.
            .TP
            .B BATON_OPTS
            Options of the Java virtual machine, such as \\-Xmx2g.
            .TP
            .B BATON_JAVA_HOME
            The JDK that runs it.
            .TP
            .B NO_COLOR
            Nothing is coloured when it is set.
            .SH EXIT STATUS
            .TP
            .B 0
            Done.
            .TP
            .B 1
            Refused; the rule, the facts and the way out are said, and nothing was changed. Or a drill failed, and every
            group is back where it was.
            .TP
            .B 2
            Wrong usage or file.
            .TP
            .B 3
            The cluster is not reachable.
            .TP
            .B 4
            The run waits for a person, or failed.
            .TP
            .B 5
            Ordered, and not so in time.
            .SH EXAMPLES
            .nf
            baton status
            baton group move evs1 node4 \\-\\-dry\\-run
            baton plan \\-f upgrade.yaml \\-o plan.json
            baton rehearse plan.json
            baton upgrade start plan.json
            baton upgrade watch
            .fi
            """;
}
