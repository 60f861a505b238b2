package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Terminal;
import java.util.List;
import picocli.CommandLine.Option;

/// The operator's word before clients notice something. Nothing else asks.
final class Consent {

    @Option(names = {"-y", "--yes"}, order = 80, description = "does not ask before an outage; needed in scripts")
    boolean yes;

    @Option(names = "--dry-run", order = 81, description = "says what would be done, or why not, and changes nothing")
    boolean dryRun;

    /// Shows what clients will notice and asks, unless nothing will or the word was given already.
    ///
    /// @param what    in a few words, such as `moving evs1`
    /// @param effects one line each; nothing is asked when there is none
    /// @throws Failure if the answer is no, or if there is nobody to answer
    void ask(Terminal terminal, String what, List<String> effects) {
        if (effects.isEmpty() || yes) {
            return;
        }
        if (!terminal.asks()) {
            throw Failure.usage(what + " is noticed by clients (" + String.join("; ", effects)
                    + "), and there is no terminal to ask on: say --yes. Nothing was changed.");
        }
        terminal.aside("Clients will notice:");
        effects.forEach(effect -> terminal.aside("  " + effect));
        if (!terminal.confirmed("Go on?")) {
            throw new Failure(Exit.REFUSED, "Nothing was changed.");
        }
    }
}
