package dev.baton.integration;

import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/// What came of one cell on real processes, as one row of `target/accidents.md`.
///
/// @param stage   of the run when it happened
/// @param then    how the run went on
/// @param told    what the person was told first; empty when nobody was asked
/// @param outages that clients had until the next cell, and from which the run recovered
record CellRow(Cell cell, String stage, String then, String told, int outages) {

    private static final Path TABLE = Path.of("target", "accidents.md");

    static CellRow of(Cell cell, String stage, String then, String told, Map<String, Seen> before,
            Map<String, Seen> after) {
        return new CellRow(cell, stage.replaceAll(" {2,}", " "), then, told, ended(after) - ended(before));
    }

    private static int ended(Map<String, Seen> seen) {
        return seen.values().stream().mapToInt(one -> one.outages().size()).sum();
    }

    private String line() {
        return "| " + String.join(" | ", cell.toString(), stage, then, String.valueOf(outages), told.replace("|", "/"),
                "`-Dit.test=AccidentMatrix -Dcell=" + cell + "`") + " |";
    }

    /// Adds rows of a run in which no row of a client was lost and nothing ran twice.
    static synchronized void print(List<CellRow> rows) throws IOException {
        if (!Files.exists(TABLE)) {
            Files.createDirectories(TABLE.getParent());
            Files.write(TABLE, List.of("| cell | the run was at | then | outages of clients meanwhile | told first |"
                    + " replay |", "|---|---|---|--:|---|---|"));
        }
        for (CellRow row : rows) {
            System.out.println("  " + row.line());
            Files.writeString(TABLE, row.line() + "\n", StandardOpenOption.APPEND);
        }
    }
}
