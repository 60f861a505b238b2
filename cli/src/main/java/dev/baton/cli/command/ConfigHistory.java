package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.ConfigurationRecord;
import dev.baton.coordination.tree.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton config history`.
@Command(name = "history", description = {"Lists what was applied, oldest first: who, when, and what it changed.",
        "Back to one of them: baton config rollback NUMBER"})
public final class ConfigHistory extends Verb {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    /// So many changes of one configuration are listed; all of them when its number is named.
    private static final int LISTED = 4;

    @Parameters(paramLabel = "NUMBER", arity = "0..1", description = "only this one, with all that it changed")
    long number;

    @Option(names = "--json", description = "prints the records as one JSON document; of one number: the "
            + "configuration itself")
    boolean json;

    public ConfigHistory(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        List<ConfigurationRecord> all = cluster().configurations();
        List<ConfigurationRecord> shown = all.stream().filter(record -> number == 0 || record.number() == number)
                .toList();
        if (number != 0 && shown.isEmpty()) {
            throw unknown("configuration", "" + number, all.stream().map(record -> "" + record.number()).toList());
        }
        if (json) {
            terminal().document(number == 0 ? Json.text(shown) : cluster().configuration(number).map(Json::text)
                    .orElseThrow());
        } else {
            shown.forEach(this::print);
        }
        return Exit.DONE;
    }

    private void print(ConfigurationRecord record) {
        terminal().line(record.number() + "  " + TIME.format(record.at().atZone(ZoneId.systemDefault())) + "  "
                + record.by());
        int listed = number == 0 ? Math.min(LISTED, record.lines().size()) : record.lines().size();
        record.lines().subList(0, listed).forEach(line -> terminal().line("     " + line));
        if (listed < record.lines().size()) {
            terminal().line("     and " + (record.lines().size() - listed) + " more: baton config history "
                    + record.number());
        }
    }
}
