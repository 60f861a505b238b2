package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cluster.api.EventView;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.EventKind;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton events`.
@Command(name = "events", description = {"Shows what happened in the cluster, oldest first: what, and who did it.",
        "To keep it elsewhere: baton events --last 0 --json"})
public final class EventsVerb extends Verb {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(20);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);

    @Option(names = {"-f", "--follow"}, description = "goes on with what happens now, until Ctrl-C")
    boolean follow;

    @Option(names = {"-n", "--last"}, paramLabel = "N", description = "only the last N (default: 50; 0: all)")
    int last = 50;

    @Option(names = "--about", paramLabel = "NAME", description = "only about this group, node or run")
    @Nullable String about;

    @Option(names = "--by", paramLabel = "WHO", description = "only what this person, run or `baton` did")
    @Nullable String by;

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = {"only of these kinds, such as",
            "failover,group-failed; a wrong one names all"})
    List<EventKind> kinds = List.of();

    @Option(names = "--overrides", description = "only what a rule was overridden for")
    boolean overrides;

    @Option(names = "--json", description = "prints one JSON document a line")
    boolean json;

    public EventsVerb(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public Integer call() {
        List<EventView> events = cluster().events(0, Duration.ZERO);
        List<EventView> meant = events.stream().filter(this::meant).toList();
        for (EventView event : meant.subList(last > 0 ? Math.max(0, meant.size() - last) : 0, meant.size())) {
            print(event);
        }
        long shown = events.isEmpty() ? 0 : events.getLast().n();
        while (follow && !terminal().gone()) {
            for (EventView event : cluster().events(shown, ASK_AGAIN)) {
                if (meant(event)) {
                    print(event);
                }
                shown = event.n();
            }
        }
        return Exit.DONE;
    }

    private boolean meant(EventView event) {
        boolean subject = about == null || event.subject().equals(about);
        boolean person = by == null || event.who().equals(by) || event.who().startsWith(by + " at ");
        return subject && person && (kinds.isEmpty() || kinds.contains(event.kind()))
                && (!overrides || event.waiver().isPresent());
    }

    private void print(EventView event) {
        if (json) {
            terminal().document(Json.text(event));
        } else {
            String about = event.subject().isEmpty() || event.what().startsWith(event.subject()) ? ""
                    : event.subject() + ": ";
            terminal().text(TIME.format(event.time().atZone(ZoneId.systemDefault())) + "  " + about + event.what()
                    + (event.who().equals("baton") ? "" : "  (" + event.who() + ")") + "\n");
        }
    }
}
