package dev.baton.console;

import dev.baton.cluster.api.EventView;
import java.util.List;

/// The cluster's history, newest first.
public record EventsPage(Frame frame, Listing<Row> list) {

    private static final List<Listing.Column<Row>> COLUMNS = List.of(
            new Listing.Column<>("time", "Time", Row::time),
            new Listing.Column<>("subject", "Subject", Row::subject),
            new Listing.Column<>("what", "What happened", Row::what),
            new Listing.Column<>("who", "Who", Row::who));

    /// @param href of the subject; empty when it has no page
    public record Row(String time, String subject, String href, String what, String who) {}

    static EventsPage of(Known known, Query query) {
        List<Row> rows = known.events().reversed().stream().map(event -> row(known, event)).toList();
        return new EventsPage(Frame.of(known, "Events", Paths.EVENTS), Listing.of(Paths.EVENTS, query, COLUMNS, rows));
    }

    /// Returns the latest events about something, newest first.
    static List<Row> about(Known known, String subject, int most) {
        return known.events().reversed().stream().filter(event -> event.subject().equals(subject)).limit(most)
                .map(event -> row(known, event)).toList();
    }

    static Row row(Known known, EventView event) {
        return new Row(Times.utc(event.time()), event.subject(), Subjects.href(known, event.subject()), event.what(),
                event.who());
    }
}
