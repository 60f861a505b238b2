package dev.baton.cli;

import dev.baton.cli.command.ConfigApply;
import dev.baton.cli.command.ConfigBackup;
import dev.baton.cli.command.ConfigDiff;
import dev.baton.cli.command.ConfigHistory;
import dev.baton.cli.command.ConfigRestore;
import dev.baton.cli.command.ConfigRollback;
import dev.baton.cli.command.ConfigValidate;
import dev.baton.cli.command.DrillVerb;
import dev.baton.cli.command.EventsVerb;
import dev.baton.cli.command.FinalizeVerb;
import dev.baton.cli.command.GroupClear;
import dev.baton.cli.command.GroupList;
import dev.baton.cli.command.GroupManage;
import dev.baton.cli.command.GroupMove;
import dev.baton.cli.command.GroupOffline;
import dev.baton.cli.command.GroupOnline;
import dev.baton.cli.command.GroupRestore;
import dev.baton.cli.command.GroupShow;
import dev.baton.cli.command.GroupUnmanage;
import dev.baton.cli.command.GroupUpgrade;
import dev.baton.cli.command.InitVerb;
import dev.baton.cli.command.JoinTokenVerb;
import dev.baton.cli.command.JoinVerb;
import dev.baton.cli.command.MaintenanceOff;
import dev.baton.cli.command.MaintenanceOn;
import dev.baton.cli.command.NodeConfirmDead;
import dev.baton.cli.command.NodeDrain;
import dev.baton.cli.command.NodeEvict;
import dev.baton.cli.command.NodeLeave;
import dev.baton.cli.command.NodeList;
import dev.baton.cli.command.NodePause;
import dev.baton.cli.command.NodeResume;
import dev.baton.cli.command.NodeShow;
import dev.baton.cli.command.PlanVerb;
import dev.baton.cli.command.ProveVerb;
import dev.baton.cli.command.RehearseVerb;
import dev.baton.cli.command.ResourceList;
import dev.baton.cli.command.ResourceOffline;
import dev.baton.cli.command.ResourceOnline;
import dev.baton.cli.command.Session;
import dev.baton.cli.command.StatusVerb;
import dev.baton.cli.command.TokenVerb;
import dev.baton.cli.command.UpgradeAbort;
import dev.baton.cli.command.UpgradeApprove;
import dev.baton.cli.command.UpgradeCheck;
import dev.baton.cli.command.UpgradePause;
import dev.baton.cli.command.UpgradeReport;
import dev.baton.cli.command.UpgradeResume;
import dev.baton.cli.command.UpgradeRollback;
import dev.baton.cli.command.UpgradeStart;
import dev.baton.cli.command.UpgradeStatus;
import dev.baton.cli.command.UpgradeWatch;
import dev.baton.cli.command.Verb;
import dev.baton.cli.command.VoteGive;
import dev.baton.cli.command.VoteList;
import dev.baton.cli.command.VoteTake;
import dev.baton.cli.command.WhyVerb;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Terminal;
import dev.baton.core.model.EventKind;
import dev.baton.core.plan.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// One verb with its options. Only the verb that was named is loaded.
final class Call {

    private static final String DEMO = "dev.baton.demo.DemoCommand";

    private final CommandLine command;
    private final Terminal terminal;
    private final String path;

    private Call(CommandLine command, Terminal terminal, String path) {
        this.command = command;
        this.terminal = terminal;
        this.path = path;
    }

    /// Carries out the verb of that name with these options.
    ///
    /// @return one of [Exit]
    /// @throws Failure if the options are wrong, or if the verb comes to nothing
    static int out(Session session, String path, List<String> options) {
        Object verb = verb(session, path);
        // Even from the start-up cache the library costs as much as all the rest: `baton status` does without, and so
        // does `baton plan` with the options that it has most often.
        if (verb instanceof Verb ours && ours.takes(options)) {
            return carriedOut(ours);
        }
        return of(session, path, verb).with(options);
    }

    /// Returns what the words after the verb of that name say.
    ///
    /// @throws Failure if they are wrong usage
    static ParseResult words(Session session, String path, List<String> words) {
        return of(session, path, verb(session, path)).parsed(words);
    }

    /// Returns the long names of the options of the verb of that name.
    static List<String> options(Session session, String path) {
        return of(session, path, verb(session, path)).command.getCommandSpec().options().stream()
                .map(option -> option.longestName()).sorted().toList();
    }

    /// Returns what `--help` says of the verb of that name.
    static String usage(Session session, String path) {
        return of(session, path, verb(session, path)).command.getUsageMessage(Help.Ansi.OFF);
    }

    private static Call of(Session session, String path, Object verb) {
        CommandLine command = new CommandLine(verb);
        command.setCommandName("baton " + path);
        // A word that begins with @ is a word, not a file with more of them.
        command.setExpandAtFiles(false);
        command.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        command.getCommandSpec().usageMessage().width(80).abbreviateSynopsis(true).sortOptions(false)
                .synopsisHeading("usage: ").footerHeading("\n").footer("example: baton " + Examples.of(path));
        command.registerConverter(Duration.class, Call::duration);
        command.registerConverter(EventKind.class, Call::kind);
        return new Call(command, session.terminal(), path);
    }

    private static Object verb(Session session, String path) {
        return path.startsWith("group ") ? ofGroup(session, path) : other(session, path);
    }

