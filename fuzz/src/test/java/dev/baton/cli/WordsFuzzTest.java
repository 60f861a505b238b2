package dev.baton.cli;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.lines;
import static dev.baton.fuzz.Foreign.read;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.cli.command.Session;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The words of a command line, one a line. They are taken apart; no verb is carried out.
class WordsFuzzTest {

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final Session SESSION = new Session(new Terminal(NOWHERE, NOWHERE,
            new BufferedReader(Reader.nullReader()), false, false, Terminal.Window.USUAL), Map.of(),
            Path.of(""), Duration.ZERO);

    @FuzzTest
    void words_name_a_verb_with_its_options_or_are_wrong_usage(byte[] input) {
        List<String> words = lines(input);
        Verbs.named(words).ifPresentOrElse(
                verb -> read(Failure.class, () -> Call.words(SESSION, verb.path(),
                        words.subList(Verbs.length(verb), words.size()))),
                () -> holds(words.isEmpty() || !Verbs.unknown(words).isBlank(), "no sentence about " + words));
    }
}
