package dev.baton.simulator.rehearsal;

import dev.baton.coordination.Transaction;
import dev.baton.core.journal.Entry;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.JournalTail;
import dev.baton.simulator.world.Watcher;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// When each step of a run's first plan was under way, in true time; how many other plans there were; and whether the
/// run has ended.
final class Diary implements Watcher {

    /// Nanoseconds of true time since the beginning of the simulation.
    record Span(long from, long to) {}

    private final Cluster cluster;
    private final JournalTail journals = new JournalTail();
    private final TreeMap<Integer, Span> steps = new TreeMap<>();
    private int plans = 1;
    private long last;
    private Optional<String> ended = Optional.empty();

    Diary(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Returns when the steps of the first plan were under way, by index.
    Map<Integer, Span> steps() {
        return steps;
    }

    /// Returns how many plans there were.
    int plans() {
        return plans;
    }

    /// Returns when the journal was written last, true time.
    long last() {
        return last;
    }

    /// Returns how the run ended, once it has.
    Optional<String> ended() {
        return ended;
    }

    @Override
    public void committed(Transaction transaction) {
        transaction.ops().stream().flatMap(op -> journals.appended(op).stream()).forEach(entry -> {
            last = cluster.time().elapsed();
            note(entry);
        });
    }

    private void note(Entry entry) {
        switch (entry) {
            case Entry.Began(_, var step, _, _) when plans == 1 -> steps.putIfAbsent(step, new Span(last, last));
            case Entry.Succeeded(_, var step, _) when plans == 1 -> steps.computeIfPresent(step,
                    (_, span) -> new Span(span.from(), last));
            case Entry.Replanned _ -> plans++;
            case Entry.Finished _ -> ended = Optional.of("finished");
            case Entry.Aborted _ -> ended = Optional.of("aborted");
            case Entry.RolledBack _ -> ended = Optional.of("rolled-back");
            case Entry.Started _, Entry.Led _, Entry.OfStep _, Entry.PauseAsked _, Entry.Continued _,
                    Entry.AbortAsked _, Entry.Overtaken _, Entry.Proposed _, Entry.RollbackAsked _,
                    Entry.Compensated _, Entry.Measured _, Entry.OutageSeen _, Entry.ClientsWaited _ -> { }
        }
    }
}
