package dev.baton.integration;

import dev.baton.demo.clients.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

/// What histories of PostgreSQL show, as a table: how often each test was done, the least time between two owners, how
/// long clients were not served, and their rows.
final class PostgresEvidence {

    /// What one test came to, all its rounds together.
    private static final class Line {
        private final LongSummaryStatistics margins = new LongSummaryStatistics();
        private final LongSummaryStatistics outages = new LongSummaryStatistics();
        private int rounds;
        private long rows;
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();

    /// Adds a history and prints its line.
    ///
    /// @param outages that its clients saw
    void note(String test, HistoryCheck check, HoldingCheck held, List<Outage> outages) {
        Line line = lines.computeIfAbsent(test, _ -> new Line());
        List<String> words = new ArrayList<>();
        line.rounds++;
        line.rows += check.acknowledged();
        words.add(check.acknowledged() + " rows acknowledged, all there");
        outages.stream().map(Outage::lasted).max(Comparator.naturalOrder()).map(Duration::toMillis)
                .ifPresent(longest -> {
                    line.outages.accept(longest);
                    words.add("longest outage " + longest + " ms");
                });
        held.smallest().ifPresent(margin -> {
            line.margins.accept(margin.millis());
            words.add("smallest margin: " + margin);
        });
        List<String> faults = new ArrayList<>(check.faults());
        faults.addAll(held.faults());
        System.out.printf("  %-60s %s%n", test.replace('_', ' '), faults.isEmpty() ? String.join("; ", words) : faults);
    }

    /// Prints the table.
    void print(String title) {
        System.out.printf("%n%-60s %7s %12s %28s %9s%n", title, "ROUNDS", "LEAST MARGIN", "OUTAGE, s (least mean most)",
                "ROWS");
        lines.forEach((test, line) -> System.out.printf("%-60s %7d %12s %28s %9d%n", test.replace('_', ' '),
                line.rounds,
                line.margins.getCount() == 0 ? "-" : line.margins.getMin() + " ms",
                line.outages.getCount() == 0 ? "none" : String.format("%.1f %.1f %.1f", line.outages.getMin() / 1e3,
                        line.outages.getAverage() / 1e3, line.outages.getMax() / 1e3), line.rows));
    }
}
