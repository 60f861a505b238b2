package dev.baton.demo;

import dev.baton.demo.DemoResult.NodeLine;
import dev.baton.demo.DemoResult.ServerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The end of the demo on a screen.
///
/// @param result what is shown
record DemoTable(DemoResult result) {

    private static final List<String> HEAD = List.of("SERVER", "OUTAGES", "LONGEST", "TOTAL", "ROWS ACKNOWLEDGED",
            "FOUND AGAIN", "LOST", "DATA", "OWNER");

    /// Returns the table with what is said below it, every line ended.
    String text() {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        result.servers().forEach(server -> rows.add(row(server)));
        String table = aligned(rows);
        int width = table.lines().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder(title(width)).append('\n').append(table)
                .append("        ").append(bound()).append("\n\nNODE    ").append(nodes()).append('\n')
                .append("PROOF   ").append(proof()).append('\n');
        result.failures().forEach(failure -> text.append("FAILED  ").append(failure).append('\n'));
        return text.toString();
    }

    private String title(int width) {
        String left = "H2 " + result.from() + " -> " + result.to() + " on " + counted(result.nodes().size(), "node")
                + ", while " + (result.servers().size() == 1 ? "1 client wrote " + result.rowsPerSecond()
                        + " rows a second"
                        : result.servers().size() + " clients wrote " + result.rowsPerSecond()
                        + " rows a second each");
        String right = time(result.seconds());
        return left + " ".repeat(Math.max(3, width - left.length() - right.length())) + right + "\n";
    }

    private static List<String> row(ServerLine server) {
        return List.of(server.name(), String.valueOf(server.outages()), seconds(server.longestOutageMs()),
                seconds(server.totalOutageMs()), grouped(server.rowsAcknowledged()), grouped(server.rowsFound()),
                grouped(server.rowsLost()), changed(server.formatBefore(), server.formatAfter()),
                changed(server.ownerBefore(), server.owner()));
    }

    private String bound() {
        String least = result.outages() == result.lowerBound()
                ? "; fewer than " + result.lowerBound() + " is impossible."
                : "; the least possible is " + result.lowerBound() + ".";
        String written = result.preset().equals("documented")
                ? "  This is the written procedure." : "  The written procedure needs "
                        + result.documentedOutages() + ".";
        return counted(result.outages(), "outage") + least + written;
    }

    private String nodes() {
        Set<String> owning = result.servers().stream().map(ServerLine::owner)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> owned = result.servers().stream().map(ServerLine::ownerBefore)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> words = new ArrayList<>();
        String previous = "";
        for (NodeLine node : result.nodes()) {
            String change = changed(node.before(), node.after());
            boolean stoodBy = !owned.contains(node.name());
            boolean standsBy = !owning.contains(node.name());
            String role = standsBy && !stoodBy ? " (standby now)" : stoodBy && !standsBy ? " (was standby)"
                    : standsBy ? " (standby)" : "";
            words.add(node.name() + " " + (change.equals(previous) ? "same" : change) + role);
            previous = change;
        }
        return String.join("   ", words);
    }

    private String proof() {
        boolean well = result.failures().isEmpty();
        return "plan " + result.plan() + " " + result.proof().toLowerCase(Locale.ROOT) + " before the start"
                + (well ? "; all " + counted(result.steps(), "step")
                        + " went as planned" : "");
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] + 2 - row.get(i).length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String changed(String before, String after) {
        return before.equals(after) ? after : before + " -> " + after;
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String seconds(long millis) {
        return millis == 0 ? "-" : String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }
}
