package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.model.RunId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunViewsTest {

    private static final RunId RUN = new RunId("r1");
    private final TreeMirror tree = new TreeMirror();

    private static Entry entry(int second) {
        return new Entry.Continued(Instant.EPOCH.plusSeconds(second), "somebody");
    }

    private void shows(int segment, int before, Entry... entries) {
        int version = entries.length;
        tree.on(new CoordinationEvent.Changed(Paths.journalSegment(RUN, segment), new Versioned(Json.write(
                new RunRecord.Segment(before, List.of(entries))), version, version)));
    }

    @Test
    void a_journal_is_not_read_while_a_segment_is_shown_before_the_last_change_of_the_one_before_it() {
        RunViews views = new RunViews();
        shows(0, 0, entry(1));
        assertThat(views.journal(tree, RUN)).containsExactly(entry(1));
        shows(1, 2, entry(3));
        assertThat(views.journal(tree, RUN)).isEmpty();
        shows(0, 0, entry(1), entry(2));
        assertThat(views.journal(tree, RUN)).containsExactly(entry(1), entry(2), entry(3));
    }
}
