package dev.baton.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Prints how long pages of made clusters take and how large they are; nothing is judged by it. Run by hand:
/// `mvn -pl console -am test-compile` and then this class on the test classpath.
final class PageTimes {

    private static final int ROUNDS = 15;

    private PageTimes() {}

    public static void main(String[] arguments) {
        Console console = new Console();
        System.out.printf("%-14s %-44s %10s %10s %9s%n", "CLUSTER", "PAGE", "FIRST", "MEDIAN", "SIZE");
        for (int[] size : new int[][] {{32, 500}, {1_000, 10_000}}) {
            var image = Made.cluster(size[0], size[1]);
            String cluster = size[0] + " x " + size[1];
            line(cluster, "what every page needs (cover, troubles)", () -> Made.known(image).troubles().toString());
            line(cluster, "cluster", () -> console.cluster(Made.known(image)));
            line(cluster, "groups", () -> console.groups(Made.known(image), Query.PLAIN));
            line(cluster, "groups, searched and sorted", () -> console.groups(Made.known(image), Query.of(Map.of(
                    "find", "node7 online", "sort", "owner"))));
            line(cluster, "nodes", () -> console.nodes(Made.known(image), Query.PLAIN));
            line(cluster, "group", () -> console.group(Made.known(image), "g7").orElseThrow());
        }
    }

    private static void line(String cluster, String page, Supplier<String> make) {
        long[] times = new long[ROUNDS];
        int size = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            size = make.get().length();
            times[i] = System.nanoTime() - began;
        }
        double first = times[0] / 1e6;
        Arrays.sort(times);
        System.out.printf(Locale.ROOT, "%-14s %-44s %7.1f ms %7.1f ms %6.1f kB%n", cluster, page, first,
                times[ROUNDS / 2] / 1e6, size / 1e3);
    }
}
