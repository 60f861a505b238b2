package dev.baton.cli;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.command.Session;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Terminal;
import dev.baton.config.Mistakes;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The command `baton`.
public final class Baton {

    private final Session session;

    /// @param session what is around the command
    public Baton(Session session) {
        this.session = session;
    }

    /// Carries out the verb that the arguments name, and ends with its exit code.
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("plan")) {
            standBack();
        }
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Terminal terminal = Terminal.ofProcess(out, err, in, streams(), System.getenv());
        int exit = new Baton(new Session(terminal, System.getenv(), Path.of(""),
                ApiClient.ELECTION)).run(List.of(arguments));
        out.flush();
        end(arguments, exit);
    }

    /// The JVM's compiler goes first, and all else on the machine: what is compiled runs ten times as fast.
    // Nothing relies on it: a plan is made somewhat later without.
    @SuppressWarnings("ThreadPriorityCheck")
    private static void standBack() {
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
    }

    /// Ends the process. An exit asks every jar on the class path for a logger, to note itself there; only the demo has
    /// something to be done at the end, which a halt would leave out.
    private static void end(String[] arguments, int exit) {
        if (arguments.length > 0 && arguments[0].equals("demo")) {
            System.exit(exit);
        }
        Runtime.getRuntime().halt(exit);
    }

    /// Which streams are a terminal; the launcher knows it for nothing, a console costs loading.
    // With the default console of JDK 25 there is none where a stream is no terminal; the check knows only JDK 22.
    @SuppressWarnings("SystemConsoleNull")
    private static String streams() {
        String told = System.getProperty(Terminal.PROPERTY);
        if (told != null) {
            return told;
        }
        Console console = System.console();
        return console != null && console.isTerminal() ? "in,out" : "";
    }

    /// Carries out the verb that the arguments name.
    ///
    /// @return one of [Exit]
    public int run(List<String> arguments) {
        try {
            return dispatch(arguments);
        } catch (Failure failure) {
            return end(failure.exit(), failure.text());
        } catch (Mistakes mistakes) {
            return end(Exit.USAGE, String.valueOf(mistakes.getMessage()));
        } catch (OutOfMemoryError full) {
            return end(Exit.FAULT, "there is not enough memory for this; give it more, such as BATON_OPTS=-Xmx2g.");
        } catch (RuntimeException fault) {
            StringWriter trace = new StringWriter();
            fault.printStackTrace(new PrintWriter(trace));
            return end(Exit.FAULT, "this is a fault of baton itself, please report it:\n" + trace);
        }
    }

    private int dispatch(List<String> arguments) {
        Terminal terminal = session.terminal();
        if (arguments.isEmpty()) {
            terminal.aside(Verbs.help().stripTrailing());
            return Exit.USAGE;
        }
        if (List.of("-h", "--help", "help").contains(arguments.getFirst())) {
            terminal.text(Verbs.help());
            return Exit.DONE;
        }
        if (List.of("-V", "--version").contains(arguments.getFirst())) {
            terminal.line("baton " + version());
            return Exit.DONE;
        }
        if (arguments.getFirst().equals(Completion.NAME)) {
            terminal.text(Completion.script(session, arguments.subList(1, arguments.size())));
            return Exit.DONE;
        }
        if (arguments.getFirst().equals(ManPage.NAME)) {
            terminal.text(ManPage.page(session, version(), arguments.subList(1, arguments.size())));
            return Exit.DONE;
        }
        Optional<Verbs.Named> verb = Verbs.named(arguments);
        if (verb.isEmpty()) {
            boolean asked = arguments.size() > 1 && List.of("-h", "--help").contains(arguments.get(1))
                    && !Verbs.verbsOf(arguments.getFirst()).isEmpty();
            if (asked) {
                terminal.text(Verbs.help(arguments.getFirst()));
                return Exit.DONE;
            }
            throw Failure.usage(Verbs.unknown(arguments));
        }
        List<String> rest = arguments.subList(Verbs.length(verb.get()), arguments.size());
        return Call.out(session, verb.get().path(), rest);
    }

    private int end(int exit, String sentences) {
        session.terminal().aside(sentences.lines().map(line -> "baton: " + line)
                .collect(Collectors.joining("\n")));
        return exit;
    }

    private static String version() {
        return Optional.ofNullable(Baton.class.getPackage().getImplementationVersion()).orElse("(not packaged)");
    }
}
