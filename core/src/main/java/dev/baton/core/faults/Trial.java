package dev.baton.core.faults;

import dev.baton.core.model.GroupId;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One playing of a plan, in which one thing goes wrong or nothing.
///
/// @param number  by which it is played again; 0 is the one in which nothing goes wrong
/// @param outages as clients saw them, by group; groups without are left out
/// @param without how long the clients of all groups together were without service
/// @param took    from the start of the run until everything was at rest
public record Trial(int number, Mishap mishap, Ending ending, SortedMap<GroupId, Integer> outages,
        Duration without, Duration took) {

    public Trial {
        outages = Collections.unmodifiableSortedMap(new TreeMap<>(outages));
    }

    /// Returns the number of outages of all groups.
    public int all() {
        return outages.values().stream().mapToInt(Integer::intValue).sum();
    }
}
