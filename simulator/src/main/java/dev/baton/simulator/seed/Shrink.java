package dev.baton.simulator.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Makes the list of troubles of a failing seed small, so that it still fails in the same way (delta debugging: Zeller,
/// Hildebrandt, *Simplifying and isolating failure-inducing input*, 2002).
final class Shrink {

    private Shrink() {}

    /// Returns the seed with no more troubles than it needs to fail as it does; as it is, when it does not fail.
    static Seed fewest(Seed seed) {
        String sort = sort(seed);
        if (sort.equals("well")) {
            return seed;
        }
        List<Integer> kept = new ArrayList<>(seed.numbers());
        int parts = 2;
        while (!kept.isEmpty()) {
            int size = (kept.size() + parts - 1) / parts;
            boolean smaller = false;
            for (int from = 0; from < kept.size() && !smaller; from += size) {
                List<Integer> rest = new ArrayList<>(kept);
                rest.subList(from, Math.min(from + size, kept.size())).clear();
                if (sort(seed.only(new TreeSet<>(rest))).equals(sort)) {
                    kept = rest;
                    parts = Math.max(parts - 1, 2);
                    smaller = true;
                }
            }
            if (!smaller && size == 1) {
                break;
            }
            parts = smaller ? parts : Math.min(kept.size(), parts * 2);
        }
        return seed.only(new TreeSet<>(kept));
    }

    private static String sort(Seed seed) {
        return seed.tell(false, new Tally()).outcome().sort();
    }
}
