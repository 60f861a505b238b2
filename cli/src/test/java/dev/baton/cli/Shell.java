package dev.baton.cli;

import dev.baton.cli.command.Session;
import dev.baton.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A shell in which the command runs.
///
/// @param environment of the process
/// @param directory   where it runs
/// @param typed       what a person types when asked; nobody is there when it is empty
record Shell(Map<String, String> environment, Path directory, Optional<String> typed) {

    /// What came of a command.
    record Outcome(int exit, String out, String err) {}

    static Shell at(Path directory) {
        return new Shell(Map.of("XDG_RUNTIME_DIR", directory.toString()), directory, Optional.empty());
    }

    Shell typing(String text) {
        return new Shell(environment, directory, Optional.of(text));
    }

    Shell with(String name, String value) {
        TreeMap<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Shell(more, directory, typed);
    }

    private Session session(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), new BufferedReader(new StringReader(
                        typed.orElse(""))), typed.isPresent(), false, Terminal.Window.USUAL);
        return new Session(terminal, environment, directory, Duration.ZERO);
    }

    /// Returns when the verb has understood the words after it; carries out nothing.
    ///
    /// @throws dev.baton.cli.terminal.Failure if it does not understand them
    void understood(String path, List<String> words) {
        Call.words(session(new ByteArrayOutputStream(), new ByteArrayOutputStream()), path, words);
    }

    Outcome baton(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = new Baton(session(out, err)).run(List.of(arguments));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
