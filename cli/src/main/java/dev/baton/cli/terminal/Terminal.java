package dev.baton.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the command prints and asks.
///
/// Used from one thread.
public final class Terminal {

    /// Which of the command's streams are a terminal, as its launcher says it: `in`, `out`, both or none.
    public static final String PROPERTY = "baton.terminal";

    /// How large the window is.
    public record Window(int columns, int rows) {

        /// What is taken where nobody says it.
        public static final Window USUAL = new Window(80, 24);
    }

    private final PrintStream out;
    private final PrintStream err;
    private final BufferedReader in;
    private final boolean asks;
    private final boolean colours;
    private final Window window;

    /// @param asks    whether a person reads what is printed and can answer
    /// @param colours whether words may be coloured
    /// @param window  how large it is
    public Terminal(PrintStream out, PrintStream err, BufferedReader in, boolean asks, boolean colours,
            Window window) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.asks = asks;
        this.colours = colours;
        this.window = window;
    }

    /// Returns the terminal of this process. Colour is left out where `NO_COLOR` is set (no-color.org), where `TERM` is
    /// `dumb`, and where the output is no terminal.
    public static Terminal ofProcess(PrintStream out, PrintStream err, BufferedReader in, String streams,
            Map<String, String> environment) {
        boolean read = streams.contains("in");
        boolean seen = streams.contains("out");
        boolean colours = seen && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(out, err, in, read && seen, colours, new Window(
                number(environment.getOrDefault("COLUMNS", ""), Window.USUAL.columns()),
                number(environment.getOrDefault("LINES", ""), Window.USUAL.rows())));
    }

    private static int number(String text, int usual) {
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || number > 999) {
                return usual;
            }
            number = 10 * number + c - '0';
        }
        return number < 10 || text.startsWith("0") ? usual : number;
    }

    /// Returns how many columns a line may have.
    public int columns() {
        return window.columns();
    }

    /// Returns how many lines a page may have.
    public int rows() {
        return window.rows();
    }

    /// Returns whether a person is there to answer.
    public boolean asks() {
        return asks;
    }

    /// Returns whether the output may be rewritten in place.
    public boolean redraws() {
        return asks && colours;
    }

    /// Returns whether nobody reads the output any more, as behind `| head`.
    public boolean gone() {
        return out.checkError();
    }

    /// Prints one line.
    public void line(String text) {
        out.println(colours ? Colours.of(text) : text);
    }

    /// Prints a page: lines, each ended.
    public void text(String page) {
        out.print(colours ? Colours.of(page) : page);
        out.flush();
    }

    /// Prints what a machine reads: as it is.
    public void document(String text) {
        out.println(text);
        out.flush();
    }

    /// Writes control characters and text as they are, and shows them at once.
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    /// Prints what is not the result: mistakes, progress.
    public void aside(String text) {
        out.flush();
        err.println(text);
        err.flush();
    }

    /// Asks a question that is answered with yes or no; no answer is no.
    public boolean confirmed(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = in.readLine();
            return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException gone) {
            return false;
        }
    }
}
