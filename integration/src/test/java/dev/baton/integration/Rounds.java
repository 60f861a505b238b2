package dev.baton.integration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/// Runs each test `-Drounds=20` times in a row, once by default, and prints a table of the verdicts after the last.
final class Rounds implements TestTemplateInvocationContextProvider, TestWatcher, AfterAllCallback {

    /// What became of one test.
    private static final class Line {
        private int passed;
        private int failed;
        private int skipped;
        private final LongSummaryStatistics takeovers = new LongSummaryStatistics();
    }

    private static final Map<String, Line> LINES = new LinkedHashMap<>();

    static int count() {
        return Integer.getInteger("rounds", 1);
    }

    /// Adds a takeover to the line of a test.
    static synchronized void takeover(String test, Duration lasted) {
        line(test).takeovers.accept(lasted.toMillis());
    }

    private static synchronized Line line(String test) {
        return LINES.computeIfAbsent(test, _ -> new Line());
    }

    private static String test(ExtensionContext context) {
        return context.getRequiredTestMethod().getName();
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(EveryRound.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return IntStream.rangeClosed(1, count()).mapToObj(_ -> new TestTemplateInvocationContext() {
            @Override
            public String getDisplayName(int round) {
                return test(context) + ", round " + round;
            }
        });
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        line(test(context)).passed++;
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        line(test(context)).failed++;
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        if (cause instanceof TestAbortedException) {
            line(test(context)).skipped++;
        } else {
            line(test(context)).failed++;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        StringBuilder table = new StringBuilder(String.format("%n%-92s %7s %7s %8s   %s%n", "ACCIDENT", "PASSED",
                "FAILED", "SKIPPED", "SERVED AGAIN AFTER, s (least mean most)"));
        LINES.forEach((test, line) -> table.append(String.format("%-92s %7d %7d %8d   %s%n", test.replace('_', ' '),
                line.passed, line.failed, line.skipped, line.takeovers.getCount() == 0 ? "no takeover"
                        : String.format("%.1f %.1f %.1f", line.takeovers.getMin() / 1e3,
                                line.takeovers.getAverage() / 1e3, line.takeovers.getMax() / 1e3))));
        System.out.println(table);
    }
}
