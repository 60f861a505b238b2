package dev.baton.integration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges who held what of a group by a written [History]: its address, its mounted disk, its server. Each of them
/// makes a machine an owner, and between the last of one machine and the first of another there must be time.
///
/// @param events in the order of their times
record HoldingCheck(List<HistoryCheck.Event> events) {

    /// A time in which a machine held something of a group; it is the first in which it may have, or the last.
    private record Holding(String group, String node, String what, long from, long to) {
        @Override
        public String toString() {
            return what + " of " + group + " on " + node + " from " + from + " to " + (to == Long.MAX_VALUE ? "the end"
                    : to);
        }
    }

    /// How long nobody held anything of a group between two owners.
    ///
    /// @param millis negative if they overlapped
    /// @param last   what was let go of last
    /// @param first  what was held first
    record Margin(String group, long millis, String last, String first) {
        @Override
        public String toString() {
            return group + " " + millis + " ms (" + last + ", then " + first + ")";
        }
    }

    private List<Holding> holdings() {
        List<Holding> holdings = new ArrayList<>();
        for (HistoryCheck.Event event : events) {
            List<String> words = event.words();
            if (event.kind().equals("hold")) {
                holdings.add(new Holding(words.get(0), words.get(1), words.get(2), event.millis(), end(event, "free")));
            } else if (event.kind().equals("start")) {
                holdings.add(new Holding(words.get(0), words.get(1), "server", event.millis(), end(event, "end")));
            }
        }
        holdings.sort(Comparator.comparingLong(Holding::from));
        return holdings;
    }

    /// When what began there ended: the next end of the same, in the order in which they were written.
    private long end(HistoryCheck.Event begun, String kind) {
        return Stream.concat(events.stream().filter(event -> event.kind().equals(kind)
                && event.words().equals(begun.words()) && events.indexOf(event) > events.indexOf(begun))
                .map(HistoryCheck.Event::millis), Stream.of(Long.MAX_VALUE)).findFirst().orElseThrow();
    }

    /// Returns what two machines held of one group at the same time, and what of it nobody was seen to hold, as
    /// sentences; empty when nothing.
    List<String> faults() {
        List<Holding> holdings = holdings();
        List<String> faults = new ArrayList<>(unseen(holdings));
        for (Holding one : holdings) {
            for (Holding other : holdings) {
                if (one.group.equals(other.group) && one.node.compareTo(other.node) < 0 && one.from < other.to
                        && other.from < one.to) {
                    faults.add("two owners: " + one + ", and " + other);
                }
            }
        }
        return faults;
    }

    private List<String> unseen(List<Holding> holdings) {
        return events.stream().filter(event -> event.kind().equals("op")).map(HistoryCheck.Event::group).distinct()
                .flatMap(group -> Stream.of("address", "mount", "server").filter(what -> holdings.stream()
                        .noneMatch(holding -> holding.group.equals(group) && holding.what.equals(what)))
                        .map(what -> group + ": nobody was seen to have its " + what)).toList();
    }

    /// Returns the shortest time that lay between two owners of any group; empty when none changed its owner.
    Optional<Margin> smallest() {
        List<Margin> margins = new ArrayList<>();
        List<Holding> holdings = holdings();
        for (Holding first : holdings) {
            holdings.stream().filter(last -> last.group.equals(first.group) && !last.node.equals(first.node)
                    && last.from < first.from).max(Comparator.comparingLong(Holding::to)).ifPresent(last ->
                            margins.add(new Margin(first.group, first.from - last.to, last.what + " of " + last.node,
                                    first.what + " on " + first.node)));
        }
        return margins.stream().min(Comparator.comparingLong(Margin::millis));
    }
}
