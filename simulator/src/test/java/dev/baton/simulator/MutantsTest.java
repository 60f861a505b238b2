package dev.baton.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.simulator.seed.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whether the simulator finds what it is for: each mutant of laws and protocol is caught within [#WITHIN] seeds. Every
/// build looks whether each mutant still fits its source, and lets the seeds that caught some of them, each day others,
/// catch them again; all seeds anew, and `docs/mutants.md` with them: `-Dsim.mutants=all`.
class MutantsTest {

    private static final int WITHIN = 2_000;
    private static final int A_DAY = 5;
    private static final Path TABLE = Path.of("../docs/mutants.md");

    @Test
    void every_mutant_fits_its_source_and_is_in_the_table() throws IOException {
        String table = Files.readString(TABLE);
        for (Mutant mutant : Mutants.all()) {
            assertThat(mutant.mutated()).as(mutant.name()).isNotEmpty();
            assertThat(table).as("docs/mutants.md; anew: mvn -pl simulator -am test -Dtest=MutantsTest"
                    + " -Dsim.mutants=all").contains("| " + mutant.name() + " |");
        }
    }

    @Test
    void every_mutant_is_caught() throws IOException {
        boolean anew = System.getProperty("sim.mutants") != null;
        List<String> lines = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (Mutant mutant : chosen()) {
            long from = anew ? 1 : caughtBy(mutant);
            String caught = MutantWorld.of(mutant).firstFailure(from, anew ? WITHIN : 1);
            System.out.println(mutant.name() + ": " + (caught.isEmpty() ? "missed" : caught));
            assertThat(caught.isEmpty() ? "" : Seeds.firstFailure(Long.parseLong(caught.split(" ")[0]), 1))
                    .as("the seed that caught '" + mutant.name() + "', without it").isEmpty();
            if (caught.isEmpty()) {
                missed.add(mutant.name());
            }
            String[] words = caught.split(" ", 2);
            lines.add(caught.isEmpty() ? String.format(Locale.ROOT, "| %s | - | missed |", mutant.name())
                    : String.format(Locale.ROOT, "| %s | %s | %s |", mutant.name(), words[0], words[1]));
        }
        if (anew && chosen().size() == Mutants.all().size()) {
            String text = Files.readString(TABLE);
            Files.writeString(TABLE, text.substring(0, text.indexOf("| mutant |"))
                    + "| mutant | caught by seed | as |\n" + "|---|---|---|\n" + String.join("\n", lines) + "\n");
        }
        assertThat(missed).isEmpty();
    }

    /// All, or those whose name holds the words asked for, or, with `;` between them, those of these names; without a
    /// wish a few, each day others.
    private static List<Mutant> chosen() throws IOException {
        List<Mutant> all = Mutants.all();
        String words = System.getProperty("sim.mutants");
        if (words != null && words.contains(";")) {
            return all.stream().filter(mutant -> List.of(words.split(";")).contains(mutant.name())).toList();
        }
        if (words == null) {
            for (Mutant mutant : all) {
                if (caughtBy(mutant) == 0) {
                    System.out.println("not caught by any seed yet, see docs/mutants.md: " + mutant.name());
                }
            }
            List<Mutant> once = new ArrayList<>();
            for (Mutant mutant : all) {
                if (caughtBy(mutant) > 0) {
                    once.add(mutant);
                }
            }
            int first = (int) (LocalDate.now().toEpochDay() * A_DAY % once.size());
            return IntStream.range(0, Math.min(A_DAY, once.size()))
                    .mapToObj(i -> once.get((first + i) % once.size())).toList();
        }
        return words.equals("all") ? all : all.stream().filter(mutant -> mutant.name().contains(words)).toList();
    }

    /// Returns the seed that the table names; 0 when it names none.
    private static long caughtBy(Mutant mutant) throws IOException {
        return Files.readAllLines(TABLE).stream().filter(line -> line.startsWith("| " + mutant.name() + " |"))
                .map(line -> line.split("\\|")[2].strip()).filter(seed -> !seed.equals("-")).map(Long::parseLong)
                .findFirst().orElse(0L);
    }
}