    private static Object ofGroup(Session session, String path) {
        return switch (path) {
            case "group list" -> new GroupList(session);
            case "group show" -> new GroupShow(session);
            case "group move" -> new GroupMove(session);
            case "group online" -> new GroupOnline(session);
            case "group offline" -> new GroupOffline(session);
            case "group upgrade" -> new GroupUpgrade(session);
            case "group restore" -> new GroupRestore(session);
            case "group clear" -> new GroupClear(session);
            case "group unmanage" -> new GroupUnmanage(session);
            case "group manage" -> new GroupManage(session);
            default -> throw unknown(path);
        };
    }

    private static IllegalArgumentException unknown(String path) {
        return new IllegalArgumentException("no class carries out " + path);
    }

    private static Object other(Session session, String path) {
        return switch (path) {
            case "status" -> new StatusVerb(session);
            case "resource list" -> new ResourceList(session);
            case "resource online" -> new ResourceOnline(session);
            case "resource offline" -> new ResourceOffline(session);
            case "node list" -> new NodeList(session);
            case "node show" -> new NodeShow(session);
            case "node pause" -> new NodePause(session);
            case "node drain" -> new NodeDrain(session);
            case "node resume" -> new NodeResume(session);
            case "node confirm-dead" -> new NodeConfirmDead(session);
            case "init" -> new InitVerb(session);
            case "join-token" -> new JoinTokenVerb(session);
            case "join" -> new JoinVerb(session);
            case "node leave" -> new NodeLeave(session);
            case "node evict" -> new NodeEvict(session);
            case "vote list" -> new VoteList(session);
            case "vote give" -> new VoteGive(session);
            case "vote take" -> new VoteTake(session);
            case "maintenance on" -> new MaintenanceOn(session);
            case "maintenance off" -> new MaintenanceOff(session);
            case "plan", "upgrade plan" -> new PlanVerb(session);
            case "prove", "upgrade prove" -> new ProveVerb(session);
            case "rehearse", "upgrade rehearse" -> new RehearseVerb(session);
            case "upgrade check" -> new UpgradeCheck(session);
            case "upgrade start" -> new UpgradeStart(session);
            case "upgrade watch" -> new UpgradeWatch(session);
            case "upgrade status" -> new UpgradeStatus(session);
            case "upgrade report" -> new UpgradeReport(session);
            case "upgrade approve" -> new UpgradeApprove(session);
            case "upgrade pause" -> new UpgradePause(session);
            case "upgrade resume" -> new UpgradeResume(session);
            case "upgrade rollback" -> new UpgradeRollback(session);
            case "upgrade abort" -> new UpgradeAbort(session);
            case "drill" -> new DrillVerb(session);
            case "finalize" -> new FinalizeVerb(session);
            case "why" -> new WhyVerb(session);
            case "events" -> new EventsVerb(session);
            case "config apply", "apply" -> new ConfigApply(session);
            case "config diff" -> new ConfigDiff(session);
            case "config history" -> new ConfigHistory(session);
            case "config rollback" -> new ConfigRollback(session);
            case "config backup" -> new ConfigBackup(session);
            case "config restore" -> new ConfigRestore(session);
            case "token" -> new TokenVerb(session);
            case "config validate" -> new ConfigValidate(session);
            case "demo" -> demo();
            default -> throw unknown(path);
        };
    }

    /// The demo is a module above this one, and part of every distribution that has it.
    private static Object demo() {
        try {
            return Class.forName(DEMO).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException absent) {
            throw Failure.usage("this distribution has no demo; it is part of the source tree (./baton demo).");
        }
    }

    private ParseResult parsed(List<String> words) {
        try {
            ParseResult parsed = command.parseArgs(words.toArray(String[]::new));
            while (parsed.hasSubcommand()) {
                parsed = parsed.subcommand();
            }
            return parsed;
        } catch (ParameterException wrong) {
            throw Failure.usage(sentence(wrong) + "\n" + usage(wrong.getCommandLine()));
        }
    }

    private int with(List<String> options) {
        ParseResult parsed = parsed(options);
        CommandLine named = parsed.commandSpec().commandLine();
        if (parsed.isUsageHelpRequested()) {
            terminal.text(named.getUsageMessage(Help.Ansi.OFF));
            return Exit.DONE;
        }
        return carriedOut(named.getCommand());
    }

    private static int carriedOut(Object verb) {
        try {
            if (verb instanceof Callable<?> callable) {
                return callable.call() instanceof Integer exit ? exit : Exit.DONE;
            }
            ((Runnable) verb).run();
            return Exit.DONE;
        } catch (RuntimeException said) {
            throw said;
        } catch (Exception unforeseen) {
            throw new IllegalStateException(unforeseen);
        }
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException none) {
            throw new TypeConversionException(String.valueOf(none.getMessage()));
        }
    }

    private static EventKind kind(String text) {
        try {
            return EventKind.parse(text);
        } catch (IllegalArgumentException none) {
            throw new TypeConversionException(String.valueOf(none.getMessage()));
        }
    }

    private String sentence(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            return word.startsWith("-") ? "baton " + path + " has no option '" + word + "'."
                    : "'" + word + "' is one word too many.";
        }
        String text = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
        return Character.toLowerCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static String usage(CommandLine command) {
        return command.getHelp().synopsis(7).lines().map(line -> line.startsWith(" ") ? line : "usage: " + line)
                .collect(Collectors.joining("\n"));
    }
}
