package dev.baton.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.simulator.seed.Outcome;
import dev.baton.simulator.seed.Seed;
import dev.baton.simulator.seed.Seeds;
import dev.baton.simulator.seed.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Fresh seeds, each day others, and every seed that once failed. More of them: `-Dsim.seeds=100000`; from a certain
/// number: `-Dsim.base=0`; one of them again, with everything that happened: `-Dsim.seed=42`, with only some of its
/// troubles `-Dsim.only=3,7`.
class SeedsTest {

    private static final int FRESH = Integer.getInteger("sim.seeds", 1_000);
    /// Every so many seeds one is told twice.
    private static final int TWICE = 50;

    @Test
    void fresh_seeds_break_no_law_and_come_to_their_end() {
        Long one = Long.getLong("sim.seed");
        if (one != null) {
            replay(one);
            return;
        }
        long base = Long.getLong("sim.base", LocalDate.now().toEpochDay() * 1_000_000);
        System.out.println("seeds " + base + " to " + (base + FRESH - 1) + "; the same again: -Dsim.base=" + base);
        Tally tally = Campaign.run(base, FRESH);
        System.out.println(Campaign.report(tally));
    }

    private static void replay(long number) {
        Seed whole = Seed.of(number);
        Seed seed = Optional.ofNullable(System.getProperty("sim.only")).map(only -> whole.only(new TreeSet<>(
                Stream.of(only.split(",")).filter(n -> !n.isBlank()).map(Integer::valueOf).toList()))).orElse(whole);
        System.out.println(seed.text());
        Seed.Told told = seed.tell(true, new Tally());
        told.trace().forEach(System.out::println);
        assertThat(told.outcome()).isInstanceOf(Outcome.Well.class);
    }

    @Test
    void seeds_that_failed_once_end_well() throws IOException {
        List<String> bad = new ArrayList<>();
        for (KeptSeed kept : KeptSeed.all()) {
            Seed.Told told = kept.seed().tell(false, new Tally());
            if (!(told.outcome() instanceof Outcome.Well)) {
                bad.add(kept.line() + ": " + told.outcome() + "\n" + Seeds.again(kept.seed()));
            }
        }
        assertThat(bad).isEmpty();
    }

    @Test
    void the_same_seed_comes_to_the_same() {
        for (long seed = 0; seed < 4L * TWICE; seed += TWICE) {
            Seed.Told once = Seed.of(seed).tell(true, new Tally());
            Seed.Told again = Seed.of(seed).tell(true, new Tally());
            assertThat(again.trace()).as("seed " + seed).isEqualTo(once.trace());
            assertThat(again.hash()).isEqualTo(once.hash());
        }
    }

    /// A seed that once failed.
    ///
    /// @param line as it is kept: the number, its troubles if not all are needed, and what it once showed
    record KeptSeed(String line, Seed seed) {

        static List<KeptSeed> all() throws IOException {
            try (var in = Objects.requireNonNull(SeedsTest.class.getResourceAsStream("/kept-seeds.txt"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#")).map(KeptSeed::of).toList();
            }
        }

        private static KeptSeed of(String line) {
            String[] words = line.split("\\s+", 3);
            Seed whole = Seed.of(Long.parseLong(words[0]));
            return new KeptSeed(line, words[1].equals("all") ? whole : whole.only(new TreeSet<>(
                    Stream.of(words[1].split(",")).map(Integer::valueOf).toList())));
        }
    }
}
