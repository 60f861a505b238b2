package dev.baton.cli;

import dev.baton.cli.command.Session;
import dev.baton.cli.terminal.Failure;
import java.util.List;
import java.util.stream.Collectors;

/// `baton completion bash`: a script that completes verbs and options, and names of groups and nodes as the cluster has
/// them at that moment.
final class Completion {

    static final String NAME = "completion";
    private static final List<String> SHELLS = List.of("bash");

    private Completion() {}

    /// Returns the script.
    ///
    /// @throws Failure if the shell is not known
    static String script(Session session, List<String> rest) {
        if (rest.size() != 1 || !SHELLS.contains(rest.getFirst())) {
            throw Failure.usage("usage: baton " + NAME + " bash, for example in ~/.bashrc:  eval \"$(baton " + NAME
                    + " bash)\"");
        }
        String nouns = String.join(" ", Verbs.nouns()) + " " + NAME + " " + ManPage.NAME;
        String verbs = Verbs.nouns().stream().filter(noun -> !Verbs.verbsOf(noun).isEmpty()).map(noun -> "        "
                + noun + ") words=\"" + String.join(" ", Verbs.verbsOf(noun)) + "\" ;;\n")
                .collect(Collectors.joining());
        String options = Verbs.ALL.stream().filter(verb -> !verb.path().equals("demo")).map(verb -> "        \""
                + verb.path() + "\") words=\"" + String.join(" ", Call.options(session, verb.path())) + "\" ;;\n")
                .collect(Collectors.joining());
        return SCRIPT.replace("@NOUNS@", nouns).replace("@VERBS@", verbs).replace("@OPTIONS@", options);
    }

    private static final String SCRIPT = """
            # Completion of baton for bash.
            _baton() {
                local word=${COMP_WORDS[COMP_CWORD]} noun=${COMP_WORDS[1]:-} verb=${COMP_WORDS[2]:-} words=
                if ((COMP_CWORD == 1)); then
                    COMPREPLY=($(compgen -W "@NOUNS@" -- "$word"))
                    return
                fi
                if ((COMP_CWORD == 2)); then
                    case $noun in
            @VERBS@        esac
                    if [[ -n $words ]]; then
                        COMPREPLY=($(compgen -W "$words" -- "$word"))
                        return
                    fi
                fi
                if [[ $word == -* ]]; then
                    local path="$noun $verb"
                    [[ $verb == -* || " plan prove rehearse why " == *" $noun "* ]] && path=$noun
                    case $path in
            @OPTIONS@        esac
                    COMPREPLY=($(compgen -W "$words" -- "$word"))
                    return
                fi
                case "$noun $verb" in
                    "group "* | "resource "*)
                        ((COMP_CWORD == 3)) && words=$("$1" group list 2>/dev/null | awk 'NR > 1 {print $1}')
                        [[ "$noun $verb" == "group move" ]] && ((COMP_CWORD == 4)) \\
                            && words=$("$1" node list 2>/dev/null | awk 'NR > 1 {print $1}') ;;
                    "node "*) ((COMP_CWORD == 3)) && words=$("$1" node list 2>/dev/null | awk 'NR > 1 {print $1}') ;;
                    "why "*) words="run $({ "$1" group list; "$1" node list; } 2>/dev/null \\
                        | awk '$1 != "GROUP" && $1 != "NODE" {print $1}')" ;;
                esac
                if [[ -n $words ]]; then
                    COMPREPLY=($(compgen -W "$words" -- "$word"))
                else
                    COMPREPLY=($(compgen -f -- "$word"))
                fi
            }
            complete -F _baton baton
            """;
}
