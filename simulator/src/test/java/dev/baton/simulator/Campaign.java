package dev.baton.simulator;

import dev.baton.simulator.seed.Outcome;
import dev.baton.simulator.seed.Seed;
import dev.baton.simulator.seed.Seeds;
import dev.baton.simulator.seed.Tally;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Many seeds on all processors, each seed in one thread; stops at the first that fails.
final class Campaign {

    private static final int TWICE = 50;
    private static final long PROGRESS = 2_000;

    private Campaign() {}

    /// Runs these seeds; every fiftieth is told twice and must come to the same trace.
    ///
    /// @throws AssertionError at the first seed that fails: the command that replays it, its options and troubles made
    ///                        few, and what happened
    static Tally run(long base, long count) {
        long began = System.nanoTime();
        long cpu = processorTime();
        AtomicLong next = new AtomicLong(base);
        AtomicBoolean stop = new AtomicBoolean();
        Tally all = new Tally();
        List<Future<Tally>> parts = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                parts.add(workers.submit(() -> work(base, count, next, stop)));
            }
            for (Future<Tally> part : parts) {
                all.add(part.get());
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof AssertionError error ? error : new AssertionError(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
        double minutes = (processorTime() - cpu) / 6e10;
        System.out.printf(Locale.ROOT, "%d seeds in %.0f s, %.1f processor minutes; %.0f complete upgrades a processor"
                + " minute%n", count, (System.nanoTime() - began) / 1e9, minutes, all.upgrades() / minutes);
        return all;
    }

    private static Tally work(long base, long count, AtomicLong next, AtomicBoolean stop) {
        Tally tally = new Tally();
        for (long number = next.getAndIncrement(); number < base + count && !stop.get();
                number = next.getAndIncrement()) {
            boolean twice = number % TWICE == 0;
            Seed.Told told = Seed.of(number).tell(twice, tally);
            if (!(told.outcome() instanceof Outcome.Well)) {
                stop.set(true);
                throw failure(number, told.outcome());
            }
            if (twice && Seed.of(number).tell(true, new Tally()).hash() != told.hash()) {
                stop.set(true);
                throw new AssertionError("seed " + number + " comes to something else when it is told again; "
                        + Seeds.again(Seed.of(number)));
            }
            long done = number - base + 1;
            if (done % PROGRESS == 0) {
                System.out.println(done + " of " + count + " seeds");
            }
        }
        return tally;
    }

    /// A breach of a law and a run that does not end are different failures.
    private static AssertionError failure(long number, Outcome outcome) {
        String text = Seeds.explain(number);
        return outcome instanceof Outcome.Unfinished ? new NotFinished(text) : new NotSafe(text);
    }

    /// Something was so that must never be so.
    static final class NotSafe extends AssertionError {
        private static final long serialVersionUID = 1L;

        NotSafe(String text) {
            super(text);
        }
    }

    /// Nothing was wrong, but something did not come to its end in time.
    static final class NotFinished extends AssertionError {
        private static final long serialVersionUID = 1L;

        NotFinished(String text) {
            super(text);
        }
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /// Returns what many seeds came to: ends, troubles, and how often each kind of trouble met each kind of step.
    static String report(Tally tally) {
        StringBuilder text = new StringBuilder();
        long troubles = tally.troubles().values().stream().mapToLong(Long::longValue).sum();
        text.append(String.format(Locale.ROOT, "%d seeds, %.1f troubles each, %d runs of upgrades ended%n",
                tally.seeds(), (double) troubles / tally.seeds(), tally.upgrades()));
        tally.outcomes().forEach((end, count) -> text.append(String.format(Locale.ROOT, "  %-28s %8d  %5.1f %%%n",
                end.toLowerCase(Locale.ROOT).replace('_', ' '), count, 100.0 * count / tally.seeds())));
        TreeSet<String> kinds = new TreeSet<>(tally.troubles().keySet());
        TreeMap<String, Map<String, Long>> hits = new TreeMap<>(tally.hits());
        text.append(String.format("%-20s", "trouble \\ step"));
        hits.keySet().forEach(step -> text.append(String.format(" %9.9s", step)));
        text.append('\n');
        for (String kind : kinds) {
            text.append(String.format("%-20s", kind.toLowerCase(Locale.ROOT).replace('_', '-')));
            hits.values().forEach(of -> text.append(String.format(" %9d", of.getOrDefault(kind, 0L))));
            text.append('\n');
        }
        return text.toString();
    }
}
