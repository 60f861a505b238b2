package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cluster.api.EventView;
import dev.baton.coordination.tree.Json;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton events`.
@Command(name = "events", description = "Shows what happened in the cluster, oldest first.")
public final class EventsVerb extends Verb {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(20);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);

    @Option(names = {"-f", "--follow"}, description = "goes on with what happens now, until Ctrl-C")
    boolean follow;

    @Option(names = {"-n", "--last"}, paramLabel = "N", description = "only the last N (default: 50; 0: all)")
    int last = 50;

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
        for (EventView event : events.subList(last > 0 ? Math.max(0, events.size() - last) : 0, events.size())) {
            print(event);
        }
        long shown = events.isEmpty() ? 0 : events.getLast().n();
        while (follow && !terminal().gone()) {
            for (EventView event : cluster().events(shown, ASK_AGAIN)) {
                print(event);
                shown = event.n();
            }
        }
        return Exit.DONE;
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
