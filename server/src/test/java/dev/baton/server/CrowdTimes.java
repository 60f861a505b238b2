package dev.baton.server;

import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints how long crowds of growing size take to start their groups, to drain a node, and to get over the loss of five
/// nodes at once, and whether every mirror equals a fresh read afterwards: `CrowdTimes [NODESxGROUPS ...]`, by default
/// `10x400 25x1000 50x2000`. Everything is in this one process, the three peers included.
///
/// The loss is timed from the moment when the machines are gone: their leases, which nobody can shorten, are part of
/// it.
final class CrowdTimes {

    private static final List<String> GROWTH = List.of("10x400", "25x1000", "50x2000");
    private static final int LOST = 5;
    /// As an operator would who does not define thousands of groups in one go.
    private static final int PORTION = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Crowd crowd;
    private long began;
    private long processor;
    private long writes;
    private long told;

    private CrowdTimes(Crowd crowd) {
        this.crowd = crowd;
    }

    public static void main(String[] arguments) throws IOException {
        for (String size : arguments.length == 0 ? GROWTH : List.of(arguments)) {
            String[] parts = size.split("x", 2);
            Path directory = Files.createTempDirectory("crowd");
            System.out.printf("%s nodes, %s groups%n", parts[0], parts[1]);
            measure(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), directory);
        }
    }

    private static void measure(int nodes, int groups, Path directory) {
        long begin = System.nanoTime();
        try (Crowd crowd = new Crowd(nodes, directory, PATIENCE)) {
            CrowdTimes times = new CrowdTimes(crowd);
            System.out.printf("  %-52s %8.2f s%n", "ensemble and daemons, until all have joined",
                    (System.nanoTime() - begin) / 1e9);
            times.begin();
            for (int defined = 0; defined < groups; ) {
                defined = Math.min(defined + PORTION, groups);
                crowd.define(defined);
                crowd.awaitOnline(defined, List.of());
            }
            times.told("all groups defined, " + PORTION + " at a time, and online");
            times.quiet(groups);
            List<NodeId> without = new ArrayList<>();
            CrowdMember drained = crowd.members().get(nodes - 1);
            without.add(drained.node());
            int there = crowd.image().boundTo(drained.node()).size();
            times.begin();
            crowd.drain(drained);
            crowd.awaitOnline(groups, without);
            times.told("a node of " + there + " groups drained");
            List<CrowdMember> lost = crowd.members().subList(nodes - 1 - LOST, nodes - 1);
            lost.forEach(member -> without.add(member.node()));
            int theirs = lost.stream().mapToInt(member -> crowd.image().boundTo(member.node()).size()).sum();
            times.begin();
            times.forget(lost);
            crowd.lose(lost);
            crowd.awaitOnline(groups, without);
            times.told(LOST + " nodes of " + theirs + " groups lost");
            times.quiet(groups);
        }
    }

    private void begin() {
        processor = processor();
        writes = writes();
        told = told();
        began = System.nanoTime();
    }

    private void told(String what) {
        System.out.printf(Locale.ROOT, "  %-52s %8.2f s %8.1f s of processor %7d writes %9d events told%n", what,
                (System.nanoTime() - began) / 1e9, (processor() - processor) / 1e9, writes() - writes, told() - told);
    }

    /// What these did is counted no more.
    private void forget(List<CrowdMember> lost) {
        writes -= lost.stream().flatMap(member -> member.counts().writes().stream()).mapToLong(Long::longValue).sum();
        told -= lost.stream().mapToLong(CrowdMember::told).sum();
    }

    /// Mirrors are compared, and machines with the tree.
    private void quiet(int groups) {
        long begin = System.nanoTime();
        Quiescence quiet = Quiescence.await(crowd, PATIENCE);
        long right = crowd.running().entrySet().stream().filter(entry -> List.of(crowd.image().group(entry.getKey())
                .owner().orElseThrow()).equals(entry.getValue())).count();
        System.out.printf(Locale.ROOT, "  %-52s %8.2f s; each of %d groups runs on its owner alone: %s%n",
                "%d mirrors equal a fresh read of %d entries".formatted(quiet.mirrors(), quiet.entries()),
                (System.nanoTime() - begin) / 1e9, groups, right == groups ? "yes" : "NO, only " + right);
    }

    private long writes() {
        return crowd.members().stream().flatMap(member -> member.counts().writes().stream())
                .mapToLong(Long::longValue).sum();
    }

    private long told() {
        return crowd.members().stream().mapToLong(CrowdMember::told).sum();
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
